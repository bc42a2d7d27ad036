"""Which procedures a post may open, for whom, and what stands against each of them for one child."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from xueji.cases.batch.work import Opening
from xueji.cases.door.preflight import preflight_many
from xueji.cases.models import Case
from xueji.cases.queries import ENTRY, visible_to
from xueji.desks.design.filters import in_words as words
from xueji.desks.design.parts import Action, Link
from xueji.desks.reasons import as_why
from xueji.parties.actors import Actor
from xueji.parties.rulebook import rulebook_in_force, rulebook_of
from xueji.process.compiled import CompiledProcedure
from xueji.process.notation import Subject
from xueji.process.rulebook import level_of
from xueji.vocabulary.facts.problem import ProblemFacts
from xueji.vocabulary.parties import Party


def desk_procedures() -> list[CompiledProcedure]:
    """Every procedure in force whose cases lie on this desk: all but the entrants', who have a desk of their own."""
    rulebook = rulebook_in_force()
    return [item for item in rulebook.procedures.values() if item.key != ENTRY and rulebook.opens(item.key)]


def opens_here(actor: Actor) -> list[CompiledProcedure]:
    """The procedures that the actor's post opens, in the order of the rulebook."""
    rulebook = rulebook_in_force()
    if actor.school_id is None:
        return []
    mine = [item for item in desk_procedures() if actor.role in rulebook.roles_of(item.opened_by)]
    return [item for item in mine if level_of(item.opened_by) is Party.SCHOOL and _has_a_form(item)]


def brings_child_here(procedure: CompiledProcedure) -> bool:
    """Whether it is about another school's child, who is looked up; the others begin at the child's own page."""
    return procedure.opened_by is Party.RECEIVING_SCHOOL and not procedure.newcomer


def begins_at_child(procedure: CompiledProcedure) -> bool:
    """Whether it begins at the page of a child on the own roll; what is about a problem record begins at the problem."""
    return not (procedure.newcomer or brings_child_here(procedure) or procedure.facts is ProblemFacts)


def _has_a_form(procedure: CompiledProcedure) -> bool:
    return procedure.newcomer or procedure.about is Subject.STUDENT_RECORD


def can_be_done(record_id: int, former_schools: Iterable[int], actor: Actor) -> list[Action]:
    """What the actor's post could open about a child on its roll, each enabled or with every reason why not.

    `former_schools` are those the child came from, the latest first: where a procedure leads to another school, the
    latest one is asked about.
    """
    procedures = [item for item in opens_here(actor) if begins_at_child(item)]
    other = next(iter(former_schools), actor.school_id)
    asked = [Opening(item.key, record_id, other) for item in procedures]
    found = zip(procedures, preflight_many(asked, actor=actor) if asked else [], strict=True)
    return [
        Action(
            item.title,
            reverse("apply_for", args=[item.key, record_id]),
            reasons=as_why(reason for reason in flight.against if reason.field is None),
        )
        for item, flight in found
    ]


def open_cases_about(record_id: int, actor: Actor) -> list[Link]:
    """The open cases about a record in which the actor's place has a part, each with where it stands."""
    cases = visible_to(actor).filter(student_record_id=record_id, closed_on__isnull=True)
    return [Link(_said(case), reverse("case", args=[case.pk])) for case in {case.pk: case for case in cases}.values()]


def _said(case: Case) -> str:
    procedure = rulebook_of(case.edition).procedure(case.procedure)
    said = {"what": words(procedure.title), "state": words(procedure.state(case.state).label)}
    return _("%(what)s：%(state)s") % said
