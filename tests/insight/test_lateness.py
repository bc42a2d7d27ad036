"""What is late now and what was ended late, by school, district and step; whoever ended it, the holder was late."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.desks.district.people import stand_on, take
from tests.small_city import SmallCity, small_city
from xueji.cases.timers import run_timers
from xueji.insight.figures import Asked, Figures, PlaceLine, StepLine
from xueji.insight.lateness import league_of_districts, league_of_schools, step_times
from xueji.parties.actors import Actor
from xueji.parties.scope import UnscopedQueryError, scope

SEPTEMBER = Asked(date(2015, 9, 1), date(2015, 9, 30))


@pytest.fixture
def town(db: None) -> SmallCity:
    return small_city()


def by_school(actor: Actor, today: date, asked: Asked = SEPTEMBER) -> dict[str, Figures]:
    with scope(actor):
        return {line.name: line.figures for line in league_of_schools(actor, asked, today)}


def by_district(actor: Actor, today: date, asked: Asked = SEPTEMBER) -> list[PlaceLine]:
    with scope(actor):
        return league_of_districts(actor, asked, today)


def by_step(actor: Actor, today: date, asked: Asked = SEPTEMBER) -> dict[tuple[str, str], StepLine]:
    with scope(actor):
        return {(line.procedure, line.state): line for line in step_times(actor, asked, today)}


def given_back_and_answered(town: SmallCity, days: list[int]) -> None:
    """One child for each day of September on which the district ends what it was given on the 1st."""
    entrants = town.entrants(len(days))
    take(town.actor(), entrants, "give_back", cause="other")
    officer = town.district_officer()
    for entrant, day in zip(entrants, days, strict=True):
        stand_on(date(2015, 9, day))
        take(officer, [entrant], "withdraw_entrant")


def test_steps_ended_late_are_the_holders_whoever_ended_them(town: SmallCity) -> None:
    given_back_and_answered(town, [2, 8, 16, 18, 30])
    figures = by_school(town.city_officer(), date(2015, 9, 30))["延庆县"]
    assert (figures.steps, figures.late, figures.share, figures.open_late) == (5, 2, 40, 0)
    assert (figures.median, figures.p90) == (15, pytest.approx(24.2))
    assert by_school(town.city_officer(), date(2015, 9, 30))["妫川第一小学"] == Figures(5, 0, 0, 0)


def test_what_a_timer_takes_away_was_late_at_the_school(town: SmallCity) -> None:
    town.entrants(2)
    stand_on(date(2015, 9, 17))
    run_timers(date(2015, 9, 17))
    figures = by_school(town.city_officer(), date(2015, 9, 17))["妫川第一小学"]
    assert (figures.steps, figures.late, figures.share, figures.median) == (2, 2, 100, 16)


def test_open_ones_have_their_age_in_working_days(town: SmallCity) -> None:
    take(town.actor(), town.entrants(3), "claim")
    for day, ages in (
        (date(2015, 9, 16), None),
        (date(2015, 9, 17), (3, 0, 0)),
        (date(2015, 9, 21), (3, 0, 0)),
        (date(2015, 9, 22), (0, 3, 0)),
        (date(2015, 9, 30), (0, 3, 0)),
        (date(2015, 10, 8), (0, 0, 3)),
    ):
        figures = by_school(town.city_officer(), day).get("妫川第一小学")
        assert (figures.ages if figures and figures.open_late else None) == ages, day
        if ages:
            assert figures is not None
            assert (figures.open_late, figures.oldest) == (3, date(2015, 9, 16))


def test_a_district_is_itself_and_its_schools_and_the_most_behind_comes_first(town: SmallCity) -> None:
    far = town.schools[2]
    take(town.actor(), town.entrants(1), "give_back", cause="other")
    take(town.actor(), town.entrants(1), "claim")
    take(town.actor(at=far), town.entrants(3, far, grade="S1"), "claim")
    lines = by_district(town.city_officer(), date(2015, 9, 17))
    assert [(line.name, line.figures.open_late) for line in lines] == [("海淀区", 3), ("延庆县", 2)]
    assert lines[0].school_id is None
    assert next(iter(by_school(town.city_officer(), date(2015, 9, 17)))) == "学院路中学"


def test_a_district_and_a_school_see_their_own(town: SmallCity) -> None:
    for school in town.schools:
        take(town.actor(at=school), town.entrants(1, school), "claim")
    today = date(2015, 9, 17)
    assert set(by_school(town.district_officer(), today)) == {"妫川第一小学", "长城路小学"}
    assert set(by_school(town.actor(), today)) == {"妫川第一小学"}
    elsewhere = Asked(SEPTEMBER.since, SEPTEMBER.until, district_id=town.districts[1].pk)
    assert by_school(town.district_officer(), today, elsewhere) == {}
    stranger = Asked(SEPTEMBER.since, SEPTEMBER.until, school_id=town.schools[2].pk)
    assert by_school(town.actor(), today, stranger) == {}
    assert set(by_school(town.city_officer(), today, stranger)) == {"学院路中学"}


def test_steps_stand_in_the_order_of_the_procedure_and_filters_narrow(town: SmallCity) -> None:
    given_back_and_answered(town, [18])
    officer, today = town.city_officer(), date(2015, 9, 18)
    lines = by_step(officer, today)
    assert list(lines) == [("entry_registration", "unclaimed"), ("entry_registration", "given_back")]
    assert lines["entry_registration", "given_back"].figures == Figures(1, 1, 17, 17)
    narrowed = Asked(SEPTEMBER.since, SEPTEMBER.until, procedure="entry_registration", state="given_back")
    assert list(by_step(officer, today, narrowed)) == [("entry_registration", "given_back")]
    assert by_step(officer, today, Asked(SEPTEMBER.since, SEPTEMBER.until, procedure="in_city_transfer")) == {}
    assert by_step(officer, today, Asked(date(2015, 9, 19), SEPTEMBER.until)) == {}


def test_one_statement_however_many(town: SmallCity) -> None:
    officer, counted = town.city_officer(), []
    for more in (1, 20):
        take(town.actor(), town.entrants(more), "claim")
        with scope(officer), CaptureQueriesContext(connection) as asked:
            league_of_schools(officer, SEPTEMBER, date(2015, 9, 17))
        counted.append(len(asked))
    assert counted == [2, 2]


def test_nobody_reads_outside_a_scope(town: SmallCity) -> None:
    with pytest.raises(UnscopedQueryError):
        league_of_schools(town.city_officer(), SEPTEMBER, date(2015, 9, 17))
