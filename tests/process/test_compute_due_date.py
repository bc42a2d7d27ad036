from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from tests.process.loans import loan, parameters
from xueji.process.clocks import AnchorMissingError, due_on, open_windows
from xueji.process.notation import Clock, Keep, Until, Within
from xueji.process.parameters import Parameters, parse_parameters
from xueji.vocabulary.calendar.working_days import national_calendar

COUNTS_FIRST = """
[period_counts_first_day]
title.zh = "计首日"
title.en = "First day counts"
unit = "yes_no"
[[period_counts_first_day.values]]
from = 2000-01-01
value = true
source = "test"
tag = "OURS"
"""


class Weekdays:
    """Every Monday to Friday is worked."""

    def is_working(self, day: date) -> bool:
        return day.isoweekday() <= 5

    def after(self, start: date, n: int) -> date:
        day = start
        while n:
            day += timedelta(days=1)
            n -= self.is_working(day)
        return day


def due(
    clock: Clock | None,
    *,
    entered_on: date = date(2015, 9, 7),
    answers: Mapping[str, object] | None = None,
    previous_due: date | None = None,
    on: date = date(2015, 9, 7),
    numbers: Parameters | None = None,
) -> date | None:
    return due_on(
        clock,
        entered_on=entered_on,
        anchors={"term_start": date(2015, 9, 1)},
        answers=answers or {},
        previous_due=previous_due,
        parameters=numbers or parameters(),
        calendar=Weekdays(),
        on=on,
    )


def test_no_clock_has_no_due_date() -> None:
    assert due(None) is None


def test_a_period_does_not_count_the_day_the_step_was_entered() -> None:
    assert due(Within("loan_days")) == date(2015, 9, 21)


def test_a_period_may_run_from_an_anchor_day() -> None:
    assert due(Within("loan_days", since="term_start")) == date(2015, 9, 15)


def test_the_parameter_in_force_on_the_day_of_entry_governs() -> None:
    assert due(Within("loan_days"), entered_on=date(2021, 1, 4), on=date(2021, 1, 4)) == date(2021, 2, 1)


def test_a_dated_parameter_may_count_the_first_day() -> None:
    assert due(Within("loan_days"), numbers=parse_parameters(COUNTS_FIRST).over(parameters())) == date(2015, 9, 18)


def test_an_asked_day_is_the_due_date() -> None:
    assert due(Until("until"), answers={"until": "2015-10-01"}) == date(2015, 10, 1)
    assert due(Until("until"), answers={"until": date(2015, 10, 1)}) == date(2015, 10, 1)


def test_an_asked_day_that_is_missing_is_an_error_that_names_it() -> None:
    with pytest.raises(ValueError, match="until"):
        due(Until("until"))


def test_a_kept_due_date_goes_on() -> None:
    assert due(Keep(), previous_due=date(2015, 9, 9)) == date(2015, 9, 9)
    assert due(Keep()) is None


def test_where_there_was_none_to_keep_a_period_begins() -> None:
    assert due(Keep(otherwise=Within("loan_days"))) == date(2015, 9, 21)
    assert due(Keep(otherwise=Within("loan_days")), previous_due=date(2015, 9, 9)) == date(2015, 9, 9)


def test_an_anchor_day_nobody_has_set_is_an_error_that_names_it() -> None:
    with pytest.raises(AnchorMissingError, match="vacation"):
        due(Within("loan_days", since="vacation"))


def test_the_last_day_of_a_window_is_still_open() -> None:
    def soon(day: date) -> bool:
        anchors = {"term_start": date(2015, 9, 1)}
        return open_windows(loan(), anchors=anchors, parameters=parameters(), calendar=Weekdays(), on=day)["soon"]

    assert soon(date(2015, 9, 15))
    assert not soon(date(2015, 9, 16))


def test_with_the_real_calendar_ten_working_days_from_term_start_2015_end_on_the_sixteenth() -> None:
    found = due_on(
        Within("loan_days", since="term_start"),
        entered_on=date(2015, 9, 1),
        anchors={"term_start": date(2015, 9, 1)},
        answers={},
        previous_due=None,
        parameters=parameters(),
        calendar=national_calendar(),
        on=date(2015, 9, 1),
    )
    assert found == date(2015, 9, 16)
