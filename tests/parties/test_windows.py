"""Transfer windows: from the terms, the rulebook's days and the city's exceptions."""

from __future__ import annotations

import typing
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from xueji.parties.acts.office import windows as acts
from xueji.parties.models import JournalEntry, Term, WindowException
from xueji.parties.refusals import RefusedError
from xueji.parties.rulebook import rulebook_in_force
from xueji.parties.scope import scope
from xueji.parties.windows import WindowReader, window_reader, windows_between
from xueji.process.loading import load_rulebook
from xueji.process.parameters import parse_parameters
from xueji.process.rulebook import CompiledRulebook

if typing.TYPE_CHECKING:
    from tests.small_city import SmallCity

TRANSFER, ACROSS = "in_city_transfer", "cross_province_transfer_in"
COMPULSORY, SENIOR = "compulsory", "senior"
ANYWHERE: frozenset[int] = frozenset()
FIRST_TERM = (date(2015, 9, 1), date(2016, 1, 23))
SECOND_TERM = (date(2016, 2, 22), date(2016, 7, 9))


def read(on: date) -> WindowReader:
    return window_reader(on, rulebook=rulebook_in_force(), procedure="in_city_transfer")


def is_open(on: date, stage: str = COMPULSORY, *districts: int) -> bool | None:
    return read(on).is_open(stage, frozenset(districts))


def set_second_term() -> None:
    Term.objects.create(school_year=2015, number=2, starts_on=SECOND_TERM[0], ends_on=SECOND_TERM[1])


def exception(first: date, last: date, *, opens: bool = True, **more: object) -> WindowException:
    return WindowException.objects.create(
        procedure=TRANSFER, opens=opens, starts_on=first, ends_on=last, reason="通知", **more
    )


def only_before_vacation() -> CompiledRulebook:
    """An edition of 2021: seven days before a vacation, none after the start of term."""
    later = """
    [transfer_window_after_term_start_days]
    title.zh = "转学时段：开学后"
    title.en = "Transfer window after term start"
    unit = "calendar_days"
    [[transfer_window_after_term_start_days.values]]
    from = 2014-06-10
    value = 7
    source = "S4"
    tag = "SEED"
    [[transfer_window_after_term_start_days.values]]
    from = 2021-04-01
    value = 0
    source = "京教基二〔2021〕"
    tag = "SRC"
    """
    base = load_rulebook("beijing_2015")
    told = replace(base.rulebook, parameters=parse_parameters(later).over(base.parameters))
    return CompiledRulebook(told, base.procedures)


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        (date(2015, 8, 31), False),
        (date(2015, 9, 1), True),
        (date(2015, 9, 7), True),
        (date(2015, 9, 8), False),
        (date(2016, 1, 16), False),
        (date(2016, 1, 17), True),
        (date(2016, 1, 23), True),
        (date(2016, 1, 24), False),
        (date(2016, 2, 22), True),
        (date(2016, 2, 28), True),
        (date(2016, 2, 29), False),
        (date(2016, 7, 9), True),
        (date(2016, 7, 10), False),
    ],
)
def test_a_week_after_term_start_and_a_week_before_vacation_are_open(city: SmallCity, day: date, open_: bool) -> None:
    set_second_term()
    assert is_open(day) is open_


def test_nothing_is_known_where_the_city_has_set_no_term(city: SmallCity) -> None:
    assert is_open(date(2017, 9, 1)) is None
    assert is_open(date(2016, 2, 1)) is None, "the second term may have begun: nobody has said when"
    assert is_open(date(2015, 12, 1)) is False
    set_second_term()
    assert is_open(date(2016, 2, 1)) is False


def test_a_dated_parameter_of_nought_days_makes_no_window(city: SmallCity) -> None:
    Term.objects.create(school_year=2021, number=1, starts_on=date(2021, 9, 1), ends_on=date(2022, 1, 15))
    found = windows_between(date(2021, 8, 1), date(2022, 7, 31), rulebook=only_before_vacation())
    assert [(span.procedure, span.kind, span.starts_on, span.ends_on) for span in found] == [
        (procedure, "before_vacation", date(2022, 1, 9), date(2022, 1, 15)) for procedure in (ACROSS, TRANSFER)
    ]


def test_an_edition_without_the_parameters_has_no_windows(city: SmallCity) -> None:
    lanting = load_rulebook("lanting")
    assert windows_between(date(2015, 8, 1), date(2016, 7, 31), rulebook=lanting) == []
    assert (
        window_reader(date(2015, 9, 1), rulebook=lanting, procedure="in_city_transfer").is_open(COMPULSORY, ANYWHERE)
        is None
    )


def test_spans_tell_where_they_come_from(city: SmallCity) -> None:
    exception(date(2015, 10, 12), date(2015, 10, 16), paper_number="京教〔2015〕9号")
    found = windows_between(date(2015, 9, 7), date(2015, 12, 31), rulebook=rulebook_in_force())
    assert [(span.procedure, span.kind, span.starts_on, span.source, span.reason) for span in found] == [
        (ACROSS, "after_term_start", date(2015, 9, 1), "S4; S8", ""),
        (TRANSFER, "after_term_start", date(2015, 9, 1), "S4; S8", ""),
        (TRANSFER, "exception", date(2015, 10, 12), "京教〔2015〕9号", "通知"),
    ]


def test_an_exception_opens_for_its_stage_and_the_receiving_district_only(city: SmallCity) -> None:
    here, there = (district.pk for district in city.districts)
    exception(date(2015, 10, 12), date(2015, 10, 16), stage_group=SENIOR, district_id=here)
    day = date(2015, 10, 12)
    assert is_open(day, SENIOR, here) is True
    assert is_open(day, SENIOR, there) is False
    assert is_open(day, COMPULSORY, here) is False


def test_a_closing_exception_wins_over_an_opening_one_and_the_calendar(city: SmallCity) -> None:
    day = date(2015, 9, 3)
    exception(day, day)
    exception(day, day, opens=False)
    assert is_open(day) is False
    assert is_open(day + timedelta(days=1)) is True
    told = read(day).current(COMPULSORY, ANYWHERE)
    assert told is not None
    assert (told.kind, told.opens) == ("exception", False)


def test_what_was_taken_back_holds_up_to_the_day_before(city: SmallCity) -> None:
    exception(date(2015, 10, 12), date(2015, 10, 16), ended_on=date(2015, 10, 14))
    exception(date(2015, 11, 2), date(2015, 11, 6), ended_on=date(2015, 10, 14))
    assert is_open(date(2015, 10, 13)) is True
    assert is_open(date(2015, 10, 14)) is False
    assert is_open(date(2015, 11, 3)) is False


def test_the_next_opening_heeds_stage_district_and_closings(city: SmallCity) -> None:
    exception(date(2015, 12, 1), date(2015, 12, 4), stage_group=SENIOR)
    exception(date(2016, 1, 17), date(2016, 1, 18), opens=False)
    reader = read(date(2015, 9, 8))
    assert reader.next_opening(SENIOR, ANYWHERE) == date(2015, 12, 1)
    assert reader.next_opening(COMPULSORY, ANYWHERE) == date(2016, 1, 19)
    assert read(date(2015, 9, 2)).next_opening(COMPULSORY, ANYWHERE) == date(2015, 9, 2)
    assert read(date(2016, 1, 24)).next_opening(COMPULSORY, ANYWHERE) is None


def test_a_reader_asks_twice_and_no_more(city: SmallCity) -> None:
    rulebook = rulebook_in_force()
    with CaptureQueriesContext(connection) as asked:
        reader = window_reader(date(2015, 9, 1), rulebook=rulebook, procedure="in_city_transfer")
        for district in city.districts:
            reader.is_open(COMPULSORY, frozenset({district.pk}))
            reader.next_opening(SENIOR, frozenset({district.pk}))
    assert len(asked) == 2
    with CaptureQueriesContext(connection) as asked:
        windows_between(date(2015, 8, 1), date(2016, 7, 31), rulebook=rulebook)
    assert len(asked) == 2


# The office acts


def test_the_city_opens_closes_and_takes_back(city: SmallCity) -> None:
    officer = city.city_officer()
    days = {"starts_on": date(2015, 10, 12), "ends_on": date(2015, 10, 16)}
    with scope(officer):
        opened = acts.open_window(actor=officer, reason="校舍搬迁", procedure=TRANSFER, paper_number="9号", **days)
        closed = acts.close_window(
            actor=officer, reason="系统停机", procedure=TRANSFER, district=city.districts[0], **days
        )
        assert is_open(date(2015, 10, 12), COMPULSORY, city.districts[0].pk) is False
        acts.end_window_exception(actor=officer, reason="停机取消", exception=closed)
    assert is_open(date(2015, 10, 12), COMPULSORY, city.districts[0].pk) is True
    assert opened.entered_by_id == officer.account_id
    written = list(JournalEntry.objects.order_by("id").values_list("act", "reason", "subject"))
    assert written == [
        ("open_window", "校舍搬迁", f"window:{opened.pk}"),
        ("close_window", "系统停机", f"window:{closed.pk}"),
        ("end_window_exception", "停机取消", f"window:{closed.pk}"),
    ]


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"reason": " "}, "reason_required"),
        ({"reason": "长" * 301}, "reason_required"),
        ({"procedure": "entry_registration"}, "procedure_has_windows"),
        ({"stage_group": "nursery"}, "stage_group_known"),
        ({"starts_on": date(2015, 8, 31)}, "window_begins_now"),
        ({"ends_on": date(2015, 10, 11)}, "window_end"),
        ({"ends_on": date(2015, 12, 11)}, "window_longest"),
    ],
)
def test_what_is_wrong_is_refused_by_name(city: SmallCity, changes: dict[str, object], rule: str) -> None:
    officer = city.city_officer()
    asked: dict[str, object] = {
        "reason": "通知",
        "procedure": TRANSFER,
        "starts_on": date(2015, 10, 12),
        "ends_on": date(2015, 10, 16),
        **changes,
    }
    with scope(officer), pytest.raises(RefusedError) as refused:
        acts.open_window(actor=officer, **asked)
    assert [complaint.rule for complaint in refused.value.complaints] == [rule]
    assert not WindowException.objects.exists()


def test_sixty_days_are_the_longest(city: SmallCity) -> None:
    officer, first = city.city_officer(), date(2015, 10, 12)
    with scope(officer):
        acts.open_window(
            actor=officer, reason="通知", procedure=TRANSFER, starts_on=first, ends_on=first + timedelta(days=59)
        )
    assert WindowException.objects.count() == 1


def test_a_district_is_a_district(city: SmallCity) -> None:
    officer, day = city.city_officer(), date(2015, 10, 12)
    with scope(officer), pytest.raises(RefusedError) as refused:
        acts.open_window(
            actor=officer, reason="通知", procedure=TRANSFER, starts_on=day, ends_on=day, district=city.city
        )
    assert [complaint.rule for complaint in refused.value.complaints] == ["district_known"]


def test_what_is_over_is_not_taken_back_again(city: SmallCity) -> None:
    officer = city.city_officer()
    over = exception(date(2015, 8, 3), date(2015, 8, 7))
    with scope(officer), pytest.raises(RefusedError) as refused:
        acts.end_window_exception(actor=officer, reason="撤回", exception=over)
    assert [complaint.rule for complaint in refused.value.complaints] == ["window_exception_over"]


def test_only_the_city_makes_exceptions(city: SmallCity) -> None:
    for actor in (city.district_officer(), city.actor()):
        with scope(actor), pytest.raises(RefusedError) as refused:
            acts.open_window(
                actor=actor, reason="x", procedure=TRANSFER, starts_on=date(2015, 10, 12), ends_on=date(2015, 10, 16)
            )
        assert [complaint.rule for complaint in refused.value.complaints] == ["not_your_act"]
