"""Answers of the form between page and register: codes from labels, dates from what was typed, labels from codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xueji.desks.children.answers import typed
from xueji.desks.children.life.reading import Life
from xueji.desks.design.filters import in_words
from xueji.records.models.numbers import NumberScheme
from xueji.records.student_form import LOCKED_ITEMS, identity_answers
from xueji.vocabulary.codes.tables import code_table
from xueji.vocabulary.form.formats import parse_day, parse_month
from xueji.vocabulary.form.items import FORM_ITEMS, FormItem, missing
from xueji.vocabulary.people.names import tidy_name
from xueji.vocabulary.schooling.grades import Grade, parse_grade
from xueji.vocabulary.text import Text

CODED = frozenset({"code", "yes_no"})
CLEARED = "无"
"""Typed into a field whose value is not shown, it takes the value away."""

CITY = NumberScheme.CITY.value
_CONDITIONS = ("document_type", "member2_name")


def current_answers(life: Life) -> dict[str, str]:
    """The answers as they stand, the items that the register fills in itself as it knows them today."""
    now = life.now
    known = {
        "city_student_number": next((one.number for one in life.numbers if one.scheme == CITY and not one.until), ""),
        "class_serial": str(now.seat or "") if now else "",
        "grade": Grade(now.grade).label.zh if now else "",
        "class_group": now.class_group if now else "",
    }
    stored = life.form.answers if life.form else {}
    return {**stored, **identity_answers(life.student), **{key: value for key, value in known.items() if value}}


def open_items() -> list[FormItem]:
    """The items that this page may change."""
    return [item for item in FORM_ITEMS if item.key not in LOCKED_ITEMS]


def is_veiled(item: FormItem) -> bool:
    """Whether the value is an identity number, which the page does not show in full."""
    return item.kind == "document"


def read_form(sent: Any, stored: Mapping[str, str]) -> dict[str, str]:
    """What was typed, as the register keeps it. Fields not sent stay as they are; so does a veiled one left empty."""
    given = {}
    for item in open_items():
        if item.key not in sent:
            continue
        text = typed(sent, item.key, 500)
        if is_veiled(item) and stored.get(item.key):
            if not text:
                continue
            text = "" if text == CLEARED else text
        given[item.key] = _kept(item, text)
    return given


def code_in(item: FormItem, value: str) -> str:
    """The code of a stored or typed value; the value itself where it is none."""
    return code_table(item.table).code_of(value) or value if item.kind in CODED else value


def in_chinese(item: FormItem, value: str) -> str:
    """A stored value as the paper says it."""
    said = label_of(item, value)
    return said.zh if isinstance(said, Text) else said


def shown(item: FormItem, value: str) -> str:
    """A stored value as the page says it, in the reader's language."""
    return str(in_words(label_of(item, value)))


def label_of(item: FormItem, value: str) -> Text | str:
    """The label of a code, a date with its dashes, anything else as it is."""
    if not value:
        return ""
    if item.kind in CODED:
        return code_table(item.table).label(code_in(item, value)) or value
    if item.kind == "date":
        day = parse_day(value)
        return day.isoformat() if day else value
    if item.kind == "month":
        month = parse_month(value)
        return f"{month[0]}-{month[1]:02d}" if month else value
    if item.format == "grade":
        grade = parse_grade(value)
        return grade.label if grade else value
    return value


def progress(answers: Mapping[str, str]) -> tuple[int, int]:
    """How many required items are filled in, and how many are required of these answers."""
    asked = {key: answers.get(key, "") for key in _CONDITIONS}
    unconditional = {item.key for item in FORM_ITEMS if item.required == "yes"}
    required = unconditional | {item.key for item in missing(asked)}
    return len(required) - len(missing(answers)), len(required)


def _kept(item: FormItem, text: str) -> str:
    if item.kind in CODED:
        return code_in(item, text)
    if item.kind == "date":
        day = parse_day(text)
        return f"{day:%Y%m%d}" if day else text
    if item.kind == "month":
        month = parse_month(text)
        return f"{month[0]}{month[1]:02d}" if month else text
    if item.format == "name":
        return tidy_name(text)
    return text.upper() if is_veiled(item) else text
