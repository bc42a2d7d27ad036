"""Due dates of cases: the rulebook's period, this city's calendar, the day the case arrived."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from xueji.cases.batch.work import Work
from xueji.parties.calendar import PlainCalendar, SchoolCalendar
from xueji.process.clocks import due_on, end_of_period
from xueji.process.notation import Clock, Within

LIMIT = "deferral_limit"
FORM = "student_form_due_days"


def anchors_of(calendar: SchoolCalendar | PlainCalendar) -> dict[str, date]:
    """The named days from which periods run; none for a case that knows no term."""
    return {"term_start": calendar.term_starts} if isinstance(calendar, SchoolCalendar) else {}


def latest_until(work: Work) -> date:
    """The last day until which a deferral may be asked today."""
    return end_of_period(
        Within(LIMIT, since="term_start"),
        start=work.chosen["calendar"].term_starts,
        parameters=work.rulebook.parameters,
        calendar=work.chosen["calendar"].working,
        on=work.today,
    )


def due_after(work: Work, clock: Clock | None, answers: Mapping[str, Any]) -> date | None:
    """When the state just entered is due. A step taken by a granted exception is due when the exception ends."""
    if clock is None:
        return None
    calendar: SchoolCalendar | PlainCalendar = work.chosen["calendar"]
    due = due_on(
        clock,
        entered_on=work.today,
        anchors=anchors_of(calendar),
        answers=answers,
        previous_due=work.case.due_on,
        parameters=work.rulebook.parameters,
        calendar=calendar.working,
        on=work.today,
    )
    ends = [date.fromisoformat(told["ends_on"]) for told in work.chosen.get("exceptions", ())]
    if due is not None and due < work.today and ends:
        return max(ends)
    return due


def form_due(work: Work) -> date | None:
    """Until when the 72-item form of a child just assigned must be complete."""
    return end_of_period(
        Within(FORM),
        start=work.today,
        parameters=work.rulebook.parameters,
        calendar=work.chosen["calendar"].working,
        on=work.today,
    )
