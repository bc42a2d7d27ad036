"""What the list is asked for, as it stands in the address: parsed, applied to the cases, and written back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from xueji.cases.models import Case
from xueji.cases.queries import ENTRY, at_desk
from xueji.desks.design.parts import Choice, Filter
from xueji.parties.actors import Actor
from xueji.parties.calendar import school_year_of
from xueji.process.compiled import CompiledProcedure
from xueji.records.models import ProblemRecord
from xueji.vocabulary.calendar.working_days import WorkingCalendar
from xueji.vocabulary.facts.entry import AdmissionSource
from xueji.vocabulary.parties import Party
from xueji.vocabulary.schooling.grades import Grade

SOON_DAYS = 3
"""Working days before its due date from which a case is said to fall due soon."""

LATE, SOON = "late", "soon"
UNCONFIRMED = "no"
_KEYS = ("state", "grade", "district", "school", "q", "due", "confirmed", "problem")
_LONGEST_SEARCH = 60


@dataclass(frozen=True)
class Asked:
    """The filter; an empty word means all. `due` is late, soon or empty, `confirmed` no or empty."""

    state: str = ""
    grade: str = ""
    district: str = ""
    school: str = ""
    q: str = ""
    due: str = ""
    confirmed: str = ""
    problem: str = ""

    @property
    def address(self) -> dict[str, str]:
        """What of it stands in the address."""
        return {key: value for key in _KEYS if (value := getattr(self, key))}

    def but(self, **changes: str) -> Asked:
        """The same filter with something else asked."""
        return replace(self, **changes)


def asked_of(sent: Mapping[str, str]) -> Asked:
    """Read the filter from an address."""
    return Asked(**{key: str(sent.get(key, "")).strip()[:_LONGEST_SEARCH] for key in _KEYS})


def doubted() -> Exists:
    """Whether an open doubt has the case's entrant on one of its sides."""
    sides = Q(flagged_id=OuterRef("entrant_id")) | Q(other_entrant_id=OuterRef("entrant_id"))
    return Exists(ProblemRecord.objects.filter(sides, resolved_on__isnull=True))


def _in_doubt() -> QuerySet[Any]:
    """Keys of the entrants of whom that holds: the doubts are few, so the list begins with them."""
    problems = ProblemRecord.objects.filter(resolved_on__isnull=True)
    others = problems.filter(other_entrant__isnull=False)
    return problems.order_by().values("flagged_id").union(others.order_by().values("other_entrant_id"))


def entry_cases(asked: Asked, actor: Actor, *, today: date, working: WorkingCalendar) -> QuerySet[Case]:
    """This school year's cases of the actor's desk that the filter lets through, not yet ordered."""
    year = school_year_of(today)
    cases = at_desk(actor, ENTRY).filter(entry_year=year)
    for key, column in (("state", "state"), ("grade", "entrant__grade")):
        if getattr(asked, key):
            cases = cases.filter(**{column: getattr(asked, key)})
    for key, column in (("school", "school_id"), ("district", "district_id")):
        if getattr(asked, key):
            cases = cases.filter(**{column: _key(getattr(asked, key))})
    if asked.confirmed == UNCONFIRMED:
        brought = {"entrant__source": AdmissionSource.SCHOOL.value, "entrant__confirmed_on__isnull": True}
        cases = cases.filter(closed_on__isnull=True, **brought)
    if asked.problem:
        cases = cases.filter(entrant_id__in=_in_doubt())
    if asked.due:
        cases = cases.filter(_due(asked.due, today, working))
    # Said of the entrant as well: the indexes of its names begin with the year.
    return cases.filter(_search(asked.q), entrant__school_year=year) if asked.q else cases


def soon_until(today: date, working: WorkingCalendar) -> date:
    """The last day of those that are soon."""
    return working.after(today, SOON_DAYS)


def filter_fields(
    asked: Asked, procedure: CompiledProcedure, level: Party, places: Mapping[str, list[Choice]]
) -> list[Filter]:
    """The filter row of a desk; `places` holds the grades, and above the school the schools and districts to choose."""
    everything = Choice("", _("全部"))
    states = [Choice(state.key, state.label) for state in procedure.states.values()]
    fields = [
        Filter("q", _("姓名、拼音或证件号"), "search", asked.q),
        Filter("state", _("状态"), value=asked.state, choices=[everything, *states]),
    ]
    if len(places["grade"]) > 1:
        fields.append(Filter("grade", _("年级"), value=asked.grade, choices=[everything, *places["grade"]]))
    if level is Party.CITY:
        fields.append(Filter("district", _("区县"), value=asked.district, choices=[everything, *places["district"]]))
    if level is not Party.SCHOOL and places["school"]:
        fields.append(Filter("school", _("学校"), value=asked.school, choices=[everything, *places["school"]]))
    soon = _("%(days)s个工作日内到期") % {"days": SOON_DAYS}
    due = [everything, Choice(LATE, _("已逾期")), Choice(SOON, soon)]
    confirmed = [everything, Choice(UNCONFIRMED, _("待区县确认"))]
    fields.append(Filter("due", _("期限"), value=asked.due, choices=due))
    fields.append(Filter("confirmed", _("录取"), value=asked.confirmed, choices=confirmed))
    fields.append(Filter("problem", _("只看疑似重复"), "check", asked.problem))
    return fields


def entry_grades(taught: Sequence[str] | None = None) -> list[Choice]:
    """The grades in which children begin a stage; of one school only those it teaches."""
    entry = [grade for grade in Grade if grade.is_entry and (taught is None or grade.value in taught)]
    return [Choice(grade.value, grade.label) for grade in entry]


def _due(due: str, today: date, working: WorkingCalendar) -> Q:
    unfinished = Q(closed_on__isnull=True)
    if due == LATE:
        return unfinished & Q(due_on__lt=today)
    return unfinished & Q(due_on__gte=today, due_on__lte=soon_until(today, working))


def _search(text: str) -> Q:
    """By prefix, so that an index answers: a number, the name, its pinyin, or its initials."""
    word = "".join(text.split())
    if any(sign.isdigit() for sign in word):
        number = word.upper()
        return Q(entrant__document_number__startswith=number) | Q(entrant__registration_number__startswith=number)
    if word.isascii():
        plain = word.lower()
        return Q(entrant__name_pinyin__startswith=plain) | Q(entrant__name_initials__startswith=plain)
    return Q(entrant__name__startswith=word)


def _key(text: str) -> int:
    """A key as the address has it; one that is none finds nothing."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0  # noqa: PLR2004 - fits a bigint
