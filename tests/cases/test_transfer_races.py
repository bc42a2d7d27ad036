"""Many at once on the same children and the same places (quality.md R6, R7, reduced)."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date

import pytest

from tests.cases.test_races import at_once
from tests.pupils import TRANSFER, Schools, answers_for, apply_for, approve, clerk, group_of, holder, pupil
from tests.small_city import SmallCity, small_city
from xueji.cases.batch.work import Opening, Outcome, Step
from xueji.cases.door import act, open_case
from xueji.cases.models import Case
from xueji.parties.actors import Actor, system_actor
from xueji.parties.models import City, School
from xueji.parties.refusals import RefusedError
from xueji.parties.scope import scope
from xueji.records.acts.office.classes import change_class
from xueji.records.models import Enrollment, StudentRecord
from xueji.vocabulary.parties import Party

APPLICANTS = 16
PLACES = 3
ASKING = 8


@pytest.fixture
def city(transactional_db: None) -> SmallCity:
    return small_city()


@pytest.fixture
def schools(city: SmallCity) -> Schools:
    return Schools(city)


def application(record: StudentRecord, school: School, actor: Actor) -> Callable[[], Outcome]:
    answers = answers_for(record, school, actor)
    return lambda: open_case(Opening(TRANSFER, record.pk, None, answers), actor=actor)


@pytest.mark.parametrize(
    ("kind", "rule"), [("general", "receiving_school_has_place"), ("foreign", "foreign_place_free")]
)
def test_applications_at_once_never_oversell_the_last_places(
    city: SmallCity, schools: Schools, kind: str, rule: str
) -> None:
    there = schools.near_primary
    School.objects.filter(pk=there.pk).update(foreign_license=True)
    # A foreign place is asked of those who entered from 2015 on: in the second term they may move.
    City.objects.update(training_date=date(2016, 3, 1))
    schools.places(there, 100)
    schools.places(there, PLACES, kind)
    residency = "foreign" if kind == "foreign" else "local"
    actors = [clerk(city, there) for _ in range(APPLICANTS)]
    outcomes = at_once([application(pupil(schools.primary, "P1", residency=residency), there, each) for each in actors])
    quota = schools.quota(there, "P1", kind)
    assert (quota.held, sum(outcome.taken for outcome in outcomes)) == (PLACES, PLACES)
    assert {reason.rule for outcome in outcomes if not outcome.taken for reason in outcome.reasons} == {rule}


def test_two_schools_that_ask_for_one_child_get_one_case(city: SmallCity, schools: Schools) -> None:
    record = pupil(schools.primary)
    places = [schools.near_primary, schools.far_primary]
    outcomes = at_once([application(record, school, clerk(city, school)) for school in places * (ASKING // 2)])
    assert sum(outcome.taken for outcome in outcomes) == 1
    rules = {reason.rule for outcome in outcomes if not outcome.taken for reason in outcome.reasons}
    assert rules <= {"no_other_open_case", "conflict"}
    with scope(system_actor(Party.CITY)):
        assert Case.objects.filter(student_record=record).count() == 1
    assert sum(schools.quota(school, "P3").held for school in places) == 1


def test_children_that_change_places_at_once_end_on_one_roll_each(city: SmallCity, schools: Schools) -> None:
    """Two schools exchange children while their own school puts them into another class and the applicant withdraws."""
    here, there = schools.primary, schools.near_primary
    children = [(pupil(here), there), (pupil(there), here), (pupil(here), there), (pupil(there), here)]
    deeds: list[Callable[[], object]] = []
    for record, receiving in children:
        sending = here if receiving == there else there
        opened = apply_for(record, receiving, clerk(city, receiving))
        assert approve(city, opened.case_id).taken
        deeds += [
            _step(opened.case_id, "approve", holder(city, opened.case_id)),
            _step(opened.case_id, "approve", holder(city, opened.case_id)),
            _step(opened.case_id, "withdraw", clerk(city, receiving)),
            _class_change(record, sending, clerk(city, sending)),
        ]
    at_once(deeds)  # type: ignore[arg-type]
    with scope(system_actor(Party.CITY)):
        for record, receiving in children:
            case = Case.objects.get(student_record=record)
            roll = Enrollment.objects.filter(record=record, during__upper_inf=True)
            assert case.outcome in {"approved", "withdrawn"}
            sending = here if receiving == there else there
            assert [spell.school_id for spell in roll] == [(receiving if case.outcome == "approved" else sending).pk]
        for school in (here, there):
            quota = schools.quota(school, "P3")
            seats = Enrollment.objects.filter(school=school, grade="P3", during__upper_inf=True).count()
            assert (quota.held, quota.taken) == (0, seats)


def _step(case_id: int, event: str, actor: Actor) -> Callable[[], Outcome]:
    return lambda: act(Step(case_id, event, {}, "理由"), actor=actor)


def _class_change(record: StudentRecord, school: School, actor: Actor) -> Callable[[], object]:
    group = group_of(school, "P3", 2)

    def change() -> object:
        with suppress(RefusedError), scope(actor):
            spell = Enrollment.objects.filter(record=record, school=school, during__upper_inf=True).first()
            return change_class(actor=actor, reason="调班", spells=[spell], group=group) if spell else None

    return change
