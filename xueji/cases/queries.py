"""Reads of cases, scoped to an actor."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from xueji.cases.batch.sides import with_sides
from xueji.cases.models import Case, CaseParty, Decision, GrantedException, GrantedExceptionSubject
from xueji.parties.actors import Actor
from xueji.parties.rulebook import rulebook_in_force
from xueji.records.models import Enrollment
from xueji.vocabulary.parties import Role

ENTRY = "entry_registration"
ASSIGN = "assign"
"""The event by which an entrant is given a class."""


def visible_to(actor: Actor) -> QuerySet[Case]:
    """Cases of which the actor's place is a party; the top office sees all. Ready for `offers` (`told`, subject)."""
    cases = Case.objects.select_related("entrant", "student_record__student", "school", "district")
    if actor.role is Role.HOMEROOM_TEACHER:
        return cases.none()
    if actor.school_id:
        cases = cases.filter(pk__in=CaseParty.objects.filter(school_id=actor.school_id).values("case_id"))
        if actor.campus_id:
            cases = cases.filter(Q(entrant__campus_id=actor.campus_id) | Q(entrant__campus__isnull=True))
    elif actor.district_id:
        cases = cases.filter(pk__in=CaseParty.objects.filter(office_id=actor.district_id).values("case_id"))
    return with_sides(cases)


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
    return with_sides(cases)


def worklist(actor: Actor, procedure: str | None = None) -> QuerySet[Case]:
    """Open cases, but for the entrants', that the actor's place must act on now, ready for `offers`."""
    cases = Case.objects.filter(closed_on__isnull=True).exclude(procedure=ENTRY)
    if procedure is not None:
        cases = cases.filter(procedure=procedure)
    if actor.role is Role.HOMEROOM_TEACHER:
        return cases.none()
    held = Q(holder_school_id=actor.school_id) if actor.school_id else Q(holder_office_id=actor.office_id or 0)
    cases = cases.filter(held).select_related("entrant", "student_record__student", "school", "district")
    return with_sides(cases)


@dataclass(frozen=True)
class Waiting:
    """One line of a desk: so many cases of one procedure wait in one state, so many of them late."""

    procedure: str
    edition: str
    state: str
    count: int
    late: int


def worklist_counts(actor: Actor, today: date) -> list[Waiting]:
    """The worklist of record procedures, counted by procedure and state: as many as the list has rows."""
    rows = (
        worklist(actor)
        .order_by("procedure", "state")
        .values("procedure", "state")
        .annotate(edition=Max("edition"), count=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)))
        .values_list("procedure", "edition", "state", "count", "late")
    )
    return [Waiting(*row) for row in rows]


def applied_counts(actor: Actor, today: date) -> list[Waiting]:
    """Open cases the actor's school has applied for and that others hold now, counted the same way."""
    if not actor.school_id:
        return []
    rows = (
        Case.objects.filter(school_id=actor.school_id, closed_on__isnull=True)
        .exclude(procedure=ENTRY)
        .exclude(holder_school_id=actor.school_id)
        .order_by("procedure", "state")
        .values("procedure", "state")
        .annotate(edition=Max("edition"), count=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)))
        .values_list("procedure", "edition", "state", "count", "late")
    )
    return [Waiting(*row) for row in rows]


def counts_by_state(actor: Actor, school_year: int, today: date) -> dict[str, dict[str, int]]:
    """For each state: how many cases stand there, and how many of them are overdue."""
    rows = (
        at_desk(actor)
        .filter(entry_year=school_year)
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


def exception_subjects_visible_to(actor: Actor) -> QuerySet[GrantedExceptionSubject]:
    """Whom papers name, as far as they are the actor's own: its schools, its entrants, and children on its roll.

    A school also learns of a paper that names a child whom it applies for.
    """
    subjects = GrantedExceptionSubject.objects.order_by("pk")
    if actor.sees_whole_city:
        return subjects
    spells, parties = Enrollment.objects.filter(during__upper_inf=True), CaseParty.objects.all()
    if actor.school_id:
        mine = Q(school_id=actor.school_id) | Q(entrant__school_id=actor.school_id)
        spells, parties = spells.filter(school_id=actor.school_id), parties.filter(school_id=actor.school_id)
    else:
        mine = Q(school__district_id=actor.district_id) | Q(entrant__district_id=actor.district_id)
        spells, parties = spells.filter(district_id=actor.district_id), parties.filter(office_id=actor.district_id or 0)
    on_roll = Exists(spells.filter(record_id=OuterRef("record_id")))
    applied_for = Exists(parties.filter(case__student_record_id=OuterRef("record_id")))
    return subjects.filter(mine | Q(on_roll, record__isnull=False) | Q(applied_for, record__isnull=False))


def exceptions_visible_to(actor: Actor) -> QuerySet[GrantedException]:
    """Granted exceptions that name something of the actor's; the top office sees all, newest first."""
    granted = GrantedException.objects.order_by("-pk")
    if actor.sees_whole_city:
        return granted
    return granted.filter(Exists(exception_subjects_visible_to(actor).filter(exception_id=OuterRef("pk"))))


def waiting_for_class(actor: Actor, school_year: int) -> QuerySet[Case]:
    """Cases on the actor's desk that stand where the procedure assigns a class."""
    procedure = rulebook_in_force().procedure(ENTRY)
    states = {item.frm for item in procedure.transitions if item.event == ASSIGN and item.frm}
    return at_desk(actor).filter(state__in=states, entry_year=school_year)


def waiting_by_grade(actor: Actor, school_year: int) -> dict[str, int]:
    """How many entrants wait for a class, by grade; grades without any are left out."""
    rows = waiting_for_class(actor, school_year).order_by().values("entrant__grade").annotate(count=Count("pk"))
    return dict(rows.values_list("entrant__grade", "count"))
