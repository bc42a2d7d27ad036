"""The counted lines of a school's day, the most urgent first; each leads to a list of exactly so many rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from xueji.cases.queries import ENTRY, at_desk
from xueji.desks.cases.standing import left_until
from xueji.desks.children.asking import MISSING, roll_of
from xueji.desks.children.asking import Asked as Children
from xueji.desks.design.filters import in_words as words
from xueji.desks.design.parts import Tone, WorkLine
from xueji.desks.entrants.filters import SOON, Asked, entry_cases
from xueji.desks.framing import address
from xueji.parties.actors import Actor
from xueji.parties.rulebook import rulebook_in_force
from xueji.process.compiled import CompiledState
from xueji.process.notation import Until
from xueji.vocabulary.calendar.working_days import WorkingCalendar
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text


@dataclass(frozen=True)
class Ranked:
    """A line and how urgent it is: late, ours with a date, ours without one, others' to do, finished."""

    rank: int
    line: WorkLine


LATE, DATED, OURS, OTHERS, FINISHED = range(5)


def worklist(actor: Actor, year: int, today: date, working: WorkingCalendar) -> list[WorkLine]:
    """Late ones first, then by the days that are left, then what waits for others, and what is finished last."""
    found = [
        *_states(actor, year, today, working),
        *_ending(actor, today, working),
        *_doubts(actor, today, working),
        *_forms(actor, today, working),
    ]
    ordered = sorted(found, key=lambda one: (one.rank, one.line.left if one.line.left is not None else year))
    return [one.line for one in ordered]


def _states(actor: Actor, year: int, today: date, working: WorkingCalendar) -> list[Ranked]:
    """A line for every state in which children of this year stand. One query for all."""
    still = Q(closed_on__isnull=True)
    rows = (
        at_desk(actor)
        .filter(entry_year=year)
        .order_by()
        .values("state")
        .annotate(
            count=Count("pk"),
            late=Count("pk", filter=still & Q(due_on__lt=today)),
            due=Min("due_on", filter=still & Q(due_on__gte=today)),
        )
    )
    counted = {row["state"]: row for row in rows}
    states = rulebook_in_force().procedure(ENTRY).states.values()
    return [_state(state, counted[state.key], today, working) for state in states if _counts(state, counted)]


def _counts(state: CompiledState, counted: Mapping[str, Any]) -> bool:
    """Open states with children in them, and how many got their record; other endings are nobody's work."""
    return state.key in counted and state.closed in {None, "approved"}


def _state(state: CompiledState, row: Mapping[str, Any], today: date, working: WorkingCalendar) -> Ranked:
    url, count, late = _address(state=state.key), row["count"], row["late"]
    if state.closed is not None:
        return Ranked(FINISHED, WorkLine(state.label, count, url, "done"))
    left = left_until(row["due"], today, working)
    if state.held_by is not Party.SCHOOL:
        told = _("由%(who)s办理") % {"who": words(state.held_by.label) if state.held_by else ""}
        return Ranked(OTHERS, WorkLine(state.label, count, url, "plain", note=told))
    if late:
        return Ranked(LATE, WorkLine(state.label, count, url, "late", late=late, left=left))
    if left is None or isinstance(state.clock, Until):
        # Each has a day of its own: those whose day is near stand on the line below.
        return Ranked(OURS, WorkLine(state.label, count, url, "plain", note=state.no_clock_because))
    return Ranked(DATED, WorkLine(state.label, count, url, "waits", left=left))


def _ending(actor: Actor, today: date, working: WorkingCalendar) -> list[Ranked]:
    """States that end on a day somebody asked for (a deferral): those whose day is near stand on a line of their own."""
    lines = []
    for state in rulebook_in_force().procedure(ENTRY).states.values():
        if not isinstance(state.clock, Until):
            continue
        asked = Asked(state=state.key, due=SOON)
        found = entry_cases(asked, actor, today=today, working=working).order_by()
        near = found.aggregate(count=Count("pk"), due=Min("due_on"))
        if near["count"]:
            label = Text(f"{state.label.zh}：即将到期", f"{state.label.en}: ending soon")
            left = left_until(near["due"], today, working)
            lines.append(Ranked(DATED, WorkLine(label, near["count"], _address(**asked.address), "waits", left=left)))
    return lines


def _doubts(actor: Actor, today: date, working: WorkingCalendar) -> list[Ranked]:
    asked = Asked(problem="1")
    count = entry_cases(asked, actor, today=today, working=working).order_by().count()
    if not count:
        return []
    note = _("由区县查明，查明前不能建立学籍")
    return [Ranked(OTHERS, WorkLine(_("疑似重复"), count, _address(**asked.address), "waits", note=note))]


def _forms(actor: Actor, today: date, working: WorkingCalendar) -> list[Ranked]:
    """Children on the roll whose 72-item form still lacks something."""
    asked = Children(form=MISSING)
    due = "form_due_on"
    found = roll_of(asked, actor, today).aggregate(
        count=Count("pk"),
        late=Count("pk", filter=Q(**{f"{due}__lt": today})),
        due=Min(due, filter=Q(**{f"{due}__gte": today})),
    )
    if not found["count"] or not address("children"):
        return []
    url = f"{address('children')}?{urlencode(asked.address)}"
    tone: Tone = "late" if found["late"] else "waits"
    left = left_until(found["due"], today, working)
    line = WorkLine(_("未填完的学生基本信息表"), found["count"], url, tone, late=found["late"], left=left)
    return [Ranked(LATE if found["late"] else DATED, line)]


def _address(**asked: str) -> str:
    return f"{reverse('entrants')}?{urlencode(asked)}"
