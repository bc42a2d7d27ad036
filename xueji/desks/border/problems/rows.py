"""Two rows side by side: what differs is marked, and said in words as well."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from xueji.desks.design.parts import Column, Label, Row, Tag
from xueji.records.problem_rows import FieldBeside, Segment


def columns(problem: Any) -> list[Column]:
    """云平台 against 全国库问题学籍表 (S21); a doubt of our own scan sets two records of this city side by side."""
    return columns_of(_("云平台"), _("全国库问题学籍表") if problem.national_ours else _("本市另一份学籍"))


def columns_of(ours: Label, theirs: Label) -> list[Column]:
    """A comparison under these two headings."""
    return [
        Column("label", _("项目")),
        Column("ours", ours),
        Column("theirs", theirs),
        Column("same", _("比较"), "tag"),
    ]


def lines(fields: Iterable[FieldBeside]) -> list[Row]:
    """One line a field."""
    return [_line(field) for field in fields]


def _line(field: FieldBeside) -> Row:
    ours, theirs = (_marked(side) for side in (field.ours, field.theirs))
    same = Tag(_("不同"), "waits") if field.differs else _("相同")
    return Row(field.key, {"label": field.label, "ours": ours, "theirs": theirs, "same": same})


def _marked(segments: Sequence[Segment]) -> Markup:
    """A value with its differing pieces marked; equal pieces of numbers come hidden already."""
    made = Markup()
    for segment in segments:
        made += (
            Markup("<mark>{}</mark>").format(segment.text) if segment.differs and segment.text else escape(segment.text)
        )
    return made or Markup("—")
