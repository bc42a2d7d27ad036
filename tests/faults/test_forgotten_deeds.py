"""A deed or a mark that the door forgets is found by `xueji verify`, and by the tests of transfers."""

from __future__ import annotations

import pytest
from django.db.models import QuerySet

from tests.cases import test_transfers as transfers
from tests.faults.seeding import fails, faults_of_the_city, must_be_lawful
from tests.pupils import Schools, apply_for, approve, clerk, decide, holder, pupil
from tests.small_city import SmallCity
from xueji.cases import deeds
from xueji.cases.door import chunk, writing


@pytest.fixture
def schools(city: SmallCity) -> Schools:
    return Schools(city)


def moved(city: SmallCity, schools: Schools) -> None:
    """A child goes all the way, another is refused, a third is on its way."""
    there = schools.near_primary
    children = [pupil(schools.primary) for _ in range(3)]
    keys = [apply_for(child, there, clerk(city, there)).case_id for child in children]
    for _ in range(2):
        assert approve(city, keys[0]).taken
    assert decide(keys[1], "refuse", holder(city, keys[1]), "理由").taken


def nothing(*_: object) -> None:
    """The deed that is not done."""


DEEDS = {
    "given_up": {"taken_by_children_in_class"},
    "take_held_places": {"held_by_open_cases"},
    "release_places": {"held_by_open_cases"},
    "hold_places": {"held_by_open_cases"},
}


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_forgotten_is_found(
    city: SmallCity, schools: Schools, deed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if deed == "given_up":
        take = deeds.take_held_places
        monkeypatch.setattr(deeds, "take_held_places", lambda held, _: take(held))
    else:
        monkeypatch.setattr(deeds, deed, nothing)
    if deed == "hold_places":
        # Nothing was held, so giving back would go below none: the database refuses that by itself.
        monkeypatch.setattr(deeds, "release_places", nothing)
        monkeypatch.setattr(deeds, "take_held_places", nothing)
    moved(city, schools)
    assert DEEDS[deed] <= faults_of_the_city()


def test_without_a_fault_nothing_is_found(city: SmallCity, schools: Schools) -> None:
    moved(city, schools)
    must_be_lawful()


def test_a_holder_left_behind_is_found(city: SmallCity, schools: Schools, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "holder_of", lambda case, _: (case.holder_school_id, case.holder_office_id))
    there = schools.near_primary
    key = apply_for(pupil(schools.primary), there, clerk(city, there)).case_id
    assert key
    assert "the_holder_is_the_party_that_must_act" in faults_of_the_city()


def test_a_decision_forgotten_is_found(city: SmallCity, schools: Schools, monkeypatch: pytest.MonkeyPatch) -> None:
    there = schools.near_primary
    key = apply_for(pupil(schools.primary), there, clerk(city, there)).case_id
    monkeypatch.setattr(QuerySet, "bulk_create", lambda _, made: list(made))
    assert approve(city, key).taken
    assert faults_of_the_city() == {"a_decision_for_every_version"}


def test_whoever_undoes_anothers_decision_is_caught(
    city: SmallCity, schools: Schools, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = transfers.test_only_the_own_last_decision_is_taken_back
    assert not fails(lambda: scene(city, schools))
    monkeypatch.setattr(chunk, "may_take_back", lambda *_: True)
    assert fails(lambda: scene(city, schools))
