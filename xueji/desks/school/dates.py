"""The strip of the year: term start, the periods of entry registration, and days that are worked or off out of turn."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from xueji.cases.clocks import anchors_of
from xueji.desks.design.parts import Mark
from xueji.parties.calendar import SchoolCalendar
from xueji.process.clocks import end_of_period
from xueji.process.compiled import CompiledProcedure
from xueji.process.rulebook import CompiledRulebook
from xueji.vocabulary.calendar.working_days import WorkingCalendar

_SATURDAY = 5


def dates(
    rulebook: CompiledRulebook, procedure: CompiledProcedure, calendar: SchoolCalendar, today: date
) -> list[Mark]:
    """Every date of the procedure's windows, earliest first, each with the working days left or what its end means."""
    start, working = calendar.term_starts, calendar.working
    # The term starts, nothing is due: on the day itself no days are counted.
    ahead = _left(start, today, working) if today < start else None
    marks = [Mark(start, _("开学"), tone="done" if start <= today else "plain", left=ahead)]
    last = start
    for window in procedure.windows:
        parameter = rulebook.parameters.parameter(window.within.param)
        end = end_of_period(
            window.within,
            start=anchors_of(calendar)[window.within.since],
            parameters=rulebook.parameters,
            calendar=working,
            on=today,
        )
        over = end < today
        note = _("已截止；此后凭上级批准的例外办理。") if over else _("至当日24时")
        source = parameter.on(today).source
        marks.append(
            Mark(
                end,
                parameter.title,
                left=_left(end, today, working),
                tone="plain" if over else "info",
                note=f"{note} {source}",
            )
        )
        last = max(last, end)
    marks += _out_of_turn(start, last, working)
    return sorted(marks, key=lambda mark: mark.on)


def _left(day: date, today: date, working: WorkingCalendar) -> int | None:
    return working.working_days_left(today, day) if day >= today else None


def _out_of_turn(start: date, end: date, working: WorkingCalendar) -> list[Mark]:
    """Weekdays off and weekends at work between two days: they are why a deadline is not where one would count it."""
    days = [start + timedelta(days=number) for number in range((end - start).days + 1)]
    odd = [day for day in days if working.is_working(day) != (day.weekday() < _SATURDAY)]
    return [Mark(day, _("上班（调休）") if working.is_working(day) else _("放假，不计入工作日")) for day in odd]
