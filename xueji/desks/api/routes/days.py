"""Days: working days as they hold in this city, terms, and the windows in which procedures may be applied for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from ninja import Query, Router, Schema
from pydantic import Field

from xueji.desks.api.gateway.gate import ApiRequest
from xueji.desks.api.gateway.problems import fault
from xueji.desks.api.shapes.words import Day, iso
from xueji.parties.calendar import city_calendar, school_year_of
from xueji.parties.clock import city_today
from xueji.parties.models import Term
from xueji.parties.rulebook import rulebook_in_force
from xueji.parties.windows import windows_between
from xueji.vocabulary.calendar.working_days import CalendarYearMissing
from xueji.vocabulary.text import Text

router = Router(tags=["日历与时段 Days"])
Json = dict[str, Any]
LONGEST = 400
"""Days of one question."""


class Span(Schema):
    """From which day to which, both included; without a last one, a year from the first."""

    first: Day | None = Field(default=None, description="起 · first day, 2015-09-01")
    last: Day | None = Field(default=None, description="止 · last day")


class DayTold(Schema):
    """A day and whether offices work on it."""

    day: str
    working: bool


class DayList(Schema):
    """Days in their order."""

    items: list[DayTold]


class TermTold(Schema):
    """A term. `school_year` is the year in which the school year began."""

    school_year: int
    number: int
    starts_on: str
    ends_on: str


class TermList(Schema):
    """The terms that the city has set."""

    items: list[TermTold]


class WindowTold(Schema):
    """Days on which a procedure may (`opens`) or may not be applied for."""

    procedure: str
    kind: str
    opens: bool
    starts_on: str
    ends_on: str
    stage_group: str | None
    district_id: int | None
    reason: str | None
    source: str | None


class WindowList(Schema):
    """Windows in the order of their first days."""

    items: list[WindowTold]


@router.get("/calendar", response=DayList, summary="工作日历 · Working days")
def calendar(request: ApiRequest, asked: Query[Span]) -> Json:
    """Each day of a span and whether it is a working day; at most 400 days at once."""
    first, last = _span(asked)
    working = city_calendar()
    try:
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        return {"items": [{"day": iso(day), "working": working.is_working(day)} for day in days]}
    except CalendarYearMissing as error:
        raise fault("query.last", "calendar_year_missing", _NO_YEAR, _NO_YEAR_MEND) from error


@router.get("/terms", response=TermList, summary="学期 · Terms")
def terms(request: ApiRequest) -> Json:
    """Every term that the city has set."""
    return {
        "items": [
            {
                "school_year": term.school_year,
                "number": term.number,
                "starts_on": iso(term.starts_on),
                "ends_on": iso(term.ends_on),
            }
            for term in Term.objects.order_by("school_year", "number")
        ]
    }


@router.get("/windows", response=WindowList, summary="办理时段 · Windows")
def windows(request: ApiRequest, asked: Query[Span]) -> Json:
    """The ordinary windows and the exceptions that touch a span of at most 400 days."""
    first, last = _span(asked)
    return {
        "items": [
            {
                **{name: getattr(span, name) for name in ("procedure", "kind", "opens", "district_id")},
                **{name: getattr(span, name) or None for name in ("stage_group", "reason", "source")},
                "starts_on": iso(span.starts_on),
                "ends_on": iso(span.ends_on),
            }
            for span in windows_between(first, last, rulebook=rulebook_in_force())
        ]
    }


def _span(asked: Span) -> tuple[date, date]:
    """Both ends. Raises Problem for days that are none, or too many."""
    first = _day("query.first", asked.first) or date(school_year_of(city_today()), 8, 1)
    last = _day("query.last", asked.last) or first + timedelta(days=364)
    if not 0 <= (last - first).days < LONGEST:
        raise fault("query.last", "span_of_days", _SPAN, _SPAN_MEND)
    return first, last


def _day(name: str, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise fault(name, "no_such_day", _NO_DAY, _NO_DAY_MEND) from error


_NO_DAY = Text("没有这一天。", "There is no such day.")
_NO_DAY_MEND = Text("请按年-月-日填写，例如 2015-09-16。", "Write it as year-month-day, e.g. 2015-09-16.")
_SPAN = Text("截止日期早于开始日期，或超过400天。", "The last day lies before the first, or after more than 400 days.")
_SPAN_MEND = Text("请缩短查询的时段。", "Ask for fewer days.")
_NO_YEAR = Text("该年度的放假安排尚未公布。", "The public holidays of that year are not known.")
_NO_YEAR_MEND = Text("请查询已公布的年度。", "Ask for a year that is known.")
