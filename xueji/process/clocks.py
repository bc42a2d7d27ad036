"""When a step is due: periods in working days, days asked for, or the day the step before already had."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from xueji.process.compiled import CompiledProcedure
from xueji.process.notation import Clock, Keep, Until, Within
from xueji.process.parameters import Parameters

COUNTS_FIRST_DAY = "period_counts_first_day"
"""The dated yes-or-no parameter that says whether a period counts its first day."""


class Calendar(Protocol):
    """The working days of one place."""

    def is_working(self, day: date, /) -> bool:
        """Is this a working day?"""
        ...

    def after(self, start: date, n: int, /) -> date:
        """Find the n-th working day after a day that itself is not counted."""
        ...


class AnchorMissingError(LookupError):
    """A period that begins on a day nobody has set; the message names the day and who sets it."""


def due_on(  # noqa: PLR0913 - a due date is made of all of these
    clock: Clock | None,
    *,
    entered_on: date,
    anchors: Mapping[str, date],
    answers: Mapping[str, object],
    previous_due: date | None,
    parameters: Parameters,
    calendar: Calendar,
    on: date,
) -> date | None:
    """Find the last day (inclusive, 24:00) of a step entered on ``entered_on``; None where nobody's time runs.

    ``on`` is the day whose parameters govern. Raise :class:`AnchorMissingError` for an anchor day that is not set and
    ``ValueError`` for an asked day that is not a date.
    """
    if clock is None:
        return None
    if isinstance(clock, Until):
        return _asked_day(clock, answers)
    if isinstance(clock, Keep):
        if previous_due is not None or clock.otherwise is None:
            return previous_due
        clock = clock.otherwise
    start = entered_on if clock.since == "entered" else _anchor(clock, anchors)
    return end_of_period(clock, start=start, parameters=parameters, calendar=calendar, on=on)


def end_of_period(clock: Within, *, start: date, parameters: Parameters, calendar: Calendar, on: date) -> date:
    """Find the last day of a period of working days that begins on ``start``."""
    days = parameters.days(clock.param, on)
    counts_first = COUNTS_FIRST_DAY in parameters and bool(parameters.value(COUNTS_FIRST_DAY, on))
    if counts_first and days > 0 and calendar.is_working(start):
        days -= 1
    return calendar.after(start, days) if days else start


def open_windows(
    procedure: CompiledProcedure,
    *,
    anchors: Mapping[str, date],
    parameters: Parameters,
    calendar: Calendar,
    on: date,
) -> dict[str, bool]:
    """Answer the procedure's period facts for a day: its last day counts as open."""
    return {
        window.fact: on
        <= end_of_period(
            window.within, start=_anchor(window.within, anchors), parameters=parameters, calendar=calendar, on=on
        )
        for window in procedure.windows
    }


def _anchor(clock: Within, anchors: Mapping[str, date]) -> date:
    if clock.since not in anchors:
        message = (
            f"尚未设定日期“{clock.since}”，无法计算办理时限；the day {clock.since} is not set, so no due date follows"
        )
        raise AnchorMissingError(message)
    return anchors[clock.since]


def _asked_day(clock: Until, answers: Mapping[str, object]) -> date:
    answer = answers.get(clock.answer)
    if isinstance(answer, date):
        return answer
    try:
        return date.fromisoformat(str(answer))
    except ValueError as error:
        message = f"“{clock.answer}”应为日期，现为 {answer!r}；{clock.answer} must be a date such as 2015-09-30"
        raise ValueError(message) from error
