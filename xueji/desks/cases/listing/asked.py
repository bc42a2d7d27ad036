"""What the list is asked for, as it stands in the address: parsed, applied to the cases, and written back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from xueji.cases.attention import handed_to
from xueji.cases.batch.sides import with_sides
from xueji.cases.models import Case, CaseParty
from xueji.cases.queries import ENTRY, worklist
from xueji.desks.cases.possible import desk_procedures
from xueji.desks.children.answers import typed, whole_number
from xueji.desks.children.search import name_condition
from xueji.parties.actors import Actor
from xueji.records.models import NumberAssignment
from xueji.vocabulary.calendar.working_days import WorkingCalendar
from xueji.vocabulary.parties import Party, Role

WAITING, OPEN, CLOSED = "waiting", "open", "closed"
TABS = (WAITING, OPEN, CLOSED)
"""What waits for this place; every open case it is concerned in; those that have ended."""

LATE, SOON = "late", "soon"
SOON_DAYS = 3
"""Working days before its due date from which a case is said to fall due soon."""

NEVER = date(9999, 12, 31)
"""Sorts what has no date behind everything that has one."""


@dataclass(frozen=True)
class Asked:
    """The filter; an empty word means all. `due` is late, soon or empty; `school` and `district` are on any side.

    `mine` keeps what a colleague gave to this post, `applied` what this place applied for and others hold.
    """

    tab: str = ""
    procedure: str = ""
    state: str = ""
    due: str = ""
    school: str = ""
    district: str = ""
    mine: str = ""
    applied: str = ""
    q: str = ""

    @property
    def address(self) -> dict[str, str]:
        """What of it stands in the address."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}

    @property
    def filters(self) -> dict[str, str]:
        """The same without the tab: what narrows the list."""
        return {name: value for name, value in self.address.items() if name != "tab"}

    @property
    def shown_tab(self) -> str:
        """The tab that is open."""
        return self.tab or WAITING

    def but(self, **changes: str) -> Asked:
        """The same filter with something else asked."""
        return replace(self, **changes)


def asked_of(sent: Mapping[str, Any]) -> Asked:
    """Read the filter from an address; what is no tab, no key and no word of ours counts as not asked."""
    told = {field.name: typed(sent, field.name, 60) for field in fields(Asked)}
    told["tab"] = told["tab"] if told["tab"] in TABS[1:] else ""
    # `late=1` is how the desks' counted lines and other pages ask for what is overdue.
    told["due"] = LATE if sent.get("late") == "1" else told["due"] if told["due"] in {LATE, SOON} else ""
    for name in ("school", "district"):
        told[name] = told[name] if whole_number(told[name]) is not None else ""
    for name in ("mine", "applied"):
        told[name] = "1" if told[name] == "1" else ""
    return Asked(**told)


def list_address(filters: str) -> str:
    """The list with a filter as it stood in the address."""
    return f"{reverse('cases')}?{filters}" if filters else reverse("cases")


def desk_cases(asked: Asked, actor: Actor, *, today: date, working: WorkingCalendar) -> QuerySet[Any]:
    """The cases that the filter lets through, of those the actor's place is concerned in; the entrants' are not here."""
    cases = _applied(actor) if asked.applied else _tab(asked.shown_tab, actor)
    for name in ("procedure", "state"):
        if getattr(asked, name):
            cases = cases.filter(**{name: getattr(asked, name)})
    if asked.due:
        cases = cases.filter(_due(asked.due, today, working))
    if asked.school:
        cases = cases.filter(_concerns(school_id=int(asked.school)))
    if asked.district:
        cases = cases.filter(_concerns(office_id=int(asked.district)))
    if asked.mine:
        cases = handed_to(cases).filter(handed_post=actor.post_id or 0)
    return cases.filter(_search(asked.q)) if asked.q else cases


def order_of(asked: Asked) -> tuple[tuple[str, Any], ...]:
    """What falls due first stands first; ended cases stand by when they were opened, the newest first."""
    if asked.shown_tab == CLOSED:
        return (("newest", int),)
    return ("due_first", date.fromisoformat), ("pk", int)


def ordered(cases: QuerySet[Any]) -> QuerySet[Any]:
    """The cases with the columns that `order_of` names."""
    due, newest = Coalesce(F("due_on"), Value(NEVER)), Value(0, IntegerField()) - F("pk")
    found: QuerySet[Any] = cases.annotate(due_first=due, newest=newest)
    return found


def _tab(tab: str, actor: Actor) -> QuerySet[Any]:
    if tab == WAITING:
        return worklist(actor)
    cases = Case.objects.filter(closed_on__isnull=tab == OPEN).exclude(procedure=ENTRY)
    return with_subject(_concerning(cases, actor))


def _concerning(cases: QuerySet[Case], actor: Actor) -> QuerySet[Case]:
    """Those of which the actor's place is a party; a district that is two parties of one is told of it once."""
    if actor.role is Role.HOMEROOM_TEACHER:
        return cases.none()
    if actor.school_id:
        return cases.filter(_concerns(school_id=actor.school_id))
    return cases.filter(_concerns(office_id=actor.district_id)) if actor.district_id else cases


def _applied(actor: Actor) -> QuerySet[Any]:
    """Open cases that this place applied for and others hold now."""
    cases = Case.objects.filter(closed_on__isnull=True).exclude(procedure=ENTRY)
    return with_subject(cases.filter(_applied_by(actor)).exclude(_held_by(actor)))


def with_subject(cases: QuerySet[Case]) -> QuerySet[Any]:
    """The cases with their parties as `told`, and the child each is about."""
    return with_sides(cases.select_related("entrant", "student_record__student", "school", "district"))


def _concerns(**place: Any) -> Exists:
    return Exists(CaseParty.objects.filter(case_id=OuterRef("pk"), **place))


def _applied_by(actor: Actor) -> Q:
    """Cases in which the actor's place is the party that opens such a case."""
    place = {"school_id": actor.school_id} if actor.school_id else {"office_id": actor.office_id or 0}
    opened: dict[Party, list[str]] = {}
    for item in desk_procedures():
        opened.setdefault(item.opened_by, []).append(item.key)
    found = Q(pk__in=[])
    for party, procedures in opened.items():
        theirs = CaseParty.objects.filter(party=party.value, **place).values("case_id")
        found |= Q(procedure__in=procedures, pk__in=theirs)
    return found


def _held_by(actor: Actor) -> Q:
    if actor.school_id:
        return Q(holder_school_id=actor.school_id, holder_school_id__isnull=False)
    return Q(holder_office_id=actor.office_id or 0, holder_office_id__isnull=False)


def _due(due: str, today: date, working: WorkingCalendar) -> Q:
    unfinished = Q(closed_on__isnull=True)
    if due == LATE:
        return unfinished & Q(due_on__lt=today)
    return unfinished & Q(due_on__gte=today, due_on__lte=working.after(today, SOON_DAYS))


def _search(text: str) -> Q:
    """A case by its number, a child by its whole national number, or by name, pinyin or initials.

    Numbers are not searched by their beginning: a formal one carries the identity number, and a school that only
    receives the child must not find that out sign by sign.
    """
    word = "".join(text.split()).upper()
    if any(sign.isdigit() for sign in word):
        records = NumberAssignment.objects.filter(number=word).values("record_id")
        number = whole_number(word.lstrip("#"))
        found = Q(student_record_id__in=records) | Q(entrant__national_number=word)
        return found | Q(pk=number) if number is not None else found
    # Two index probes, united: children with a record, and newcomers.
    known = Case.objects.filter(name_condition(text, "student_record__student__"))
    newcomers = Case.objects.exclude(procedure=ENTRY).filter(name_condition(text, "entrant__"))
    return Q(pk__in=known.order_by().values("pk").union(newcomers.order_by().values("pk")))
