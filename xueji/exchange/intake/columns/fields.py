"""The fields a list can bring: the columns of the admissions list, and the items of the national form."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from xueji.vocabulary.form.items import FORM_ITEMS, FormItem
from xueji.vocabulary.tables import read_table

# Items of the form that the admissions list brings under a field of its own, or that no list can bring.
_NOT_BY_FORM = frozenset({"grade", "photo"})
_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")
_MARKS = re.compile(r"[\s*＊★☆:：、.。\-—_]+")
_MEMBERS = {1: ("家庭成员一", "家庭成员1", "成员一", "成员1"), 2: ("家庭成员二", "家庭成员2", "成员二", "成员2")}


class Need(StrEnum):
    """How much a field is needed: see fields.csv."""

    ALWAYS = "always"
    FEED = "feed"
    LATER = "later"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an admissions row. `item` is the item of the national form, for fields that only the form has.

    `longest` is the greatest length in characters. Fields that stand both in the list and in the form bear one key.
    """

    key: str
    heading: str
    need: Need
    longest: int
    item: FormItem | None = None


@cache
def entry_fields() -> dict[str, Field]:
    """Return the fields of the admissions list by key, in the order of the template."""
    return {row["key"]: Field(row["key"], row["heading"], Need(row["need"]), int(row["longest"])) for row in _table()}


@cache
def form_fields() -> dict[str, Field]:
    """Return the further items of the national form by key, in the order of the form."""
    entry = entry_fields()
    return {
        item.key: Field(item.key, _heading_of(item), Need.NEVER, item.max_length or 200, item)
        for item in FORM_ITEMS
        if item.key not in entry and item.key not in _NOT_BY_FORM
    }


def required_fields(*, own_list: bool) -> tuple[Field, ...]:
    """Return the fields that every list must have as a column; a school's own list may omit number and school."""
    needs = {Need.ALWAYS} if own_list else {Need.ALWAYS, Need.FEED}
    return tuple(field for field in entry_fields().values() if field.need in needs)


def plain_heading(text: str) -> str:
    """Return a heading without blanks, marks of obligation and differences of width, for comparing."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def field_of_heading(text: str) -> Field | None:
    """Find the field a heading names, with or without its remarks in brackets; None if it names none."""
    known = _known_headings()
    found = known.get(plain_heading(text))
    if found is None:
        found = known.get(plain_heading(_BRACKETS.sub("", text)))
    return found


def field_of_weak_heading(text: str) -> Field | None:
    """Find the field that a heading means if no other column claims it, such as 联系电话; None if it means none."""
    known = _weak_headings()
    found = known.get(plain_heading(text))
    if found is None:
        found = known.get(plain_heading(_BRACKETS.sub("", text)))
    return found


@cache
def _table() -> list[dict[str, str]]:
    return read_table("xueji.exchange.intake.columns", "fields.csv")


@cache
def _known_headings() -> dict[str, Field]:
    known: dict[str, Field] = {}
    for field in form_fields().values():
        for spelling in _spellings(field):
            known[plain_heading(spelling)] = field
    entry = entry_fields()
    weak = _weak_headings()
    for item in FORM_ITEMS:
        if item.key in entry and item.national:
            known[plain_heading(item.national)] = entry[item.key]
    for row in _table():
        for spelling in (row["heading"], row["key"], *filter(None, row["also"].split("|"))):
            known[plain_heading(spelling)] = entry[row["key"]]
    return {heading: field for heading, field in known.items() if heading not in weak or field.item is not None}


@cache
def _weak_headings() -> dict[str, Field]:
    entry = entry_fields()
    return {
        plain_heading(spelling): entry[row["key"]]
        for row in _table()
        for spelling in row["weak"].split("|")
        if spelling
    }


def _heading_of(item: FormItem) -> str:
    member = _member_of(item)
    return f"{_MEMBERS[member][0]}{item.label.zh}" if member else item.label.zh


def _spellings(field: Field) -> tuple[str, ...]:
    item = field.item
    if item is None:
        return (field.heading,)
    member = _member_of(item)
    names = [f"{prefix}{item.label.zh}" for prefix in _MEMBERS[member]] if member else [item.label.zh]
    return tuple(filter(None, (*names, item.key, item.national)))


def _member_of(item: FormItem) -> int:
    return next((number for number in _MEMBERS if item.key.startswith(f"member{number}_")), 0)
