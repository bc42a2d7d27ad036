"""问题学籍 (S21–S23) through the door: which road is open, who reviews, what the nation's answer does."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases.doubts import (
    NATION,
    TODAY,
    Doubt,
    a_doubt,
    changed_by_procedure,
    leave,
    owed,
    paper,
    raised,
    scanned_twins,
    stands,
    state_of,
)
from tests.pupils import Schools, apply_for, clerk, decide, pupil
from tests.small_city import SmallCity, everything
from xueji.cases.batch.work import Opening
from xueji.cases.door import open_case
from xueji.cases.door.preflight import preflight_many
from xueji.cases.models import Case
from xueji.parties.models import City
from xueji.parties.scope import registry_eyes, scope
from xueji.records.acts.office.national_problems import close_problem
from xueji.records.duplicates.scan import scan
from xueji.records.models import Enrollment, NumberAssignment, ProblemRecord, StudentRecord
from xueji.records.models.problems import ProblemKind
from xueji.vocabulary.parties import Role


@pytest.fixture
def doubt(city: SmallCity) -> Doubt:
    """A child that the nation doubts."""
    return a_doubt(city)


@pytest.mark.parametrize(
    ("said", "roads"),
    [
        ({"own_row": "right"}, {"problem_substantiation"}),
        ({"own_row": "wrong"}, set()),
    ],
)
def test_condition_one_the_rows_agree(doubt: Doubt, said: dict[str, str], roads: set[str]) -> None:
    assert doubt.possible(**said) == roads


def test_condition_one_wrong_is_corrected_after_a_key_field_change(doubt: Doubt) -> None:
    changed_by_procedure(doubt)
    assert doubt.possible(own_row="wrong") == {"problem_correction"}


@pytest.mark.parametrize(("own", "roads"), [("right", {"problem_correction"}), ("wrong", set())])
def test_condition_two_the_rows_differ(city: SmallCity, own: str, roads: set[str]) -> None:
    schools = Schools(city)
    record = pupil(schools.primary)
    doubt = Doubt(city, schools, record, raised(record, name="李思圆"))
    assert doubt.possible(own_row=own) == roads
    changed_by_procedure(doubt)
    assert doubt.possible(own_row=own) == {"problem_correction"}


@pytest.mark.parametrize(
    ("outcome", "said", "roads"),
    [
        ("", {"own_row": "right", "really_duplicate": "yes"}, {"problem_removal"}),
        ("", {"own_row": "right", "really_duplicate": "no"}, {"problem_ticket"}),
        ("", {"own_row": "wrong", "really_duplicate": "yes"}, {"problem_ticket"}),
        ("graduated", {"own_row": "right", "really_duplicate": "yes"}, {"problem_substantiation", "problem_removal"}),
        ("graduated", {"own_row": "wrong", "really_duplicate": "yes"}, {"problem_ticket"}),
    ],
)
def test_condition_three_the_child_no_longer_studies(
    doubt: Doubt, outcome: str, said: dict[str, str], roads: set[str]
) -> None:
    leave(doubt, outcome)
    assert doubt.possible(**said) == roads


def test_both_sides_are_blocked_until_the_nation_has_closed_it(doubt: Doubt) -> None:
    receiving = clerk(doubt.city, doubt.schools.far_primary)
    refused = apply_for(doubt.record, doubt.schools.far_primary, receiving)
    assert "no_problem_record" in {reason.rule for reason in refused.reasons}
    case = doubt.open("problem_substantiation").case_id
    doubt.approve_here(case)
    assert owed(case) == ["send_substantiation"]
    with everything():
        assert Case.objects.get(pk=case).answers["problem"] == str(doubt.problem.pk)
    assert stands(doubt.record).contested
    assert decide(case, "problem_closed", NATION, remote_text="已核实").taken
    assert state_of(case) == ("nation_closed", "approved")
    assert (doubt.fresh().resolution, doubt.fresh().reason) == ("substantiated", "已核实")
    assert not stands(doubt.record).contested
    assert apply_for(doubt.record, doubt.schools.far_primary, receiving).taken


def test_a_problem_the_inbox_has_closed_before_stays_as_it_was_closed(doubt: Doubt) -> None:
    case = doubt.open("problem_substantiation").case_id
    doubt.approve_here(case)
    with everything(), registry_eyes():
        assert close_problem(doubt.problem.national_key, doubt.record.pk, TODAY, "substantiate", "先到")
    assert decide(case, "problem_closed", NATION).taken
    assert (doubt.fresh().resolution, doubt.fresh().reason) == ("substantiated", "先到")


def test_the_nations_refusal_leaves_the_problem_open(doubt: Doubt) -> None:
    case = doubt.open("problem_substantiation").case_id
    doubt.approve_here(case)
    assert decide(case, "problem_refused", NATION, remote_text="材料不清").taken
    assert state_of(case) == ("nation_refused", "refused")
    assert doubt.fresh().resolved_on is None
    assert stands(doubt.record).contested
    assert doubt.open("problem_substantiation").taken


def test_a_wrong_row_is_corrected_once_a_key_field_change_has_come_first(doubt: Doubt) -> None:
    before = doubt.open("problem_correction", own_row="wrong")
    assert "key_field_change_came_first" in {reason.rule for reason in before.reasons}
    changed_by_procedure(doubt)
    case = doubt.open("problem_correction", own_row="wrong").case_id
    doubt.approve_here(case)
    assert owed(case) == ["send_correction"]
    assert stands(doubt.record).contested
    assert decide(case, "problem_closed", NATION, remote_text="全国查重通过").taken
    assert (doubt.fresh().resolution, doubt.fresh().reason) == ("corrected", "全国查重通过")
    assert not stands(doubt.record).contested


def test_a_removal_leaves_a_tombstone_and_frees_the_place(doubt: Doubt) -> None:
    leave(doubt)
    with everything():
        Enrollment.objects.filter(record=doubt.record).update(during=[date(2015, 8, 1), None])
    before = doubt.schools.quota(doubt.school, "P3").taken
    case = doubt.open("problem_removal").case_id
    doubt.approve_here(case)
    assert owed(case) == ["send_removal"]
    assert decide(case, "problem_closed", NATION).taken
    record = stands(doubt.record)
    assert record.removed_at is not None
    assert not record.contested
    assert doubt.fresh().resolution == "removed"
    assert doubt.schools.quota(doubt.school, "P3").taken == before - 1
    with everything():
        assert not Enrollment.objects.filter(record=record, during__upper_inf=True).exists()
        assert not NumberAssignment.objects.filter(record=record, ends_on__isnull=True).exists()


def test_condition_four_sets_the_standing_waits_a_day_and_removes(doubt: Doubt) -> None:
    leave(doubt, number="L")
    said = {"own_row": "right", "really_duplicate": "yes"}
    assert doubt.possible(**said) == {"problem_standing"}
    case = doubt.open("problem_standing").case_id
    doubt.approve_here(case)
    assert owed(case) == ["send_standing"]
    assert decide(case, "standing_set", NATION).taken
    assert doubt.possible(**said) == set()
    City.objects.update(training_date=date(2015, 9, 2))
    assert doubt.possible(**said) == {"problem_removal"}
    case = doubt.open("problem_removal").case_id
    doubt.approve_here(case)
    assert state_of(case)[0] == "sent_with_temporary_standing"
    assert decide(case, "problem_refused", NATION).taken
    assert doubt.fresh().standing_set_on is None
    assert owed(case) == ["send_removal", "send_standing"]
    with everything():
        assert Case.objects.get(pk=case).answers["standing"] == "left"
    assert doubt.possible(**said) == {"problem_standing"}


def test_the_service_team_executes_a_ticket(doubt: Doubt) -> None:
    leave(doubt, "graduated")
    opened = doubt.open("problem_ticket", own_row="wrong", what_is_wrong="姓名错误")
    assert decide(opened.case_id, "consolidate", clerk(doubt.city, doubt.city.districts[0])).taken
    with everything():
        office = Case.objects.get(pk=opened.case_id).holder_office
    team = doubt.city.actor(Role.SERVICE_OFFICER, office)
    assert decide(opened.case_id, "execute", team, "已更正", ticket_outcome="corrected").taken
    assert doubt.fresh().resolution == "corrected"
    assert not stands(doubt.record).contested


def test_a_graduates_removal_wants_its_reason(doubt: Doubt) -> None:
    leave(doubt, "graduated")
    refused = doubt.open("problem_removal")
    assert [reason.field for reason in refused.reasons] == ["graduate_reason"]
    assert doubt.open("problem_removal", graduate_reason="重复建籍，已与家长核实").taken


def test_a_doubt_of_our_own_scan_is_settled_by_the_city(city: SmallCity) -> None:
    schools, one, other = scanned_twins(city)
    with everything():
        problem = ProblemRecord.objects.get()
        StudentRecord.objects.filter(pk=other.pk).update(standing="left")
    doubt = Doubt(city, schools, other, problem)
    actor = clerk(city, schools.far_primary)
    said = {"own_row": "right", "really_duplicate": "yes", "identity_proof": paper(actor)}
    case = open_case(Opening("problem_removal", other.pk, None, said), actor=actor).case_id
    assert decide(case, "approve", clerk(city, city.districts[1])).taken
    refused = decide(case, "approve", city.city_officer())
    assert {reason.rule for reason in refused.reasons} == {"known_to_the_nation"}
    assert decide(case, "settle", city.city_officer()).taken
    assert owed(case) == []
    assert doubt.fresh().resolution == "removed"
    assert [stands(one).contested, stands(one).removed_at is None] == [False, True]
    assert stands(other).removed_at is not None


def test_papers_of_one_side_hand_a_shared_document_to_the_other_side(city: SmallCity) -> None:
    schools, one, other = scanned_twins(city)
    actor = clerk(city, schools.far_primary)
    said = {"own_row": "right", "identity_proof": paper(actor)}
    case = open_case(Opening("problem_substantiation", other.pk, None, said), actor=actor).case_id
    assert decide(case, "approve", clerk(city, city.districts[1])).taken
    assert decide(case, "settle", city.city_officer()).taken
    with everything():
        problem = ProblemRecord.objects.get()
    assert (problem.resolved_on, problem.flagged_record_id, problem.other_record_id) == (None, one.pk, other.pk)
    assert problem.district_id == city.districts[0].pk
    assert [stands(one).contested, stands(other).contested] == [True, True]


def test_what_the_nation_closes_stays_contested_while_another_of_ours_has_the_document(city: SmallCity) -> None:
    schools = Schools(city)
    one, other = pupil(schools.primary), pupil(schools.far_primary)
    problem = raised(other)
    with everything(), registry_eyes():
        StudentRecord.objects.filter(pk=other.pk).update(document_number=one.document_number)
        assert close_problem(problem.national_key, other.pk, TODAY)
    assert stands(other).contested
    # The next scan finds it, and both sides are blocked until that is settled.
    assert scan(TODAY)[ProblemKind.SAME_DOCUMENT] == 1
    assert [stands(one).contested, stands(other).contested] == [True, True]


def test_both_sides_of_our_own_doubt_are_blocked_and_both_are_released(city: SmallCity) -> None:
    schools, one, other = scanned_twins(city)
    with everything():
        StudentRecord.objects.filter(pk=other.pk).update(standing="left")
    receiving = clerk(city, schools.near_primary)
    blocked = apply_for(one, schools.near_primary, receiving)
    assert "no_problem_record" in {reason.rule for reason in blocked.reasons}
    actor = clerk(city, schools.far_primary)
    said = {"own_row": "right", "really_duplicate": "yes", "identity_proof": paper(actor)}
    case = open_case(Opening("problem_removal", other.pk, None, said), actor=actor).case_id
    assert decide(case, "approve", clerk(city, city.districts[1])).taken
    assert decide(case, "settle", city.city_officer()).taken
    assert apply_for(one, schools.near_primary, receiving).taken


def test_only_the_school_of_the_child_opens_a_road(doubt: Doubt) -> None:
    stranger = clerk(doubt.city, doubt.schools.near_primary)
    said = {"own_row": "right", "identity_proof": paper(stranger)}
    assert not open_case(Opening("problem_substantiation", doubt.record.pk, None, said), actor=stranger).taken


def test_both_sides_see_a_doubt_and_the_row_of_the_other(city: SmallCity) -> None:
    schools, one, other = scanned_twins(city)
    for school, theirs in ((schools.primary, other), (schools.far_primary, one)):
        with scope(clerk(city, school)):
            assert ProblemRecord.objects.count() == 1
            assert StudentRecord.objects.filter(pk=theirs.pk).exists()
    with scope(clerk(city, schools.near_primary)):
        assert ProblemRecord.objects.count() == 0
        assert not StudentRecord.objects.filter(pk__in=[one.pk, other.pk]).exists()


def test_facts_of_many_are_gathered_in_as_many_queries_as_of_one(city: SmallCity) -> None:
    schools = Schools(city)
    records = [pupil(schools.primary) for _ in range(4)]
    for record in records:
        raised(record)
    actor = clerk(city, schools.primary)

    def queries(count: int) -> int:
        asked = [Opening("problem_substantiation", record.pk, None, {"own_row": "right"}) for record in records[:count]]
        with scope(actor), CaptureQueriesContext(connection) as captured:
            assert all(flight.possible for flight in preflight_many(asked, actor=actor))
        return len(captured)

    assert queries(1) == queries(4)
