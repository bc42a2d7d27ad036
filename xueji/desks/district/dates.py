"""The year's dates as this city has them: term, the rulebook's windows, and how many working days are left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from xueji.desks.design.parts import Label, Mark, Tone
from xueji.parties.calendar import SchoolCalendar, school_calendar
from xueji.parties.clock import city_today
from xueji.parties.models import Term
from xueji.parties.refusals import RefusedError
from xueji.parties.rulebook import rulebook_in_force
from xueji.process.clocks import end_of_period
from xueji.vocabulary.calendar.working_days import CalendarYearMissing

ENTRY = "entry_registration"


@dataclass(frozen=True)
class Window:
    """One period of the rulebook that runs from the start of term, with its last day."""

    label: Label
    source: str
    days: int
    ends_on: date


@dataclass(frozen=True)
class YearDates:
    """What a desk shows of its year: the strip, and the calendar to count with. No calendar: `missing` says why."""

    marks: list[Mark]
    calendar: SchoolCalendar | None = None
    missing: Label | None = None

    def left(self, due: date | None) -> int | None:
        """Working days from today to a due date, as `working_days_left` counts; None where that cannot be told."""
        if due is None or self.calendar is None:
            return None
        try:
            return self.calendar.working.working_days_left(city_today(), due)
        except CalendarYearMissing:
            return None


def windows(calendar: SchoolCalendar, on: date) -> list[Window]:
    """The rulebook's periods of entry registration, from the term start of `calendar`. Raises CalendarYearMissing."""
    rulebook = rulebook_in_force()
    found = []
    for window in rulebook.procedure(ENTRY).windows:
        parameter = rulebook.parameters.parameter(window.within.param)
        value = parameter.on(on)
        ends = end_of_period(
            window.within,
            start=calendar.term_starts,
            parameters=rulebook.parameters,
            calendar=calendar.working,
            on=on,
        )
        found.append(Window(parameter.title, value.source, rulebook.parameters.days(window.within.param, on), ends))
    return sorted(found, key=lambda window: window.ends_on)


def year_dates(school_year: int) -> YearDates:
    """The strip of a school year: terms, windows, what closes next. What the city has not set yet is said, not guessed."""
    today = city_today()
    terms = list(Term.objects.filter(school_year=school_year))
    marks = [mark for term in terms for mark in _of_term(term, today)]
    try:
        calendar = school_calendar(school_year)
        marks += [_of_window(window, calendar, today) for window in windows(calendar, today)]
    except RefusedError as unset:
        return YearDates(sorted(marks, key=_by_day), missing=unset.complaints[0].says)
    except CalendarYearMissing as unknown:
        return YearDates(sorted(marks, key=_by_day), missing=unknown.says)
    return YearDates(sorted(marks, key=_by_day), calendar)


def _of_term(term: Term, today: date) -> list[Mark]:
    name = _("第一学期") if term.number == 1 else _("第二学期")
    return [
        Mark(term.starts_on, _("%(term)s开学") % {"term": name}, tone=_past(term.starts_on, today)),
        Mark(term.ends_on, _("%(term)s结束") % {"term": name}, tone=_past(term.ends_on, today)),
    ]


def _of_window(window: Window, calendar: SchoolCalendar, today: date) -> Mark:
    left = calendar.working.working_days_left(today, window.ends_on) if today <= window.ends_on else None
    return Mark(
        window.ends_on,
        window.label,
        left=left,
        tone="info" if left is not None else "done",
        note=_("自开学起第%(days)s个工作日截止") % {"days": window.days} if left is not None else _("已截止"),
    )


def _past(day: date, today: date) -> Tone:
    return "done" if day <= today else "plain"


def _by_day(mark: Mark) -> date:
    return mark.on
