"""Locks and indexes left out are caught by the races; a repeat that is not known again, by the batch."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, local
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests.cases import test_transfer_races as races
from tests.faults.seeding import fails
from tests.pupils import Schools, apply_for, clerk, holder, pupil
from tests.small_city import SmallCity, small_city
from xueji.cases import door
from xueji.cases.batch.places import PlaceLedger
from xueji.cases.batch.work import Step
from xueji.cases.door import act_many, applying
from xueji.cases.models import Decision
from xueji.parties.actors import system_actor
from xueji.parties.scope import scope
from xueji.vocabulary.parties import Party

MEETING_SECONDS = 60


@pytest.fixture
def committed(transactional_db: None) -> tuple[SmallCity, Schools]:
    city = small_city()
    return city, Schools(city)


def together(reading: Callable[..., Any], readers: int) -> Callable[..., Any]:
    """What is read without a lock is old by the time it is used: nobody goes on before everybody has read once."""
    meeting = Barrier(readers, timeout=MEETING_SECONDS)
    met = local()

    def read(*asked: Any) -> Any:
        found = reading(*asked)
        if not getattr(met, "once", False):
            met.once = True
            meeting.wait()
        return found

    return read


def test_places_read_without_a_lock_and_without_a_bound_are_caught_by_the_race(
    committed: tuple[SmallCity, Schools], owner_connection: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the bound alone nothing is oversold either: the database refuses, and the row is asked again by itself."""
    owner_connection.execute("ALTER TABLE records_enrollmentquota DROP CONSTRAINT quota_never_exceeded")
    monkeypatch.setattr(PlaceLedger, "locked", together(PlaceLedger.read, races.APPLICANTS))
    race = races.test_applications_at_once_never_oversell_the_last_places
    assert fails(lambda: race(*committed, "general", "receiving_school_has_place"))


def test_children_neither_locked_nor_kept_apart_by_the_index_are_caught_by_the_race(
    committed: tuple[SmallCity, Schools], owner_connection: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner_connection.execute("DROP INDEX one_open_case_a_student_record")
    monkeypatch.setattr(applying, "lock_records", lambda _: None)
    monkeypatch.setattr(applying, "gather", together(applying.gather, races.ASKING))
    assert fails(lambda: races.test_two_schools_that_ask_for_one_child_get_one_case(*committed))


def repeated_batch_has_one_effect(city: SmallCity, schools: Schools) -> None:
    """A check: the same batch sent twice is answered twice and done once."""
    there = schools.near_primary
    key = apply_for(pupil(schools.primary), there, clerk(city, there)).case_id
    steps, actor, batch = [Step(key, "approve", {}, row=1)], holder(city, key), uuid4()
    first, second = act_many(steps, actor=actor, batch=batch), act_many(steps, actor=actor, batch=batch)
    assert [outcome.taken for outcome in (*first, *second)] == [True, True]
    assert second[0].repeated
    with scope(system_actor(Party.CITY)):
        assert Decision.objects.filter(case_id=key).count() == 2


def test_a_repeat_that_is_not_known_again_is_caught(city: SmallCity, monkeypatch: pytest.MonkeyPatch) -> None:
    schools = Schools(city)
    repeated_batch_has_one_effect(city, schools)
    monkeypatch.setattr(door, "_fresh", lambda through, asked, actor, batch: through(asked, actor, batch))
    assert fails(lambda: repeated_batch_has_one_effect(city, schools))
