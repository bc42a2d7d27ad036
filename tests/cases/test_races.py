"""Many at once: the last places, and one identity at two schools (quality.md R6, R8, reduced)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.cases.test_entry_registration import cases_of
from tests.small_city import SmallCity, resident_id, small_city
from xueji.cases.batch.work import Outcome, Step
from xueji.cases.door import act
from xueji.parties.actors import Actor, system_actor
from xueji.parties.scope import scope
from xueji.records.models import EnrollmentQuota, ProblemRecord, StudentRecord
from xueji.vocabulary.parties import Party, Role

REGISTRARS = 32
PLACES = 7


@pytest.fixture
def city(transactional_db: None) -> SmallCity:
    return small_city()


def at_once(deeds: list[Callable[[], Outcome]]) -> list[Outcome]:
    barrier = Barrier(len(deeds))

    def run(deed: Callable[[], Outcome]) -> Outcome:
        try:
            barrier.wait()
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def step(case: int, event: str, actor: Actor, **answers: object) -> Callable[[], Outcome]:
    return lambda: act(Step(case, event, answers), actor=actor)


def test_thirty_two_registrars_never_exceed_the_last_seven_places(city: SmallCity) -> None:
    EnrollmentQuota.objects.filter(school=city.school, grade="P1").update(granted=PLACES)
    registrars = [city.actor() for _ in range(REGISTRARS)]
    entrants = city.entrants(REGISTRARS)
    with scope(registrars[0]):
        keys = cases_of(entrants)
        for key in keys:
            assert act(Step(key, "claim"), actor=registrars[0]).taken
    outcomes = at_once([step(key, "register", actor) for key, actor in zip(keys, registrars, strict=True)])
    quota = EnrollmentQuota.objects.get(school=city.school, grade="P1")
    assert (quota.held, sum(outcome.taken for outcome in outcomes)) == (PLACES, PLACES)
    assert {reason.rule for outcome in outcomes for reason in outcome.reasons} == {"place_is_free"}


def test_one_identity_at_two_schools_gives_one_record_and_one_problem(city: SmallCity) -> None:
    number = resident_id(500)
    pairs = []
    for school in city.schools[:2]:
        actor = city.actor(Role.REGISTRAR, school)
        (entrant,) = city.entrants(1, school=school, document_number=number)
        group = city.class_group(school=school)
        with scope(actor):
            (key,) = cases_of([entrant])
            for event in ("claim", "register"):
                assert act(Step(key, event), actor=actor).taken
        pairs.append((key, actor, group))
    outcomes = at_once([step(key, "assign", actor, class_group=group.pk) for key, actor, group in pairs])
    assert sorted(outcome.taken for outcome in outcomes) == [False, True]
    refused = next(outcome for outcome in outcomes if not outcome.taken)
    assert "identity_is_free" in {reason.rule for reason in refused.reasons}
    with scope(system_actor(Party.CLOCK)):
        assert StudentRecord.objects.filter(document_number=number).count() == 1
        assert ProblemRecord.objects.filter(flagged__document_number=number).count() == 1
