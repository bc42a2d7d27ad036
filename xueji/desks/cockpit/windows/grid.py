"""A school year as twelve months of weeks, each day with the sign of what it is."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from xueji.desks.cockpit.windows.dates import Dated, Kind, Year

FIRST_MONTH, MONTHS = 8, 12
_LOUDEST: tuple[Kind, ...] = ("exception", "window", "deadline", "term", "working", "holiday")
"""Of several things on one day the first of these gives it its colour and sign; all are told in words."""

_COLORS: dict[Kind, str] = {
    "exception": "bg-warning-subtle",
    "window": "bg-primary-subtle",
    "deadline": "bg-danger-subtle",
    "term": "bg-success-subtle",
}


@dataclass(frozen=True)
class Square:
    """One day: its sign and colour, and everything it is, in words."""

    day: date
    mark: str
    color: str
    told: str
    off: bool
    today: bool


@dataclass(frozen=True)
class Month:
    """One month: weeks from Monday to Sunday, None where another month's days would stand."""

    name: str
    weeks: list[list[Square | None]]


def months(school_year: int, year: Year, today: date) -> list[Month]:
    """The twelve months of a school year, from August to July."""
    by_day: dict[date, list[Dated]] = {}
    for one in year.dates:
        for number in range((one.ends_on - one.starts_on).days + 1):
            by_day.setdefault(date.fromordinal(one.starts_on.toordinal() + number), []).append(one)
    found = []
    for step in range(MONTHS):
        number = (FIRST_MONTH + step - 1) % MONTHS + 1
        named = school_year if number >= FIRST_MONTH else school_year + 1
        found.append(_month(named, number, by_day, today))
    return found


def _month(year: int, month: int, by_day: dict[date, list[Dated]], today: date) -> Month:
    weeks: list[list[Square | None]] = [
        [
            _square(date(year, month, day), by_day.get(date(year, month, day), []), today) if day else None
            for day in week
        ]
        for week in calendar.monthcalendar(year, month)
    ]
    return Month(_("%(year)s年%(month)s月") % {"year": year, "month": month}, weeks)


def _square(day: date, found: list[Dated], today: date) -> Square:
    ranked = sorted(found, key=lambda one: _LOUDEST.index(one.kind))
    kinds = {one.kind for one in found}
    off = "holiday" in kinds or (day.weekday() >= 5 and "working" not in kinds)  # noqa: PLR2004 - Saturday
    loudest = ranked[0] if ranked else None
    color = _COLORS.get(loudest.kind, "") if loudest else ""
    if not color:
        color = "bg-body-secondary" if off else ""
    # A term begins and ends inside a window: the window gives the colour, the term the sign.
    signed = next((one for one in ranked if one.kind == "term"), loudest)
    return Square(day, _mark(signed), color, _("；").join(one.label for one in ranked), off, day == today)


def _mark(one: Dated | None) -> str:
    if one is None:
        return ""
    return {"deadline": _("止"), "term": _("学")}.get(one.kind, one.mark)
