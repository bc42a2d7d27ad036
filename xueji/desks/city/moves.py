"""What lies ahead of the training clock, and what its last move did."""

from __future__ import annotations

from datetime import date

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xueji.cases.models import Case, Decision
from xueji.cases.queries import ENTRY
from xueji.desks.design.parts import Cell, Column, Mark, Row
from xueji.desks.district.asking import address
from xueji.desks.district.dates import year_dates
from xueji.parties.calendar import school_year_of
from xueji.parties.clock import city_today
from xueji.parties.rulebook import rulebook_in_force, rulebook_of
from xueji.process.notation import Until
from xueji.vocabulary.parties import Party


def coming_marks() -> list[Mark]:
    """The year's dates that are still to come, and the days on which deferrals end, in order."""
    today = city_today()
    ahead = [mark for mark in year_dates(school_year_of(today)).marks if mark.on >= today]
    return sorted([*ahead, *_deferrals(today)], key=lambda mark: mark.on)


def moved_columns() -> list[Column]:
    """The table of what a move did."""
    return [
        Column("day", _("日期"), "date"),
        Column("moved", _("件数"), "number"),
        Column("before", _("原状态")),
        Column("after", _("现状态")),
    ]


def moved_rows(since: date) -> list[Row]:
    """What the clock decided after `since`, by day and by the states it led from and to."""
    found = (
        Decision.objects.filter(party=Party.CLOCK.value, city_date__gt=since, city_date__lte=city_today())
        .order_by("city_date", "from_state", "to_state")
        .values_list("city_date", "from_state", "to_state", "edition", "case__procedure")
        .annotate(moved=Count("pk"))
    )
    rows = []
    for place, (day, before, after, edition, procedure_key, moved) in enumerate(found):
        states = rulebook_of(edition).procedure(procedure_key).states
        # Only entrants have a list to go to.
        url = address("entrants", state=after) if procedure_key == ENTRY else None
        led = Cell(states[after].label, url=url)
        rows.append(Row(f"{place}", {"day": day, "moved": moved, "before": states[before].label, "after": led}))
    return rows


def _deferrals(today: date) -> list[Mark]:
    """Days that were asked for and granted, with how many children they are about."""
    procedure = rulebook_in_force().procedure(ENTRY)
    asked = [key for key, state in procedure.states.items() if isinstance(state.clock, Until)]
    found = (
        Case.objects.filter(procedure=ENTRY, state__in=asked, closed_on__isnull=True, due_on__gte=today)
        .order_by("due_on")
        .values_list("due_on")
        .annotate(cases=Count("pk"))
    )
    return [
        Mark(day, ngettext("%(n)s名新生延期到期", "%(n)s名新生延期到期", cases) % {"n": cases}) for day, cases in found
    ]
