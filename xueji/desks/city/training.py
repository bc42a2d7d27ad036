"""The clock of a training city: what falls due until a day, and moving to it day by day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xueji.cases.acts.office.training import FARTHEST, move_training_clock
from xueji.cases.models import Case
from xueji.desks.access import DeskRequest, desk_of
from xueji.desks.city.moves import coming_marks, moved_columns, moved_rows
from xueji.desks.design.filters import in_words
from xueji.desks.design.parts import Action, Column, Label, Row
from xueji.desks.district.answers import Answers
from xueji.desks.district.asking import address, asked
from xueji.desks.district.dates import windows
from xueji.desks.district.deciding import for_posts_that_may
from xueji.desks.forms import typed_date
from xueji.parties.calendar import city_calendar, school_calendar, school_year_of
from xueji.parties.clock import city_today, in_training
from xueji.parties.refusals import RefusedError
from xueji.parties.rulebook import rulebook_of
from xueji.vocabulary.calendar.working_days import CalendarYearMissing
from xueji.vocabulary.parties import Party


@dataclass(frozen=True)
class Due:
    """What falls due on one day: how many cases of one state, and what the day after does to them."""

    day: date
    cases: int
    state: Label
    becomes: Label


@require_http_methods(["GET", "POST"])
@desk_of(Party.CITY)
@for_posts_that_may("move_training_clock")
def training_clock(request: DeskRequest) -> HttpResponse:
    """Show what would fall due until the day asked, or live through every day until it. A real city has no such page."""
    if not in_training():
        raise Http404
    if request.method == "GET":
        return _page(request, typed_date(asked(request, "to")), None)
    sent = Answers(request.POST)
    to, since = sent.day("to", _("移到")), city_today()
    moved = 0
    if not sent.wrong and to is not None:
        try:
            moved = move_training_clock(actor=request.actor, to=to)
        except RefusedError as error:
            sent.refused(error)
    if sent.wrong or to is None:
        return _page(request, to, sent)
    told = {"day": to.isoformat(), "n": moved}
    messages.success(request, _("训练城市的日期已移到 %(day)s，逐日办理到期业务共%(n)s件。") % told)
    return HttpResponseRedirect(address("training_clock", since=since.isoformat()))


def _page(request: DeskRequest, to: date | None, sent: Answers | None) -> HttpResponse:
    today = city_today()
    fits = to is not None and today < to <= today + FARTHEST
    since = typed_date(asked(request, "since"))
    lived = since if since is not None and since < today else None
    context: dict[str, Any] = {
        "today": today,
        "to": to if fits else None,
        "typed": to.isoformat() if to else "",
        "outside": to is not None and not fits,
        "farthest": today + FARTHEST,
        "jumps": _jumps(today),
        "marks": coming_marks(),
        "since": lived,
        "moved_columns": moved_columns(),
        "moved": moved_rows(lived) if lived else [],
        "columns": [
            Column("day", _("到期日"), "date"),
            Column("cases", _("件数"), "number"),
            Column("state", _("状态")),
            Column("becomes", _("次日")),
        ],
        "rows": _rows(falling_due(today, to)) if fits and to else [],
        "errors": sent.wrong if sent else [],
        "wrong": sent.by_field if sent else {},
    }
    return render(request, "city/training_clock.jinja", context, status=422 if sent else 200)


def falling_due(today: date, to: date) -> list[Due]:
    """Open cases whose date is over by the morning of `to`, by day and state, as they stand now."""
    counted = (
        Case.objects.filter(closed_on__isnull=True, due_on__lt=to, due_on__gte=today)
        .order_by("due_on", "state")
        .values_list("due_on", "state", "edition", "procedure")
        .annotate(cases=Count("pk"))
    )
    return [_due(*found) for found in counted]


def _due(day: date, state: str, edition: str, procedure_key: str, cases: int) -> Due:
    procedure = rulebook_of(edition).procedure(procedure_key)
    timers = [step for step in procedure.transitions_from(state) if Party.CLOCK in step.by]
    becomes: Label = _("状态不变，列为逾期")
    if timers:
        becomes = procedure.state(timers[0].targets[-1]).label
    return Due(day, cases, procedure.state(state).label, becomes)


def _rows(found: Iterable[Due]) -> list[Row]:
    return [
        Row(f"{place}", {"day": due.day, "cases": due.cases, "state": due.state, "becomes": due.becomes})
        for place, due in enumerate(found)
    ]


def _jumps(today: date) -> list[Action]:
    """Days worth going to: tomorrow, the next working day, and the day after each window closes."""
    days: list[tuple[date, str]] = [(today + timedelta(days=1), _("明天"))]
    try:
        days.append((city_calendar().after(today, 1), _("下一个工作日")))
        for window in windows(school_calendar(school_year_of(today)), today):
            if today < window.ends_on:
                days.append((window.ends_on, _("%(what)s最后一天") % {"what": in_words(window.label)}))
            if today <= window.ends_on:
                told = {"what": in_words(window.label)}
                days.append((window.ends_on + timedelta(days=1), _("%(what)s截止后") % told))
    except (CalendarYearMissing, RefusedError):
        pass
    shown: dict[date, str] = {}
    for day, label in sorted(days):
        shown.setdefault(day, label)
    return [
        Action(f"{label} {day.isoformat()}", url=address("training_clock", to=day.isoformat()))
        for day, label in shown.items()
    ]
