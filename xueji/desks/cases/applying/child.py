"""Whose child an application is about: one that this clerk has looked up, or one on the school's own roll."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from xueji.desks.access import DeskRequest
from xueji.desks.cases.applying.choosing import remembered
from xueji.desks.cases.possible import brings_child_here
from xueji.desks.children.telling import shown_number
from xueji.desks.design.parts import Choice, Fact
from xueji.process.compiled import CompiledProcedure
from xueji.records.models import Enrollment
from xueji.records.queries import spells_at, visible_to, with_national_number
from xueji.vocabulary.codes.tables import code_table
from xueji.vocabulary.facts.problem import ProblemFacts
from xueji.vocabulary.schooling.grades import Grade


@dataclass(frozen=True)
class Child:
    """As much of the child as the applicant may know, and the schools the application may lead to, if it leads to one."""

    record_id: int
    name: str
    facts: Sequence[Fact]
    student_id: int | None = None
    to_schools: Sequence[Choice] = ()


def child_of(request: DeskRequest, procedure: CompiledProcedure, record_id: int) -> Child:
    """The child of an application. Raises Http404 for one that was neither looked up nor is on the own roll.

    What is about a problem record is also the last school's of a child that has left (S23).
    """
    if brings_child_here(procedure):
        found = remembered(request.session, record_id)
        if found is None:
            raise Http404
        return Child(record_id, found["name"], _facts(found))
    left_too = procedure.facts is ProblemFacts
    spells = spells_at(request.actor) if left_too else visible_to(request.actor)
    spell: Any = (
        with_national_number(spells.filter(record_id=record_id))
        .select_related("student", "school", "district")
        .order_by("-during", "-pk")
        .first()
    )
    if spell is None:
        raise Http404
    told = {
        "number": spell.national_number,
        "sex": spell.student.sex,
        "grade": spell.grade,
        "school": spell.school.name,
        "district": spell.district.name,
    }
    former = [] if left_too else _former_schools(spell)
    return Child(record_id, spell.student.name, _facts(told), spell.student_id, former)


def _former_schools(spell: Enrollment) -> list[Choice]:
    """Where the child was before, the latest first; a procedure that leads elsewhere leads to one of them."""
    spells = Enrollment.objects.filter(record_id=spell.record_id).exclude(school_id=spell.school_id)
    found = spells.order_by("-during", "-pk").values_list("school_id", "school__name")
    return [Choice(str(key), name) for key, name in dict(found).items()]


def _facts(told: dict[str, Any]) -> list[Fact]:
    return [
        Fact(_("全国学籍号"), shown_number(told["number"])),
        Fact(_("性别"), code_table("sex").label(told["sex"])),
        Fact(_("年级"), Grade(told["grade"]).label),
        Fact(_("现在的学校"), told["school"]),
        Fact(_("区县"), told["district"]),
    ]
