"""What a change of the calendar would do to the periods of the rulebook, before anybody makes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from xueji.desks.design.parts import Label
from xueji.desks.district.dates import windows
from xueji.parties.calendar import SchoolCalendar, city_calendar
from xueji.parties.clock import city_today
from xueji.parties.models import Term
from xueji.vocabulary.calendar.working_days import CalendarYearMissing, WorkingCalendar


@dataclass(frozen=True)
class Effect:
    """One period: its last day as it is, and as it would be; None where it cannot be computed."""

    label: Label
    source: str
    days: int
    now: date | None
    then: date | None

    @property
    def changes(self) -> bool:
        """Whether the change moves this period."""
        return self.now != self.then


def of_day(day: date, *, working: bool, school_year: int) -> list[Effect]:
    """What making `day` worked or off would do to the periods of a school year."""
    calendar = city_calendar()
    starts = _term_start(school_year)
    return _effects(calendar, starts, calendar.with_edits({day: working}), starts)


def of_term(school_year: int, starts_on: date) -> list[Effect]:
    """What another first day of the first term would do to them."""
    calendar = city_calendar()
    return _effects(calendar, _term_start(school_year), calendar, starts_on)


def _term_start(school_year: int) -> date | None:
    return Term.objects.filter(school_year=school_year, number=1).values_list("starts_on", flat=True).first()


def _effects(
    before: WorkingCalendar, starts: date | None, after: WorkingCalendar, would_start: date | None
) -> list[Effect]:
    now, then = _ends(before, starts), _ends(after, would_start)
    known = {**now, **then}
    return [
        Effect(
            label=window[0],
            source=window[1],
            days=window[2],
            now=now[key][3] if key in now else None,
            then=then[key][3] if key in then else None,
        )
        for key, window in known.items()
    ]


def _ends(working: WorkingCalendar, starts: date | None) -> dict[str, tuple[Label, str, int, date]]:
    if starts is None:
        return {}
    try:
        found = windows(SchoolCalendar(working, starts), city_today())
    except CalendarYearMissing:
        return {}
    return {f"{window.label}": (window.label, window.source, window.days, window.ends_on) for window in found}
