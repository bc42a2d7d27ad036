"""The counted lines of cases on every desk's first page; each leads to a list of exactly so many rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from xueji.cases.queries import worklist_counts
from xueji.desks.cases.doubted import record_problems
from xueji.desks.cases.listing.asked import OPEN, Asked, desk_cases
from xueji.desks.design.filters import in_words as words
from xueji.desks.design.parts import Tone, WorkLine
from xueji.parties.actors import Actor
from xueji.parties.rulebook import rulebook_of
from xueji.vocabulary.calendar.working_days import WorkingCalendar


def waiting_lines(actor: Actor, today: date) -> list[WorkLine]:
    """What waits for the actor's place, by procedure and state; the late ones first. One query."""
    lines = []
    for one in worklist_counts(actor, today):
        told = Asked(procedure=one.procedure, state=one.state)
        tone: Tone = "late" if one.late else "waits"
        lines.append(_line(one.edition, told, one.count, one.late, tone))
    return sorted(lines, key=lambda line: line.tone != "late")


def applied_lines(actor: Actor, today: date, working: WorkingCalendar) -> list[WorkLine]:
    """What this place applied for and others hold now. One query."""
    asked = Asked(tab=OPEN, applied="1")
    rows: Any = (
        desk_cases(asked, actor, today=today, working=working)
        .order_by("procedure", "state")
        .values("procedure", "state")
        .annotate(edition=Max("edition"), count=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)))
    )
    return [_applied(row, asked) for row in rows.values("procedure", "state", "edition", "count", "late")]


def problem_lines(actor: Actor) -> list[WorkLine]:
    """Problem records of the own children that nobody has settled; nothing where there are none."""
    count = record_problems(actor).filter(resolved_on__isnull=True).count()
    note = _("处理完毕前，对错双方都不能转学")
    return [WorkLine(_("问题学籍"), count, reverse("problem_records"), "waits", note=note)] if count else []


def _applied(row: Mapping[str, Any], asked: Asked) -> WorkLine:
    told = asked.but(procedure=row["procedure"], state=row["state"])
    return _line(row["edition"], told, row["count"], row["late"], "plain")


def _line(edition: str, asked: Asked, count: int, late: int, tone: Tone) -> WorkLine:
    compiled = rulebook_of(edition).procedure(asked.procedure)
    state, url = compiled.state(asked.state), f"{reverse('cases')}?{urlencode(asked.address)}"
    title = words(compiled.title)
    note = _("%(what)s，等待对方办理") % {"what": title} if asked.applied else str(title)
    return WorkLine(state.label, count, url, tone, late=late, note=note)
