"""Working days: announced days, edits by an office, periods and what is left of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueji.vocabulary.calendar.working_days import CalendarYearMissing, WorkingCalendar, YearDays, national_calendar
from xueji.vocabulary.tables import read_table

TERM_START = date(2015, 9, 1)
DAYS = st.dates(date(2004, 1, 1), date(2026, 6, 30))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2015, 9, 1), True), (date(2015, 9, 3), False), (date(2015, 9, 4), False), (date(2015, 9, 5), False),
        (date(2015, 9, 6), True), (date(2015, 9, 26), False), (date(2015, 10, 1), False), (date(2015, 10, 10), True),
        (date(2016, 2, 6), True), (date(2020, 1, 31), False), (date(2026, 1, 1), False),
    ],
)  # fmt: skip
def test_it_knows_the_announced_days(day: date, worked: bool) -> None:
    assert national_calendar().is_working(day) is worked


def test_deferral_ends_on_the_ninth_and_registration_on_the_sixteenth_of_september() -> None:
    calendar = national_calendar()
    assert calendar.after(TERM_START, 5) == date(2015, 9, 9)
    assert calendar.after(TERM_START, 10) == date(2015, 9, 16)


def test_a_period_crosses_the_end_of_the_year() -> None:
    assert national_calendar().after(date(2015, 12, 31), 1) == date(2016, 1, 4)


def test_a_period_of_no_days_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        national_calendar().after(TERM_START, 0)


def test_a_year_without_data_is_an_error_and_never_a_guess() -> None:
    calendar = national_calendar()
    with pytest.raises(CalendarYearMissing, match="2027") as caught:
        calendar.after(date(2026, 12, 30), 5)
    assert caught.value.year == 2027
    assert "2027" in caught.value.says.zh
    assert caught.value.mend.zh
    with pytest.raises(CalendarYearMissing):
        calendar.is_working(date(2003, 12, 31))


def test_a_year_can_be_added_once_it_is_announced() -> None:
    calendar = national_calendar().with_year(2027, YearDays(off=frozenset({date(2027, 1, 1)})))
    assert not calendar.is_working(date(2027, 1, 1))
    assert calendar.is_working(date(2027, 1, 4))


def test_a_decision_of_an_office_stands_over_the_announced_days() -> None:
    calendar = national_calendar()
    snow = calendar.with_edits({date(2015, 9, 2): False, date(2015, 9, 5): True})
    assert not snow.is_working(date(2015, 9, 2))
    assert snow.is_working(date(2015, 9, 5))
    assert calendar.is_working(date(2015, 9, 2)), "the calendar asked is not changed"
    again = snow.with_edits({date(2015, 9, 2): True})
    assert again.is_working(date(2015, 9, 2))
    assert again.is_working(date(2015, 9, 5))


def test_a_school_closed_for_a_day_is_due_a_day_later() -> None:
    assert national_calendar().with_edits({date(2015, 9, 9): False}).after(TERM_START, 5) == date(2015, 9, 10)


def test_on_the_last_day_no_working_day_is_left_and_then_it_is_negative() -> None:
    calendar = national_calendar()
    due = date(2015, 9, 16)
    assert calendar.working_days_left(due, due) == 0
    assert calendar.working_days_left(date(2015, 9, 15), due) == 1
    assert calendar.working_days_left(date(2015, 9, 18), due) == -2
    assert calendar.working_days_left(date(2015, 9, 2), date(2015, 9, 5)) == 0


@given(DAYS, st.integers(1, 60))
def test_what_is_left_of_a_fresh_period_is_the_whole_period(start: date, days: int) -> None:
    calendar = national_calendar()
    due = calendar.after(start, days)
    assert calendar.is_working(due)
    assert calendar.working_days_left(start, due) == days


@given(DAYS, st.integers(1, 20), st.integers(1, 20))
def test_two_periods_in_a_row_are_one_long_period(start: date, first: int, second: int) -> None:
    calendar = national_calendar()
    assert calendar.after(calendar.after(start, first), second) == calendar.after(start, first + second)


@given(st.dates(date(2020, 1, 1), date(2020, 12, 31)))
def test_without_announcements_the_week_decides(day: date) -> None:
    calendar = WorkingCalendar({2020: YearDays()})
    assert calendar.is_working(day) is (day.weekday() < 5)


def test_the_table_lists_only_days_that_depart_from_the_week_and_every_year() -> None:
    rows = read_table("xueji.vocabulary.calendar", "working_days.csv")
    for row in rows:
        weekend = date.fromisoformat(row["day"]).weekday() >= 5
        assert row["kind"] == ("worked" if weekend else "off"), row
    assert {int(row["day"][:4]) for row in rows} == set(range(2004, 2027))


def test_no_year_has_fewer_than_240_or_more_than_262_working_days() -> None:
    calendar = national_calendar()
    for year in range(2004, 2027):
        first = date(year, 1, 1)
        worked = sum(calendar.is_working(first + timedelta(days=day)) for day in range(365))
        assert 240 <= worked <= 262, year
