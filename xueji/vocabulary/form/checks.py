"""The check of a single answer, built once for every item."""

from __future__ import annotations

import re
from collections.abc import Callable

from xueji.vocabulary.codes.tables import code_table
from xueji.vocabulary.faults import BadValueError
from xueji.vocabulary.form import faults
from xueji.vocabulary.form.faults import FormFault, Rule
from xueji.vocabulary.form.formats import (
    is_email,
    is_number,
    is_phone,
    is_postal_code,
    parse_day,
    parse_month,
    parse_validity,
)
from xueji.vocabulary.form.table import FormItem
from xueji.vocabulary.numbers.city_student_number import CityStudentNumber
from xueji.vocabulary.people.names import name_fault, tidy_name
from xueji.vocabulary.places.regions import known_in_any_revision
from xueji.vocabulary.schooling.grades import parse_grade
from xueji.vocabulary.text import Text

Check = Callable[[str], FormFault | None]

_REGION_LENGTHS = (6, 12)
_DOCUMENT = re.compile(r"[0-9A-Za-z()（）/\-]{3,30}", re.ASCII)
_PINYIN = re.compile(r"[A-Za-züÜ' \-]+")


def check_for(item: FormItem) -> Check:
    """Return the check of an item's answer, which is never empty when it is asked."""
    if item.kind in {"code", "yes_no"}:
        return _code_check(item)
    if item.kind == "photo":
        return _no_check
    if item.format == "name":
        return _name_check(item)
    if item.format == "city_student_number":
        return _city_number_check(item)
    return _shape_check(item)


def _no_check(answer: str) -> FormFault | None:
    del answer
    return None


def _shape_check(item: FormItem) -> Check:
    shape = _SHAPES.get(item.format or item.kind)
    most, key, label = item.max_length, item.key, item.label

    def check(answer: str) -> FormFault | None:
        if shape is not None and not shape[0](answer):
            return shape[1].broken(key, label, answer)
        if most and len(answer) > most:
            return faults.TOO_LONG.broken(key, label, answer, most=most)
        return None

    return check


def _code_check(item: FormItem) -> Check:
    table = code_table(item.table)
    allowed = item.allowed or frozenset(table.by_code)

    def check(answer: str) -> FormFault | None:
        code = table.code_of(answer)
        if code in allowed:
            return None
        if code is None:
            return faults.CODE.broken(item.key, item.label, answer, standard=table.standard)
        taken = [entry.label for entry in table.entries if entry.code in allowed]
        listed = Text("、".join(label.zh for label in taken), ", ".join(label.en for label in taken))
        return faults.CODE_NOT_ALLOWED.broken(item.key, item.label, answer, allowed=listed)

    return check


def _name_check(item: FormItem) -> Check:
    def check(answer: str) -> FormFault | None:
        fault = name_fault(tidy_name(answer))
        return None if fault is None else FormFault(item.key, fault.rule, fault.says, fault.mend)

    return check


def _city_number_check(item: FormItem) -> Check:
    def check(answer: str) -> FormFault | None:
        try:
            CityStudentNumber.parse(answer)
        except BadValueError as bad:
            return FormFault(item.key, bad.rule, bad.says, bad.mend)
        return None

    return check


def _is_region(answer: str) -> bool:
    # Lists often carry names of places; only what claims to be a code can be checked here.
    if not answer.isascii() or not answer.isdigit():
        return not answer.isascii()
    return len(answer) in _REGION_LENGTHS and known_in_any_revision(answer[:6])


def _is_document(answer: str) -> bool:
    return _DOCUMENT.fullmatch(answer) is not None


def _is_pinyin(answer: str) -> bool:
    return _PINYIN.fullmatch(answer) is not None


_SHAPES: dict[str, tuple[Callable[[str], object], Rule]] = {
    "date": (parse_day, faults.DATE),
    "month": (parse_month, faults.MONTH),
    "phone": (is_phone, faults.PHONE),
    "number": (is_number, faults.NUMBER),
    "region": (_is_region, faults.REGION),
    "document": (_is_document, faults.DOCUMENT),
    "pinyin": (_is_pinyin, faults.NAME_PINYIN),
    "validity": (parse_validity, faults.VALIDITY),
    "grade": (parse_grade, faults.GRADE),
    "postal_code": (is_postal_code, faults.POSTAL_CODE),
    "email": (is_email, faults.EMAIL),
}
