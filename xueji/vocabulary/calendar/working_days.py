"""Working days (工作日), as the State Council announces them. A year without data is an error, never a guess."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from xueji.vocabulary.tables import read_table
from xueji.vocabulary.text import Text

_DAY = timedelta(days=1)
_SATURDAY = 5


class CalendarYearMissing(LookupError):
    """The table of days holds no data for a year; carries the sentence and the remedy."""

    def __init__(self, year: int) -> None:
        """Name the year."""
        self.year = year
        self.says = Text(
            f"工作日历没有{year}年的数据，无法计算该年的办理时限。",
            f"The working calendar has no data for {year}: no due date of that year can be computed.",
        )
        self.mend = Text(
            f"国务院公布{year}年节假日安排后，请由市级在“工作日历”中录入。",
            f"Enter the days of {year} in the working calendar once the State Council has announced them.",
        )
        super().__init__(f"{self.says.en} {self.mend.en}")


@dataclass(frozen=True, slots=True)
class YearDays:
    """The days of one year that depart from the week: weekdays off, and weekend days worked."""

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class WorkingCalendar:
    """A calendar of working days; `edits` (True: worked) stand over the announced days, as an office decided."""

    years: Mapping[int, YearDays]
    edits: Mapping[date, bool] = field(default_factory=dict)

    def is_working(self, day: date) -> bool:
        """Whether a day is worked. Raises CalendarYearMissing."""
        edited = self.edits.get(day)
        if edited is not None:
            return edited
        year = self.years.get(day.year)
        if year is None:
            raise CalendarYearMissing(day.year)
        if day.weekday() < _SATURDAY:
            return day not in year.off
        return day in year.worked

    def after(self, start: date, days: int) -> date:
        """Return the last day of a period of so many working days; the first day is not counted (design §2).

        after(2015-09-01, 5) is 2015-09-09. Raises ValueError for less than one day, CalendarYearMissing.
        """
        if days < 1:
            message = f"a period lasts at least one working day, not {days}"
            raise ValueError(message)
        day = start
        while days:
            day += _DAY
            if self.is_working(day):
                days -= 1
        return day

    def working_days_left(self, today: date, due: date) -> int:
        """Return how many working days follow today until the due date, which is counted; negative once it has passed.

        0 means that today is the last day. working_days_left(start, after(start, n)) is n. Raises CalendarYearMissing.
        """
        if due < today:
            return -self.working_days_left(due, today)
        count, day = 0, today
        while day < due:
            day += _DAY
            count += self.is_working(day)
        return count

    def with_edits(self, edits: Mapping[date, bool]) -> WorkingCalendar:
        """Return this calendar with further days decided by an office; a later decision stands over an earlier one."""
        return WorkingCalendar(self.years, {**self.edits, **edits})

    def with_year(self, year: int, days: YearDays) -> WorkingCalendar:
        """Return this calendar with the announced days of one more year."""
        return WorkingCalendar({**self.years, year: days}, self.edits)


@cache
def national_calendar() -> WorkingCalendar:
    """Return the calendar of the State Council's announcements, for the years in the table."""
    off: dict[int, set[date]] = {}
    worked: dict[int, set[date]] = {}
    for row in read_table("xueji.vocabulary.calendar", "working_days.csv"):
        day = date.fromisoformat(row["day"])
        days = worked if row["kind"] == "worked" else off
        days.setdefault(day.year, set()).add(day)
    years = {
        year: YearDays(frozenset(off.get(year, ())), frozenset(worked.get(year, ()))) for year in sorted(off | worked)
    }
    return WorkingCalendar(years)
