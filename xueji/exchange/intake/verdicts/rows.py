"""One row by itself: every cell is read, then the values are compared with each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from xueji.exchange.intake.columns.fields import Field, Need, entry_fields, required_fields
from xueji.exchange.intake.columns.layout import Column, Layout
from xueji.exchange.intake.verdicts.city import CityKnowledge, KnownSchool
from xueji.exchange.intake.verdicts.comparisons import Comparisons, Values
from xueji.exchange.intake.verdicts.outcome import Finding, Reason, Weight, rule
from xueji.exchange.intake.verdicts.readers import reader_of, text_look_up
from xueji.exchange.intake.verdicts.repeats import Judged, person_key
from xueji.exchange.intake.verdicts.rules.cells import Reader, Reading
from xueji.exchange.intake.verdicts.rules.oddrows import is_blank, odd_row_check
from xueji.exchange.intake.workbook.cells import Cell
from xueji.vocabulary.people.residency import Residency

_MISSING = rule("cell_missing")
_LEFT_EMPTY = rule("left_empty")
_NUMBER = "document_number"
# A child of foreign nationality has neither an ethnic group of China nor a hukou.
_NOT_FOREIGN = frozenset({"ethnicity", "hukou_place"})


class _Readable(NamedTuple):
    """A column and how it is read: texts by `look_up`, everything else by `read`."""

    place: int
    key: str
    heading: str
    look_up: Callable[[str], Reading]
    read: Reader
    of_form: bool

    @classmethod
    def of(cls, column: Column, field: Field, city: CityKnowledge, on: date) -> _Readable:
        read = reader_of(field, column.heading, city, on)
        return cls(column.index, field.key, column.heading, text_look_up(field, read), read, field.item is not None)


class RowReader:
    """Judges the rows of one list, each by itself."""

    def __init__(self, layout: Layout, city: CityKnowledge, on: date) -> None:
        """Prepare the readers of all known columns."""
        self._city = city
        self._own_school = city.schools.get(city.own_school) if city.own_school else None
        self._headings = {key: layout.heading_of(key) for key in entry_fields()}
        self._width = len(layout.columns)
        known = [(column, column.field) for column in layout.columns if column.field is not None]
        self._places = {field.key: column.index for column, field in known}
        readable = [_Readable.of(column, field, city, on) for column, field in known if field.key != _NUMBER]
        self._entry = [column for column in readable if not column.of_form]
        self._form = [column for column in readable if column.of_form]
        self._required = frozenset(field.key for field in required_fields(own_list=city.own_school is not None))
        self._asked = [
            key
            for key, field in entry_fields().items()
            if key != _NUMBER and key in self._places and (key in self._required or field.need is Need.LATER)
        ]
        self._contents = itemgetter(*self._places.values())
        self._comparisons = Comparisons(self._headings, city)
        self._odd = odd_row_check(layout)

    def judge(self, number: int, cells: Sequence[Cell]) -> Judged | None:
        """Return the row with its values and reasons; None if it is blank."""
        if is_blank(cells):
            return None
        odd = self._odd(cells)
        if odd is not None:
            return Judged(number, cells, {}, [_tied(*odd)])
        full = list(cells) + [""] * (self._width - len(cells)) if len(cells) < self._width else cells
        values: Values = {}
        found: list[tuple[int, Reason]] = []
        for place, key, heading, look_up, read, _ in self._entry:
            cell = full[place]
            value, findings = look_up(cell) if cell.__class__ is str else read(cell)
            values[key] = value
            if findings:
                found.extend((place, _tied(heading, finding)) for finding in findings)
        if values.get("school_code", "") == "" and self._own_school is not None:
            values["school_code"] = self._own_school
        for key, finding in self._comparisons.findings(values, full[self._places[_NUMBER]]):
            found.append((self._places.get(key, self._width), _tied(self._headings[key], finding)))
        found.extend(self._empty(values))
        values["form"] = self._answers(full, found)
        return self._judged(number, cells, values, found, hash(self._contents(full)))

    def _empty(self, values: Values) -> list[tuple[int, Reason]]:
        """Say which fields are empty: those that must not be, and those that may be for now."""
        found = []
        foreign = values.get("residency") is Residency.FOREIGN
        for key in self._asked:
            if values[key] != "" or (foreign and key in _NOT_FOREIGN):
                continue
            heading = self._headings[key]
            if key == "school_code":
                name = values.get("school_name")
                finding = self._comparisons.names.code_missing(name if isinstance(name, str) else "", heading)
            else:
                finding = (_MISSING if key in self._required else _LEFT_EMPTY).found(field=heading)
            found.append((self._places[key], _tied(heading, finding)))
        return found

    def _answers(self, cells: Sequence[Cell], found: list[tuple[int, Reason]]) -> dict[str, object]:
        answers = {}
        for place, key, heading, look_up, read, _ in self._form:
            cell = cells[place]
            value, findings = look_up(cell) if cell.__class__ is str else read(cell)
            if value:
                answers[key] = value
            if findings:
                found.extend((place, _tied(heading, finding)) for finding in findings)
        return answers

    def _judged(
        self, number: int, cells: Sequence[Cell], values: Values, found: list[tuple[int, Reason]], content: int
    ) -> Judged:
        if len(found) > 1:
            found.sort(key=itemgetter(0))
        reasons = [reason for _, reason in found]
        judged = Judged(number, cells, values, reasons, content)
        if any(reason.weight is Weight.REJECT for reason in reasons):
            return judged
        school = values.get("school_code")
        if isinstance(school, KnownSchool):
            values["school_code"] = school.code
        judged.number = str(values.get("registration_number", ""))
        kind, document = values.get("document_type"), values.get(_NUMBER)
        if document:
            judged.document = (str(kind), str(document))
        judged.person = person_key(values.get("name"), values.get("sex"), values.get("birth_date"))
        return judged


def _tied(heading: str, finding: Finding) -> Reason:
    return Reason(heading, finding.rule, finding.weight, finding.says, finding.mend)
