"""The two rows of a problem, side by side: what differs is marked, and said in words as well."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from xueji.desks.cases.doubted import last_spell
from xueji.desks.design.parts import Column, Row, Tag
from xueji.records.models import NumberAssignment
from xueji.records.models.numbers import NATIONAL
from xueji.records.problem_rows import FieldBeside, Segment, beside, row_of
from xueji.vocabulary.schooling.grades import Grade


def columns(problem: Any) -> list[Column]:
    """云平台 against 全国库问题学籍表 (S21); a doubt of our own scan sets two records of this city side by side."""
    there = _("全国库问题学籍表") if problem.national_ours else _("本市另一份学籍")
    return [
        Column("label", _("项目")),
        Column("ours", _("云平台")),
        Column("theirs", there),
        Column("same", _("比较"), "tag"),
    ]


def compared(problem: Any, ours: Any) -> list[Row]:
    """Every field of both rows; none where there is nothing to compare with."""
    mine, theirs = as_row(ours), _theirs(problem, ours)
    return [_line(field) for field in beside(mine, theirs)] if theirs else []


def as_row(record: Any) -> dict[str, str]:
    """A record of ours in the keys of the nation's row."""
    spell = last_spell(record.pk)
    numbers = NumberAssignment.objects.filter(record=record, scheme__in=NATIONAL).order_by("-starts_on", "-pk")
    number = numbers.values_list("number", flat=True).first() or ""
    told = row_of(record.student, spell, number, record.standing)
    return {**told, "grade": _grade(told["grade"])}


def _theirs(problem: Any, ours: Any) -> dict[str, Any] | None:
    if problem.national_ours and ours.pk == problem.flagged_record_id:
        return {**problem.national_ours, "grade": _grade(str(problem.national_ours.get("grade") or ""))}
    other = problem.other_record if ours.pk == problem.flagged_record_id else problem.flagged_record
    return as_row(other) if other is not None else problem.national_other


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


def _grade(code: str) -> str:
    return Grade(code).label.zh if code in set(Grade) else code
