"""The fields of the form, section by section as on paper: open ones to fill in, locked ones to read, with the why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from xueji.desks.children.form.answers import CLEARED, code_in, is_veiled, shown
from xueji.desks.design.filters import masked_id
from xueji.desks.design.parts import Choice, Fact, Field
from xueji.parties.clock import city_today
from xueji.records.student_form import DERIVED_ITEMS, KEY_ITEMS, LOCKED_ITEMS
from xueji.vocabulary.codes.tables import CodeEntry, code_table
from xueji.vocabulary.form.items import FORM_ITEMS, FormItem
from xueji.vocabulary.people.pinyin import initials, pinyin
from xueji.vocabulary.text import Text

SHORT_LIST = 12
"""Up to so many codes are a plain select; a longer table is searched by typing."""

_SECOND_MEMBER = "member2_"


@dataclass(frozen=True)
class Section:
    """One section of the paper form."""

    title: Text
    note: str
    locked: Sequence[Fact]
    fields: Sequence[Field]


def sections(answers: Mapping[str, str], wrong: Mapping[str, Any], *, editable: bool) -> list[Section]:
    """Every section in the order of the form. Not editable: all items are read only."""
    titles = dict.fromkeys(item.section for item in FORM_ITEMS)
    return [_section(title, answers, wrong, editable=editable) for title in titles]


def _section(title: Text, answers: Mapping[str, str], wrong: Mapping[str, Any], *, editable: bool) -> Section:
    items = [item for item in FORM_ITEMS if item.section == title]
    locked = [item for item in items if not editable or item.key in LOCKED_ITEMS]
    opened = [item for item in items if editable and item.key not in LOCKED_ITEMS]
    return Section(
        title,
        _("第%(first)s至%(last)s项") % {"first": items[0].number, "last": items[-1].number},
        [Fact(item.label, _read(item, answers), note=_why_locked(item) if editable else None) for item in locked],
        [_field(item, answers, wrong.get(item.key)) for item in opened],
    )


def _read(item: FormItem, answers: Mapping[str, str]) -> str:
    value = answers.get(item.key, "")
    return masked_id(value) if is_veiled(item) else shown(item, value)


def _why_locked(item: FormItem) -> str | None:
    if item.key in KEY_ITEMS:
        return str(_("关键信息"))
    if item.key == "photo":
        return str(_("由学校统一采集"))
    return str(_("由学籍系统生成")) if item.key in DERIVED_ITEMS else None


def _field(item: FormItem, answers: Mapping[str, str], wrong: Any) -> Field:
    value, required = answers.get(item.key, ""), item.required == "yes"
    if item.kind == "yes_no":
        return Field(item.key, item.label, "radio", code_in(item, value), _choices(item), _hint(item), wrong, required)
    if item.kind == "code":
        return _coded(item, value, wrong, required=required)
    if is_veiled(item):
        return _veiled(item, value, wrong)
    kind = "date" if item.kind == "date" else "text"
    said = shown(item, value) if kind == "date" else value
    longest = item.max_length or None
    return Field(item.key, item.label, kind, said, (), _hint(item), wrong, required, longest)  # type: ignore[arg-type]


def _coded(item: FormItem, value: str, wrong: Any, *, required: bool) -> Field:
    choices = _choices(item)
    code = code_in(item, value)
    if len(choices) <= SHORT_LIST:
        return Field(item.key, item.label, "select", code, choices, _hint(item), wrong, required)
    known = {choice.value for choice in choices}
    return Field(
        item.key,
        item.label,
        "code",
        shown(item, value) if code in known else value,
        choices,
        _hint(item),
        wrong,
        required,
    )


def _veiled(item: FormItem, value: str, wrong: Any) -> Field:
    """A stored number is not written into the page: leaving the field empty keeps it."""
    if not value or wrong is not None:
        return Field(item.key, item.label, "text", value, (), None, wrong, max_length=item.max_length)
    told = {"number": masked_id(value), "word": CLEARED}
    hint = _("已填写 %(number)s。不改动请留空；要删除请填“%(word)s”。") % told
    return Field(item.key, item.label, "text", "", (), hint, None, max_length=item.max_length)


def _hint(item: FormItem) -> str | None:
    if item.required == "conditional" and item.key.startswith(_SECOND_MEMBER):
        return str(_("填写了第二名家庭成员的姓名时必填。"))
    hints = {
        "birth_place": _("填写省、市、县（区）名称，或6位、12位行政区划代码。"),
        "native_place": _("填写省、市、县（区）名称，或6位、12位行政区划代码。"),
        "document_validity": _("例如 2015.03.01-2025.03.01，或 2015.03.01-长期。"),
        "commute_distance": _("公里，最多两位小数。"),
        "postal_code": _("6位数字。"),
        "member2_name": _("没有第二名家庭成员的，本节不必填写。"),
    }
    return hints.get(item.key)


def _choices(item: FormItem) -> list[Choice]:
    entries = code_table(item.table).entries_on(city_today())
    return [_choice(entry) for entry in entries if not item.allowed or entry.code in item.allowed]


@cache
def _choice(entry: CodeEntry) -> Choice:
    """A code with what else finds it: the code itself, its pinyin and initials."""
    return Choice(entry.code, entry.label, find=f"{entry.code} {pinyin(entry.zh)} {initials(entry.zh)}")
