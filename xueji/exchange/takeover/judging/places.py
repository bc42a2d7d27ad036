"""Schools, staff and classes: thousands of rows, judged in memory beside what the register knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from xueji.exchange.intake.workbook.cells import Row
from xueji.exchange.models.takeover import TakenSheet, TakenVerdict
from xueji.exchange.takeover.judging.columns import RowReader, Values, parts_of, text_cells
from xueji.exchange.takeover.judging.knowledge import Knowledge, KnownClass, KnownSchool
from xueji.exchange.takeover.rules import Reason, broken, of_value, verdict_of
from xueji.exchange.takeover.sheets import Found
from xueji.parties.acts.office.founding import STAGES_OF_CATEGORY
from xueji.parties.rulebook import rulebook_in_force
from xueji.records.schooling import leaving_year
from xueji.vocabulary.faults import BadValueError
from xueji.vocabulary.numbers.city_student_number import SchoolCategory
from xueji.vocabulary.numbers.school_code import SchoolCode
from xueji.vocabulary.parties import Party, Role
from xueji.vocabulary.schooling.grades import Grade, parse_grade

_SHORTEST, _CODE_DIGITS, _CAPACITY = 4, 3, 40


@dataclass
class PlaceRow:
    """A row of one of the three sheets with what was made of it."""

    row: int
    cells: list[str]
    values: Values
    reasons: list[Reason]
    key: str = ""
    there: bool = False
    verdict: TakenVerdict = field(default=TakenVerdict.ACCEPT)


def judge_places(sheet: Found, rows: Iterable[Row], city: Knowledge) -> list[PlaceRow]:
    """Judge all rows of a sheet, and let the city know what the good ones bring."""
    reader = RowReader(sheet, city.today)
    judged = []
    for number, cells in rows:
        values, reasons = reader.read(cells)
        judged.append(PlaceRow(number, text_cells(cells, len(sheet.headings)), values, reasons))
    judge, key_of, learn = _JUDGES[sheet.sheet]
    for row in judged:
        row.key = key_of(row.values)[:80]
    _refuse_twice(judged, sheet)
    for row in judged:
        row.reasons += judge(row, city, sheet)
        row.verdict = verdict_of(row.reasons)
        learn(row, city)
    return judged


def _refuse_twice(rows: list[PlaceRow], sheet: Found) -> None:
    seen: dict[str, list[PlaceRow]] = defaultdict(list)
    for row in rows:
        if row.key:
            seen[row.key].append(row)
    key_column = {"schools": "code", "staff": "username", "classes": "number"}[sheet.sheet.value]
    for key, same in seen.items():
        if len(same) > 1:
            for row in same:
                row.reasons.append(
                    broken("row_twice", sheet.heading(key_column), value=key, count=len(same), other=same[0].row)
                )


def _school_faults(row: PlaceRow, city: Knowledge, sheet: Found) -> Iterator[Reason]:
    values = row.values
    district = city.districts.get(values["district"]) if values["district"] else None
    if values["district"] and district is None:
        yield broken("district_unknown", sheet.heading("district"), value=values["district"])
    values["district_id"] = district.pk if district else None
    values["region_code"] = district.region_code if district else ""
    yield from _code_faults(values, sheet)
    yield from _grades_faults(values, sheet)
    values["campuses"] = parts_of(values["campuses"] or "") or ["本部"]
    known = city.schools.get(values["code"] or "")
    if known is not None and known.row is None:
        row.there = True
        for key, before in (("name", known.name), ("category", known.category), ("city_code", known.city_code)):
            if values[key] and str(values[key]) != before:
                yield broken("differs_from_register", sheet.heading(key), known=before, value=str(values[key]))
        return
    holder = city.city_codes.get((values["region_code"], str(values["category"] or ""), values["city_code"] or ""))
    if holder not in (None, values["code"]):
        yield broken("city_code_taken", sheet.heading("city_code"), value=values["city_code"], other=holder)


def _code_faults(values: Values, sheet: Found) -> Iterator[Reason]:
    digits = values["city_code"]
    if digits and (len(digits) != _CODE_DIGITS or not digits.isdigit()):
        yield broken("whole_number", sheet.heading("city_code"), value=digits, least="000", most="999")
    if values["code"]:
        try:
            SchoolCode.parse(values["code"])
        except BadValueError as bad:
            yield of_value(sheet.heading("code"), bad)


def _grades_faults(values: Values, sheet: Found) -> Iterator[Reason]:
    values["grades"], wrong = _grades(values["grades"] or "")
    if wrong:
        yield broken("grade_unknown", sheet.heading("grades"), value=wrong)
        return
    category = values["category"]
    stages = {Grade(grade).stage for grade in values["grades"]}
    if isinstance(category, SchoolCategory) and stages - STAGES_OF_CATEGORY[category]:
        yield broken("school_grades_category", sheet.heading("grades"), value=category.label)


def _learn_school(row: PlaceRow, city: Knowledge) -> None:
    values = row.values
    known = city.schools.get(values["code"] or "")
    if row.there or not values["code"] or (known is not None and not known.refused):
        return
    city.add_school(
        KnownSchool(
            *(values["code"], values["name"] or "", values["district_id"] or 0, values["region_code"]),
            *(str(values["category"] or ""), values["city_code"] or "", tuple(values["grades"])),
            *(tuple(values["campuses"]), bool(values["foreign_license"])),
            row=row.row,
            refused=row.verdict is TakenVerdict.REFUSE,
        )
    )


def _staff_faults(row: PlaceRow, city: Knowledge, sheet: Found) -> Iterator[Reason]:
    values = row.values
    username = values["username"] = str(values["username"] or "").lower()
    if username and not (username.isascii() and username.isalnum() and len(username) >= _SHORTEST):
        yield broken("username_shape", sheet.heading("username"), value=username)
    if values["email"]:
        try:
            validate_email(values["email"])
        except ValidationError:
            yield broken("email_shape", sheet.heading("email"), value=values["email"])
            values["email"] = ""
    known = city.accounts.get(username)
    if known is not None and values["full_name"] and known != values["full_name"]:
        yield broken("username_of_another", sheet.heading("username"), value=username, known=known)
    row.there = (username, str(values["role"]), values["place"]) in city.posts
    yield from _place_faults(values, city, sheet)


def _learn_staff(row: PlaceRow, city: Knowledge) -> None:
    """A person may hold several posts: the first good row makes the account, the others must bear the same name."""
    if row.verdict is not TakenVerdict.REFUSE:
        city.accounts.setdefault(row.values["username"], row.values["full_name"])


def _key_of_staff(values: Values) -> str:
    key = (str(values["username"] or "").lower(), str(values["place"] or ""), str(values["role"] or ""))
    return "|".join(key) if all(key) else ""


def _place_faults(values: Values, city: Knowledge, sheet: Found) -> Iterator[Reason]:
    role, place = values["role"], values["place"]
    if not isinstance(role, Role) or not place:
        return
    level = rulebook_in_force().rulebook.posts.get(role)
    if level not in (Party.SCHOOL, Party.DISTRICT):
        yield broken("role_not_taken_over", sheet.heading("role"), value=role.label)
        return
    office, school = city.districts.get(place), city.schools.get(place)
    values["office_id"] = office.pk if office else None
    if office is None and school is None:
        yield broken("place_unknown", sheet.heading("place"), value=place)
    elif (level is Party.SCHOOL) != (school is not None):
        yield broken("role_elsewhere", sheet.heading("role"), value=role.label, place=place)
    elif school is not None:
        yield from school_faults(school, sheet.heading("place"))
        if values["campus"] and values["campus"] not in school.campuses:
            yield broken("campus_unknown", sheet.heading("campus"), value=values["campus"])
    yield from _classes_faults(values, city, sheet)


def _classes_faults(values: Values, city: Knowledge, sheet: Found) -> Iterator[Reason]:
    """The classes of a homeroom teacher, written P3-2, of this school year."""
    named: list[list[object]] = []
    if values["role"] is Role.HOMEROOM_TEACHER:
        parts = parts_of(values["classes"] or "")
        if not parts:
            yield broken("classes_of_homeroom_teacher", sheet.heading("classes"))
        for part in parts:
            written, _, number = part.replace("－", "-").rpartition("-")
            grade = parse_grade(written)
            key = (values["place"], city.school_year, grade.value if grade else "", _number(number))
            group = city.classes.get(key)
            if group is None or group.refused or group.closed:
                yield broken("class_unknown", sheet.heading("classes"), value=part)
            named.append([key[2], key[3]])
    values["classes"] = named


def _class_faults(row: PlaceRow, city: Knowledge, sheet: Found) -> Iterator[Reason]:
    values = row.values
    code, grade = values["school_code"], values["grade"]
    school = city.schools.get(code or "")
    if code and school is None:
        yield broken("school_unknown", sheet.heading("school_code"), value=code)
    if school is not None:
        yield from school_faults(school, sheet.heading("school_code"))
        if isinstance(grade, Grade) and grade.value not in school.grades:
            yield broken("grade_not_offered", sheet.heading("grade"), value=grade.label)
        if values["campus"] and values["campus"] not in school.campuses:
            yield broken("campus_unknown", sheet.heading("campus"), value=values["campus"])
        values["campus"] = values["campus"] or next(iter(school.campuses), "")
    if isinstance(grade, Grade) and values["number"]:
        values["name"] = values["name"] or f"{grade.label.zh}({values['number']})班"
    values["capacity"] = values["capacity"] or _CAPACITY
    known = city.classes.get(_class_key(values)) if row.key else None
    if known is not None and known.row is None:
        row.there = True
        if known.name != values["name"]:
            yield broken("differs_from_register", sheet.heading("name"), known=known.name, value=values["name"])


def _learn_class(row: PlaceRow, city: Knowledge) -> None:
    key = _class_key(row.values)
    if row.there or not row.key or (key in city.classes and not city.classes[key].refused):
        return
    school, grade = city.schools.get(key[0]), row.values["grade"]
    refused = row.verdict is TakenVerdict.REFUSE
    cohort = leaving_year(school.grades, grade, key[1]) if school is not None and not refused else 0
    row.values["cohort"] = cohort
    city.classes[key] = KnownClass(
        row.values["name"] or "", row.values["campus"] or "", cohort, row=row.row, refused=refused
    )


def school_faults(school: KnownSchool, heading: str) -> Iterator[Reason]:
    """Why nothing can be taken over at this school."""
    if school.refused:
        yield broken("school_refused", heading, value=school.code, other=school.row)
    if school.closed:
        yield broken("school_closed", heading, value=school.code)


def _grades(text: str) -> tuple[list[str], str]:
    """Read P1-P6、J1-J3; the grades in order, and the first part that is none."""
    order, chosen = list(Grade), set()
    for part in parts_of(text):
        first, _, last = part.replace("－", "-").replace("至", "-").partition("-")
        begin, end = parse_grade(first), parse_grade(last or first)
        if begin is None or end is None or order.index(end) < order.index(begin):
            return [], part
        chosen |= set(order[order.index(begin) : order.index(end) + 1])
    # A range from primary to senior does not mean a preparatory year; it must be named.
    if Grade.S0 not in {parse_grade(part) for part in parts_of(text)} and "S0" not in text:
        chosen.discard(Grade.S0)
    return [grade.value for grade in order if grade in chosen], ""


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _CODE_DIGITS else 0


def _class_key(values: Values) -> tuple[str, int, str, int]:
    return (
        str(values["school_code"] or ""),
        int(values["school_year"] or 0),
        str(values["grade"] or ""),
        int(values["number"] or 0),
    )


def _key_of_class(values: Values) -> str:
    key = _class_key(values)
    return "|".join(map(str, key)) if all(key) else ""


_Judge = Callable[[PlaceRow, Knowledge, Found], Iterator[Reason]]
_Learn = Callable[[PlaceRow, Knowledge], None]
_JUDGES: dict[TakenSheet, tuple[_Judge, Callable[[Values], str], _Learn]] = {
    TakenSheet.SCHOOLS: (_school_faults, lambda values: str(values["code"] or ""), _learn_school),
    TakenSheet.CLASSES: (_class_faults, _key_of_class, _learn_class),
    TakenSheet.STAFF: (_staff_faults, _key_of_staff, _learn_staff),
}
