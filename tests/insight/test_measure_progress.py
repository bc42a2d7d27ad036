"""How far entry registration is, counted in one statement."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.desks.district.people import stand_on, take
from tests.small_city import SCHOOL_YEAR, SmallCity, small_city
from xueji.cases.timers import run_timers
from xueji.insight.progress import Progress, progress_of_districts, progress_of_schools, total
from xueji.parties.actors import Actor
from xueji.parties.models import School
from xueji.parties.scope import UnscopedQueryError, scope

DEADLINE = date(2015, 9, 16)
AFTER = date(2015, 9, 17)


@pytest.fixture
def town(db: None) -> SmallCity:
    return small_city()


def measured(actor: Actor, today: date = date(2015, 9, 1)) -> dict[str, Progress]:
    with scope(actor):
        return {place.name: place for place in progress_of_schools(actor, SCHOOL_YEAR, today)}


def test_it_counts_each_state_and_what_is_settled(town: SmallCity) -> None:
    registrar = town.actor()
    entrants = town.entrants(5)
    take(registrar, entrants[:3], "claim")
    take(registrar, entrants[:2], "register")
    take(registrar, entrants[:1], "assign", class_group=town.class_group().pk)
    place = measured(town.district_officer())["妫川第一小学"]
    assert place.states == {"unclaimed": 2, "claimed": 1, "registered": 1, "established": 1}
    assert (place.admitted, place.settled, place.percent, place.late) == (5, 1, 20, 0)
    assert place.next_due == DEADLINE
    assert place.forms == 1


def test_it_leaves_withdrawn_admissions_out(town: SmallCity) -> None:
    entrants = town.entrants(2)
    take(town.district_officer(), entrants[:1], "withdraw_entrant")
    place = measured(town.district_officer())["妫川第一小学"]
    assert place.admitted == 1
    assert place.count("withdrawn") == 1


def test_late_schools_come_first(town: SmallCity) -> None:
    punctual, late = town.schools[0], town.schools[1]
    town.entrants(1, punctual)
    take(town.actor(at=late), town.entrants(1, late), "claim")
    with_time = town.entrants(1, punctual)
    take(town.actor(at=punctual), with_time, "give_back", cause="other")
    stand_on(AFTER)
    run_timers(AFTER)
    places = list(measured(town.district_officer(), AFTER).values())
    assert [(place.name, place.late) for place in places] == [(late.name, 1), (punctual.name, 0)]
    assert places[0].next_due == DEADLINE


def test_a_school_behind_stands_before_one_that_is_done(town: SmallCity) -> None:
    second = town.schools[1]
    entrants = town.entrants(1, second)
    for event in ("claim", "register"):
        take(town.actor(at=second), entrants, event)
    take(town.actor(at=second), entrants, "assign", class_group=town.class_group(school=second).pk)
    town.entrants(1)
    assert list(measured(town.district_officer())) == ["妫川第一小学", "长城路小学"]


def test_nobody_is_counted_beyond_the_own_office(town: SmallCity) -> None:
    town.entrants(1)
    town.entrants(1, town.schools[2])
    assert set(measured(town.district_officer())) == {"妫川第一小学", "长城路小学"}
    assert set(measured(town.actor())) == {"妫川第一小学"}
    officer = town.district_officer()
    with scope(officer):
        elsewhere = progress_of_schools(officer, SCHOOL_YEAR, AFTER, district_id=town.districts[1].pk)
    assert elsewhere == []


def test_districts_sum_their_schools(town: SmallCity) -> None:
    town.entrants(2)
    town.entrants(1, town.schools[1])
    officer = town.city_officer()
    with scope(officer):
        places = {place.name: place for place in progress_of_districts(officer, SCHOOL_YEAR, AFTER)}
    assert places["延庆县"].admitted == 3
    assert places["延庆县"].late_schools == 2
    assert places["海淀区"].admitted == 0
    assert total(places.values(), "全市").admitted == 3


@pytest.mark.parametrize("schools", [0, 20])
def test_it_asks_one_query_for_any_number_of_schools(town: SmallCity, schools: int) -> None:
    School.objects.bulk_create(
        School(
            code=f"21110009{number:02d}",
            name=f"第{number}小学",
            short_name=f"{number}小",
            city_code="001",
            category="0",
            district=town.districts[0],
            grades=["P1"],
        )
        for number in range(schools)
    )
    town.entrants(1)
    officer = town.city_officer()
    with scope(officer), CaptureQueriesContext(connection) as asked:
        places = progress_of_schools(officer, SCHOOL_YEAR, AFTER)
    assert len(asked) == 1
    assert len(places) == 3 + schools


def test_it_refuses_to_count_while_nobody_acts(town: SmallCity) -> None:
    officer = town.city_officer()
    with pytest.raises(UnscopedQueryError):
        progress_of_schools(officer, SCHOOL_YEAR, AFTER)
