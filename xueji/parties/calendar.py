"""The city's calendar: national working days with the city's edits, and the terms of the year."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db import connection

from xueji.parties.models import CalendarDay
from xueji.parties.refusals import refuse
from xueji.vocabulary.calendar.working_days import WorkingCalendar, national_calendar
from xueji.vocabulary.text import Text


def city_calendar() -> WorkingCalendar:
    """Working days as they hold in this city today."""
    return national_calendar().with_edits(dict(CalendarDay.objects.values_list("day", "working")))


@dataclass(frozen=True)
class SchoolCalendar:
    """What a deadline of a school year needs: working days, and its first day of term."""

    working: WorkingCalendar
    term_starts: date


class PlainCalendar:
    """What a deadline needs that runs from no day of term: working days, read when somebody first counts them."""

    @cached_property
    def working(self) -> WorkingCalendar:
        """The city's working days."""
        return city_calendar()


def school_calendars(school_years: set[int]) -> dict[int, SchoolCalendar]:
    """Calendar of each school year (the year of its September), in one query.

    Raises RefusedError naming the first year whose first term the city has not set.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT school_year, starts_on, NULL, NULL FROM parties_term WHERE number = 1 AND school_year = ANY(%s)
            UNION ALL SELECT NULL, NULL, day, working FROM parties_calendarday
            """,
            [sorted(school_years)],
        )
        rows = cursor.fetchall()
    starts = {year: day for year, day, _, _ in rows if year is not None}
    unset = sorted(school_years - set(starts))
    if unset:
        raise refuse(
            "term",
            "term_not_set",
            Text(f"{unset[0]}学年第一学期的开学日期尚未设定。", f"The first term of {unset[0]} has no start date."),
            Text("请市级在“日历与学期”中设定。", "The city sets it under Calendar and terms."),
        )
    working = national_calendar().with_edits({day: works for _, _, day, works in rows if day is not None})
    return {year: SchoolCalendar(working, starts[year]) for year in school_years}


def school_calendar(school_year: int) -> SchoolCalendar:
    """Calendar of one school year. Raises RefusedError when the city has set no first term for it."""
    return school_calendars({school_year})[school_year]


def school_year_of(day: date) -> int:
    """The school year a day belongs to by the calendar: it turns on 1 August (after the July leaving, S4)."""
    return day.year if day.month >= 8 else day.year - 1  # noqa: PLR2004 - the month is the sentence above
