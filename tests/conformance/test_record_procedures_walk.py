"""Every procedure about records, of every edition, walks to each of its ends through the door on PostgreSQL.

The walk knows no edition: it opens as the procedure says, and whoever holds the case decides.
"""

from datetime import date

import pytest

from tests.pupils import Schools, apply_for, approve, clerk, decide, holder, pupil
from tests.small_city import SmallCity, small_city
from xueji.cases.models import Case
from xueji.parties.models import School, Term
from xueji.parties.scope import scope
from xueji.process.compiled import CompiledProcedure
from xueji.process.compiler.keys import SEND_BACK, WITHDRAW
from xueji.process.loading import load_rulebook, rulebook_names
from xueji.process.notation import Subject
from xueji.records.models import Enrollment
from xueji.vocabulary.parties import Party

MOST_STEPS = 12
EDITIONS = [
    (name, key)
    for name in rulebook_names()
    for key, procedure in load_rulebook(name).procedures.items()
    if procedure.about is Subject.STUDENT_RECORD and procedure.rows
]


@pytest.fixture(params=EDITIONS, ids="-".join)
def edition(request: pytest.FixtureRequest, db: None) -> tuple[SmallCity, Schools, CompiledProcedure]:
    name, key = request.param
    rulebook = load_rulebook(name)
    # An edition is tried in the last week of a term of its own time: the window that every edition so far opens.
    year = max(2015, rulebook.rulebook.in_force_from.year)
    city = small_city(date(year + 1, 1, 20), jurisdiction=rulebook.rulebook.jurisdiction)
    Term.objects.update_or_create(
        school_year=year, number=1, defaults={"starts_on": date(year, 9, 1), "ends_on": date(year + 1, 1, 23)}
    )
    return city, Schools(city), rulebook.procedure(key)


def opened(city: SmallCity, schools: Schools, procedure: CompiledProcedure) -> Case:
    """Open one case across districts; a procedure opened by the school that has the child needs one that came."""
    receiving, sending = schools.far_primary, schools.primary
    record = pupil(sending)
    applicant = receiving
    if procedure.opened_by is Party.SENDING_SCHOOL:
        with scope(city.city_officer()):
            spell = Enrollment.objects.get(record=record)
            Enrollment.objects.filter(pk=spell.pk).update(during=(date(2015, 8, 1), city_day()), exit_type="transfer")
            spell.pk, spell.school, spell.district, spell.class_group = None, receiving, receiving.district, None
            spell.campus, spell.entry_type = receiving.campuses.get(main=True), "transfer"
            spell.during = (city_day(), None)
            spell.save(force_insert=True)
        receiving = sending
    outcome = apply_for(record, receiving, clerk(city, applicant), procedure.key)
    assert outcome.taken, [reason.rule for reason in outcome.reasons]
    return case_of(city, outcome.case_id)


def city_day() -> date:
    from xueji.parties.clock import city_today  # noqa: PLC0415 - models are there only once Django is set up

    return city_today()


def case_of(city: SmallCity, key: int) -> Case:
    with scope(city.city_officer()):
        return Case.objects.get(pk=key)


def test_approved_by_everybody_the_child_moves(edition: tuple[SmallCity, Schools, CompiledProcedure]) -> None:
    city, schools, procedure = edition
    case = opened(city, schools, procedure)
    for _ in range(MOST_STEPS):
        if case.closed_on:
            break
        assert approve(city, case.pk).taken
        case = case_of(city, case.pk)
    assert case.outcome == "approved"
    with scope(city.city_officer()):
        now = Enrollment.objects.get(record_id=case.student_record_id, during__upper_inf=True)
    assert now.school_id == case.school_id


def test_every_office_on_the_way_may_refuse(edition: tuple[SmallCity, Schools, CompiledProcedure]) -> None:
    city, schools, procedure = edition
    refused: set[str] = set()
    for before in range(MOST_STEPS):
        case = opened(city, schools, procedure)
        for _ in range(before):
            assert approve(city, case.pk).taken
        case = case_of(city, case.pk)
        if case.closed_on:
            break
        outcome = decide(case.pk, "refuse", holder(city, case.pk), "材料不符")
        assert outcome.taken
        assert procedure.state(outcome.state).closed == "refused"
        refused.add(outcome.state)
        assert not School.objects.filter(quotas__held__gt=0).exists()
    assert len(refused) == before


def test_the_applicant_may_withdraw_and_correct(edition: tuple[SmallCity, Schools, CompiledProcedure]) -> None:
    city, schools, procedure = edition
    case = opened(city, schools, procedure)
    offered = {item.event for item in procedure.transitions_from(case.state, case.route_row)}
    if SEND_BACK in offered:
        assert decide(case.pk, SEND_BACK, holder(city, case.pk), "不清楚").taken
        assert decide(case.pk, "resubmit", holder(city, case.pk)).state == case.state
    assert WITHDRAW in offered
    applicant = clerk(city, schools.far_primary)
    assert procedure.state(decide(case.pk, WITHDRAW, applicant, "监护人改变主意").state).closed == "withdrawn"
