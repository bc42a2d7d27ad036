"""Several at once: one key has one effect (R2), and the feed tells nothing beside which something earlier may yet appear."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from tests.desks.api.programs import Program, rules
from xueji.cases.batch.work import Step
from xueji.cases.door import act
from xueji.cases.models import Case
from xueji.parties.scope import scope
from xueji.records.models import ClassGroup

if TYPE_CHECKING:
    from tests.small_city import SmallCity

AT_ONCE = 8


@pytest.fixture
def town(transactional_db: None) -> SmallCity:
    from tests.small_city import small_city  # noqa: PLC0415 - models are there only once Django is set up

    return small_city()


def test_of_many_retries_at_once_one_is_done(town: SmallCity) -> None:
    program = Program(town.actor())
    sent = {"campus_id": town.school.campuses.get().pk, "grade": "P1", "count": 2}
    barrier = Barrier(AT_ONCE)

    def knock(number: int) -> Any:
        del number
        try:
            barrier.wait()
            return program.post("/class-groups", sent, idempotency_key="same")
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(knock, range(AT_ONCE)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert sum("Idempotent-Replay" not in answer for answer in answers) == 1
    assert ClassGroup.objects.count() == 2


def test_of_two_who_decide_on_one_version_one_is_late(town: SmallCity) -> None:
    entrant = town.entrants()[0]
    programs = [Program(town.actor()) for _ in range(2)]
    key = programs[0].get(f"/entrants/{entrant.pk}").json()["case_id"]
    tag = programs[0].get(f"/cases/{key}")["ETag"]
    barrier = Barrier(2)

    def decide(program: Program) -> Any:
        try:
            barrier.wait()
            return program.post(f"/cases/{key}/steps", {"event": "claim"}, if_match=tag)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(decide, programs), key=lambda answer: answer.status_code)
    assert [answer.status_code for answer in answers] == [200, 412]
    assert rules(answers[1]) == {"stale_page"}


def test_the_feed_waits_for_who_began_earlier(town: SmallCity) -> None:
    program = Program(town.district_officer())
    one, other = (town.actor(at=school) for school in town.schools[:2])
    entrants = [town.entrants(school=school)[0] for school in town.schools[:2]]
    with scope(program.actor):
        slow, quick = (Case.objects.get(entrant=entrant).pk for entrant in entrants)
    since = settled(program, 0, 2)[-1]["decision"]["id"]
    begun, go_on = Event(), Event()

    def dawdle() -> None:
        try:
            with scope(one):
                assert act(Step(slow, "claim"), actor=one).taken
                begun.set()
                go_on.wait(30)
        finally:
            begun.set()
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(dawdle)
        begun.wait(30)
        try:
            assert act(Step(quick, "claim"), actor=other).taken
            assert program.get(f"/changes?after={since}").json()["items"] == []
        finally:
            go_on.set()
        waiting.result()
    assert [one["case_id"] for one in settled(program, since, 2)] == [slow, quick]


def settled(program: Program, since: int, count: int) -> list[dict[str, Any]]:
    """So many changes. Transactions of the server's other databases hold them back too: those of other tests."""
    for _ in range(1200):
        found: list[dict[str, Any]] = program.get(f"/changes?after={since}").json()["items"]
        if len(found) >= count:
            return found
        time.sleep(0.1)
    return []
