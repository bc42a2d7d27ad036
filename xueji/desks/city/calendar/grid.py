"""A year as twelve months of weeks: which days are worked, which are off, which the city itself decided."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from xueji.parties.models import CalendarDay
from xueji.vocabulary.calendar.working_days import WorkingCalendar, national_calendar

SATURDAY = 5


@dataclass(frozen=True)
class Square:
    """One day. `mark`: 休 for a weekday off, 班 for a weekend day worked, else empty; `why`: the city's own reason."""

    day: date
    working: bool
    mark: str
    today: bool
    why: str = ""


@dataclass(frozen=True)
class Month:
    """One month: weeks from Monday to Sunday, None where another month's days would stand."""

    name: str
    weeks: list[list[Square | None]]
    worked: int


def months(year: int, working: WorkingCalendar, edits: dict[date, CalendarDay], today: date) -> list[Month]:
    """The twelve months of a year. Raises CalendarYearMissing where the year has no data."""
    return [_month(year, month, working, edits, today) for month in range(1, 13)]


def has_data(year: int) -> bool:
    """Whether the days of a year have been announced and are in the table."""
    return year in national_calendar().years


def known_years() -> list[int]:
    """Years with data, latest first."""
    return sorted(national_calendar().years, reverse=True)


def _month(year: int, month: int, working: WorkingCalendar, edits: dict[date, CalendarDay], today: date) -> Month:
    weeks: list[list[Square | None]] = [
        [_square(date(year, month, day), working, edits, today) if day else None for day in week]
        for week in calendar.monthcalendar(year, month)
    ]
    worked = sum(square.working for square in _squares(weeks))
    return Month(_("%(year)s年%(month)s月") % {"year": year, "month": month}, weeks, worked)


def _squares(weeks: list[list[Square | None]]) -> Iterator[Square]:
    return (square for week in weeks for square in week if square)


def _square(day: date, working: WorkingCalendar, edits: dict[date, CalendarDay], today: date) -> Square:
    worked = working.is_working(day)
    weekend = day.weekday() >= SATURDAY
    mark = _("班") if worked and weekend else _("休") if not worked and not weekend else ""
    edit = edits.get(day)
    return Square(day, worked, mark, day == today, edit.reason if edit else "")
