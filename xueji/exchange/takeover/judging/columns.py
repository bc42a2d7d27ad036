"""Reading the cells of a row: which reader reads which column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from xueji.exchange.intake.verdicts.rules import birth, cells, identity, persons, residence, schooling
from xueji.exchange.intake.workbook.cells import Cell, CellError, Formula
from xueji.exchange.models.takeover import TakenSheet
from xueji.exchange.takeover.rules import Reason, broken, found
from xueji.exchange.takeover.sheets import Column, Found, columns
from xueji.records.models.enrollments import EntryType
from xueji.vocabulary.numbers.city_student_number import SchoolCategory
from xueji.vocabulary.parties import Role
from xueji.vocabulary.people.residency import as_local_category
from xueji.vocabulary.people.standings import LeavingOutcome, RecordStanding
from xueji.vocabulary.schooling.grades import parse_grade
from xueji.vocabulary.schooling.school_years import SchoolYear
from xueji.vocabulary.text import Text

Reading = tuple[Any, Sequence[Reason]]
Read = Callable[[Cell], Reading]
Values = dict[str, Any]

_MOST_REMEMBERED = 4_096
_QUOTES = "'`’‘"
_YES = {"是": True, "1": True, "Y": True, "YES": True, "TRUE": True}
_NO = {"否": False, "0": False, "N": False, "NO": False, "FALSE": False}
_PARTS = str.maketrans(dict.fromkeys("，,;；/|\n", "、"))


class RowReader:
    """Reads the rows of one sheet, cell by cell; most columns hold few different values and are remembered."""

    def __init__(self, sheet: Found, on: date) -> None:
        """Prepare a reader for every known column of the sheet."""
        self._sheet = sheet
        self._on = on
        known = columns(sheet.sheet)
        self._blank = dict.fromkeys(known, "")
        self._must = [(key, sheet.heading(key)) for key, column in known.items() if column.must]
        self._columns = [
            (place, key, _Memory(self._reader(known[key], sheet.heading(key))))
            for key, place in sheet.places.items()
            if key != "document_number"
        ]

    def read(self, row: Sequence[Cell]) -> tuple[Values, list[Reason]]:
        """Return the values by key ("" where empty, None where unusable) and what is wrong with them."""
        values: Values = dict(self._blank)
        reasons: list[Reason] = []
        width = len(row)
        for place, key, read in self._columns:
            if place < width:
                cell = row[place]
                value, faults = read[cell] if cell.__class__ is str else read.fresh(cell)
                values[key] = value
                if faults:
                    reasons += faults
        for key, heading in self._must:
            if values[key] == "":
                reasons.append(broken("cell_missing", heading))
        return values, reasons

    def cell(self, row: Sequence[Cell], key: str) -> Cell:
        """The cell of a column as it stands; "" if the sheet has no such column."""
        place = self._sheet.places.get(key)
        return row[place] if place is not None and place < len(row) else ""

    def _reader(self, column: Column, heading: str) -> Read:
        make = _MAKERS.get((self._sheet.sheet, column.key)) or _MAKERS.get(column.key)
        return make(heading, column, self._on) if make else _text(heading, column, self._on)


class _Memory(dict[str, Reading]):
    def __init__(self, read: Read) -> None:
        super().__init__()
        self.fresh = read

    def __missing__(self, text: str) -> Reading:
        made = self.fresh(text)
        if len(self) < _MOST_REMEMBERED:
            self[text] = made
        return made


def text_cells(row: Sequence[Cell], width: int) -> list[str]:
    """The cells of a row as text, as many as there are headings: what is given back beside the verdict."""
    shown = [cell if isinstance(cell, str) else _shown(cell) for cell in row[:width]]
    shown = [cell.replace("\x00", "") for cell in shown]
    return shown + [""] * (width - len(shown))


def parts_of(text: str) -> list[str]:
    """The parts of a cell that lists several, separated by 、 or a comma."""
    return [part for part in text.translate(_PARTS).split("、") if part]


def _shown(cell: Cell) -> str:
    value = cell.value if isinstance(cell, Formula) else cell
    if isinstance(value, CellError):
        return "#N/A"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _of_intake(read: cells.Reader, heading: str) -> Read:
    def reading(cell: Cell) -> Reading:
        value, findings = read(cell)
        return value, [found(heading, finding) for finding in findings]

    return reading


def _text(heading: str, column: Column, _on: date) -> Read:
    return _of_intake(cells.text_reader(heading, column.longest, nothing=True), heading)


def _exact(heading: str, column: Column, _on: date) -> Read:
    """A number that must stand as text: no blanks, no quotation mark before it, capital letters."""
    read = cells.text_reader(heading, column.longest + 10, exact=True)

    def reading(cell: Cell) -> Reading:
        value, findings = read(cell)
        if isinstance(value, str):
            value = cells.squeeze(value).lstrip(_QUOTES).upper()
        return value, [found(heading, finding) for finding in findings]

    return reading


def _squeezed(rule: str, look_up: Callable[[str], Any], **gaps: object) -> Callable[[str, Column, date], Read]:
    """The maker of a reader for a value out of a list; `look_up` answers None for what is not in it."""

    def make(heading: str, _column: Column, _on: date) -> Read:
        def read(cell: Cell) -> Reading:
            raw, findings = cells.text_of(cell, heading)
            if raw is None:
                return None, [found(heading, finding) for finding in findings]
            text = cells.squeeze(raw).lstrip(_QUOTES)
            if not text:
                return "", ()
            value = look_up(text)
            return (None, [broken(rule, heading, value=raw, **gaps)]) if value is None else (value, ())

        return read

    return make


def _whole(least: int, most: int) -> Callable[[str, Column, date], Read]:
    def look_up(text: str) -> int | None:
        digits = text.removesuffix("班").removesuffix("号")
        return int(digits) if digits.isascii() and digits.isdigit() and least <= int(digits[:9]) <= most else None

    return _squeezed("whole_number", look_up, least=least, most=most)


def _choice(kind: Any, *also: tuple[str, Any]) -> Callable[[str, Column, date], Read]:
    """One of the members of an enumeration with labels, by its label in either language or its value."""
    written: dict[str, Any] = dict(also)
    for member in kind:
        label = member.label
        texts = (label.zh, label.en) if isinstance(label, Text) else (str(label),)
        written |= {cells.squeeze(text).upper(): member for text in (*texts, member.value)}
    listed = "、".join(dict.fromkeys(str(member.label) for member in kind))
    return _squeezed("not_listed", lambda text: written.get(text.upper()), allowed=listed)


def _category_of_residency(heading: str, _column: Column, _on: date) -> Read:
    def read(cell: Cell) -> Reading:
        raw, findings = cells.text_of(cell, heading)
        if raw is None:
            return "", [found(heading, finding) for finding in findings]
        text = cells.squeeze(raw)
        if not text or text.upper() in cells.NOTHING:
            return "", ()
        category = as_local_category(f"{int(text):02d}" if text.isascii() and text.isdigit() else text)
        return ("", [broken("category_unknown", heading, value=raw)]) if category is None else (category.code, ())

    return read


def _day(heading: str, _column: Column, on: date) -> Read:
    return _of_intake(birth.birth_date_reader(heading, on), heading)


def _year(text: str) -> int | None:
    try:
        return SchoolYear.parse(text).start
    except ValueError:
        return None


def _made(make: Callable[[str], cells.Reader]) -> Callable[[str, Column, date], Read]:
    return lambda heading, _column, _on: _of_intake(make(heading), heading)


_flag = _squeezed("yes_or_no", lambda text: {**_YES, **_NO}.get(text.upper()))
_grade = _squeezed("grade_unknown", parse_grade)
_school_year = _squeezed("school_year_unknown", _year)

_MAKERS: dict[Any, Callable[[str, Column, date], Read]] = {
    "code": _exact,
    "city_code": _exact,
    "school_code": _exact,
    "place": _exact,
    (TakenSheet.RECORDS, "number"): _exact,
    (TakenSheet.SPELLS, "number"): _exact,
    "city_number": _exact,
    "education_id": _exact,
    (TakenSheet.CLASSES, "number"): _whole(1, 99),
    "class_number": _whole(1, 99),
    "seat_number": _whole(1, 999),
    "capacity": _whole(1, 200),
    "grade": _grade,
    "school_year": _school_year,
    "category": _choice(SchoolCategory),
    "model_school": _flag,
    "foreign_license": _flag,
    "counts_against_quota": _flag,
    "role": _choice(Role, ("区县学籍管理员", Role.DISTRICT_OFFICER), ("市级学籍管理员", Role.CITY_OFFICER)),
    "standing": _choice(RecordStanding, ("在籍", RecordStanding.STUDYING)),
    "leaving_outcome": _choice(LeavingOutcome),
    "entry_type": _choice(EntryType),
    "full_name": _made(persons.name_reader),
    (TakenSheet.RECORDS, "name"): _made(persons.name_reader),
    "former_name": _made(persons.name_reader),
    "guardian_name": _made(persons.name_reader),
    "guardian_kinship": _made(persons.kinship_reader),
    "guardian_phone": _made(persons.phone_reader),
    "sex": _made(persons.sex_reader),
    "residency": _made(residence.residency_reader),
    "as_local_category": _category_of_residency,
    "nationality": _made(lambda heading: schooling.code_reader(heading, "nationality")),
    "ethnicity": _made(lambda heading: schooling.code_reader(heading, "ethnicity")),
    "document_type": lambda heading, _column, on: _of_intake(identity.document_type_reader(heading, on), heading),
    "birth_date": _day,
    "established_on": _day,
    "closed_on": _day,
    "starts_on": _day,
}
