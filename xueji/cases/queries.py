"""Reads of cases, scoped to an actor."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet

from xueji.cases.batch.sides import with_sides
from xueji.cases.models import Case, Decision, GrantedException
from xueji.parties.actors import Actor
from xueji.parties.rulebook import rulebook_in_force
from xueji.vocabulary.parties import Role

ENTRY = "entry_registration"
ASSIGN = "assign"
"""The event by which an entrant is given a class."""


def visible_to(actor: Actor) -> QuerySet[Case]:
    """Cases of which the actor's place is a party; the top office sees all. Ready for `offers` (`sides`, subject)."""
    cases = Case.objects.select_related("entrant", "school", "district")
    if actor.role is Role.HOMEROOM_TEACHER:
        return cases.none()
    if actor.school_id:
        cases = cases.filter(parties__school_id=actor.school_id)
        if actor.campus_id:
            cases = cases.filter(Q(entrant__campus_id=actor.campus_id) | Q(entrant__campus__isnull=True))
    elif actor.district_id:
        cases = cases.filter(parties__office_id=actor.district_id)
    return with_sides(cases, actor)


def at_desk(actor: Actor, procedure: str = ENTRY) -> QuerySet[Case]:
    """Cases that live on the actor's desk now, by the columns its index leads with."""
    cases = Case.objects.filter(procedure=procedure).select_related("entrant", "school", "district")
    if actor.role is Role.HOMEROOM_TEACHER:
        return cases.none()
    if actor.school_id:
        cases = cases.filter(school_id=actor.school_id)
        if actor.campus_id:
            cases = cases.filter(Q(entrant__campus_id=actor.campus_id) | Q(entrant__campus__isnull=True))
    elif actor.district_id:
        cases = cases.filter(district_id=actor.district_id)
    return with_sides(cases, actor)


def counts_by_state(actor: Actor, school_year: int, today: date) -> dict[str, dict[str, int]]:
    """For each state: how many cases stand there, and how many of them are overdue."""
    rows = (
        at_desk(actor)
        .filter(entrant__school_year=school_year)
        .order_by()
        .values("state")
        .annotate(count=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today, closed_on__isnull=True)))
        .values_list("state", "count", "late")
    )
    return {state: {"count": count, "late": late} for state, count, late in rows}


def decisions_of(case: Case) -> QuerySet[Decision]:
    """The case's timeline, oldest first."""
    return Decision.objects.filter(case=case).order_by("number")


def latest_reasons(case_ids: Iterable[int]) -> dict[int, Decision]:
    """The latest decision of each case."""
    found = Decision.objects.filter(case_id__in=list(case_ids)).order_by("case_id", "-number").distinct("case_id")
    return {decision.case_id: decision for decision in found}


def exceptions_visible_to(actor: Actor) -> QuerySet[GrantedException]:
    """Granted exceptions that name something of the actor's; the top office sees all, newest first."""
    granted = GrantedException.objects.order_by("-pk")
    if actor.school_id:
        mine = Q(subjects__school_id=actor.school_id) | Q(subjects__entrant__school_id=actor.school_id)
        return granted.filter(mine).distinct()
    if actor.district_id:
        mine = Q(subjects__school__district_id=actor.district_id) | Q(subjects__entrant__district_id=actor.district_id)
        return granted.filter(mine).distinct()
    return granted


def waiting_for_class(actor: Actor, school_year: int) -> QuerySet[Case]:
    """Cases on the actor's desk that stand where the procedure assigns a class."""
    procedure = rulebook_in_force().procedure(ENTRY)
    states = {item.frm for item in procedure.transitions if item.event == ASSIGN and item.frm}
    return at_desk(actor).filter(state__in=states, entrant__school_year=school_year)


def waiting_by_grade(actor: Actor, school_year: int) -> dict[str, int]:
    """How many entrants wait for a class, by grade; grades without any are left out."""
    rows = waiting_for_class(actor, school_year).order_by().values("entrant__grade").annotate(count=Count("pk"))
    return dict(rows.values_list("entrant__grade", "count"))
