"""A child moves from one school to another: every row of the decision table, through the door on PostgreSQL."""

from datetime import date

import pytest

from tests.pupils import TRANSFER, Schools, apply_for, approve, clerk, decide, group_of, holder, pupil
from tests.small_city import SmallCity
from xueji.cases.acts.office.exceptions import grant_exception
from xueji.cases.batch.work import Step
from xueji.cases.door import act_many
from xueji.cases.door.offers import offers
from xueji.cases.door.preflight import preflight
from xueji.cases.models import Case, Decision
from xueji.cases.queries import visible_to, worklist, worklist_counts
from xueji.parties.actors import actor_of
from xueji.parties.models import City, Post, School
from xueji.parties.scope import scope
from xueji.records.models import Enrollment, Student
from xueji.vocabulary.facts.entry import ExceptionKind
from xueji.vocabulary.parties import Party, Role


@pytest.fixture
def schools(city: SmallCity) -> Schools:
    return Schools(city)


# row of domain.md §5.4: stage's sending school, residency, receiving school, offices that decide in turn, last state
TABLE = [
    ("1", "primary", "P3", "local", "near_primary", "SD", "sending_district_approved"),
    ("1", "primary", "P3", "as_local", "near_primary", "SD", "sending_district_approved"),
    ("2", "primary", "P3", "local", "far_primary", "RSD", "sending_district_approved"),
    ("2", "secondary", "J2", "as_local", "far_secondary", "RSD", "sending_district_approved"),
    ("3", "primary", "P3", "non_local", "near_primary", "SDC", "city_approved"),
    ("4", "primary", "P3", "non_local", "far_primary", "RSD", "sending_district_approved"),
    ("5", "primary", "P3", "foreign", "near_primary", "SD", "sending_district_approved"),
    ("6", "primary", "P3", "foreign", "far_primary", "RSD", "sending_district_approved"),
    ("7", "secondary", "S2", "local", "near_secondary", "SDC", "city_approved"),
    ("8", "secondary", "S2", "local", "far_secondary", "RSDC", "city_approved"),
    ("9a", "secondary", "S2", "non_local", "near_secondary", "SDC", "city_approved"),
    ("9b", "secondary", "S2", "non_local", "far_secondary", "RSDC", "city_approved"),
    ("10a", "secondary", "S2", "foreign", "near_secondary", "SDC", "city_approved"),
    ("10b", "secondary", "S2", "foreign", "far_secondary", "RSDC", "city_approved"),
]
PARTY = {"R": "receiving_district", "S": "sending_school", "D": "sending_district", "C": "city"}


@pytest.mark.parametrize(("row", "frm", "grade", "residency", "to", "chain", "end"), TABLE)
def test_each_row_of_the_table_goes_its_way(
    city: SmallCity, schools: Schools, row: str, frm: str, grade: str, residency: str, to: str, chain: str, end: str
) -> None:
    sending, receiving = getattr(schools, frm), getattr(schools, to)
    record = pupil(sending, grade, residency=residency)
    School.objects.filter(pk=receiving.pk).update(foreign_license=True)
    if residency == "non_local" and grade.startswith("S"):
        officer = city.city_officer()
        with scope(officer):
            grant_exception(
                actor=officer,
                reason="政策依据",
                kind=ExceptionKind.SENIOR_NON_LOCAL,
                paper_number="京教基二〔2015〕9号",
                starts_on=date(2015, 9, 1),
                ends_on=date(2015, 9, 30),
                schools=[receiving],
            )
    opened = apply_for(record, receiving, clerk(city, receiving))
    assert opened.taken, [reason.rule for reason in opened.reasons]
    actor = city.city_officer()
    for letter in chain:
        with scope(actor):
            case = Case.objects.get(pk=opened.case_id)
        assert (case.state, case.held_by) == (f"awaiting_{PARTY[letter]}_review", PARTY[letter])
        assert case.due_on == date(2015, 9, 16)
        outcome = approve(city, opened.case_id)
        assert outcome.taken, [reason.rule for reason in outcome.reasons]
    with scope(actor):
        case = Case.objects.get(pk=opened.case_id)
        assert (case.state, case.outcome, case.holder_school_id, case.holder_office_id) == (end, "approved", None, None)
        new = Enrollment.objects.get(record=record, during__upper_inf=True)
        old = Enrollment.objects.get(record=record, during__upper_inf=False)
        assert (new.school_id, new.class_group, new.entry_type) == (
            receiving.pk,
            group_of(receiving, grade),
            "transfer",
        )
        assert (old.school_id, old.exit_type, old.during.upper) == (sending.pk, "transfer", new.during.lower)
        assert Decision.objects.filter(case=case).count() == case.version == len(chain) + 1
    assert (schools.quota(receiving, grade).held, schools.quota(receiving, grade).taken) == (0, 1)
    assert schools.quota(sending, grade).taken == 0


def test_a_refusal_leaves_the_child_where_it_is_and_frees_the_place(city: SmallCity, schools: Schools) -> None:
    record = pupil(schools.primary)
    opened = apply_for(record, schools.far_primary, clerk(city, schools.far_primary))
    assert schools.quota(schools.far_primary, "P3").held == 1
    refused = decide(opened.case_id, "refuse", holder(city, opened.case_id))
    assert [reason.field for reason in refused.reasons] == ["reason"]
    refused = decide(opened.case_id, "refuse", holder(city, opened.case_id), "材料不符")
    assert refused.state == "receiving_district_refused"
    assert schools.quota(schools.far_primary, "P3").held == 0
    with scope(city.city_officer()):
        assert Enrollment.objects.get(record=record).school_id == schools.primary.pk


def rules(outcome_reasons: object) -> set[str]:
    return {reason.rule for reason in outcome_reasons}  # type: ignore[attr-defined]


def test_every_gate_says_why_all_at_once(city: SmallCity, schools: Schools) -> None:
    record = pupil(schools.secondary, "S3", residency="non_local", standing="on_leave")
    schools.places(schools.near_secondary, 0)
    School.objects.filter(pk=schools.near_secondary.pk).update(model_school=True)
    actor = clerk(city, schools.near_secondary)
    with scope(actor):
        found = preflight(TRANSFER, record.pk, actor=actor)
    assert rules(found.against) >= {
        "receiving_school_has_place",
        "not_final_grade",
        "not_on_leave",
        "senior_non_local_only_by_exception",
        "ordinary_to_model_only_by_exception",
    }
    assert all(reason.mend.zh and reason.source for reason in found.against)
    assert found.row is not None
    assert found.row.name == "9a"


def test_the_window_is_asked_at_opening_only(city: SmallCity, schools: Schools) -> None:
    record = pupil(schools.primary)
    opened = apply_for(record, schools.near_primary, clerk(city, schools.near_primary))
    City.objects.update(training_date=date(2015, 9, 10))
    assert approve(city, opened.case_id).taken
    late = apply_for(pupil(schools.primary), schools.near_primary, clerk(city, schools.near_primary))
    assert rules(late.reasons) == {"in_transfer_window"}


def test_one_open_case_a_child(city: SmallCity, schools: Schools) -> None:
    record = pupil(schools.primary)
    assert apply_for(record, schools.near_primary, clerk(city, schools.near_primary)).taken
    second = apply_for(record, schools.far_primary, clerk(city, schools.far_primary))
    assert rules(second.reasons) == {"no_other_open_case"}


def test_the_last_place_is_held_by_the_first_application(city: SmallCity, schools: Schools) -> None:
    schools.places(schools.near_primary, 1)
    clerk_there = clerk(city, schools.near_primary)
    first = apply_for(pupil(schools.primary), schools.near_primary, clerk_there)
    second = apply_for(pupil(schools.primary), schools.near_primary, clerk_there)
    assert first.taken
    assert rules(second.reasons) == {"receiving_school_has_place"}
    assert approve(city, first.case_id).taken


def test_sent_back_corrected_and_resumed_at_the_same_step(city: SmallCity, schools: Schools) -> None:
    applicant = clerk(city, schools.far_primary)
    opened = apply_for(pupil(schools.primary), schools.far_primary, applicant)
    back = decide(opened.case_id, "send_back", holder(city, opened.case_id), "户口簿不清楚")
    assert back.state == "sent_back_by_receiving_district"
    with scope(applicant):
        assert [case.pk for case in worklist(applicant)] == [opened.case_id]
    assert decide(opened.case_id, "approve", applicant).reasons[0].rule == "wrong_state"
    again = decide(opened.case_id, "resubmit", applicant)
    assert again.state == "awaiting_receiving_district_review"


def test_only_the_own_last_decision_is_taken_back(city: SmallCity, schools: Schools) -> None:
    opened = apply_for(pupil(schools.primary), schools.far_primary, clerk(city, schools.far_primary))
    officer = holder(city, opened.case_id)
    with scope(officer):
        due = Case.objects.get(pk=opened.case_id).due_on
    assert decide(opened.case_id, "approve", officer).taken
    colleague = clerk(city, city.districts[1])
    assert rules(decide(opened.case_id, "undo", colleague).reasons) == {"not_your_decision"}
    undone = decide(opened.case_id, "undo", officer)
    assert undone.state == "awaiting_receiving_district_review"
    with scope(officer):
        assert Case.objects.get(pk=opened.case_id).due_on == due
    assert decide(opened.case_id, "approve", officer).taken
    assert approve(city, opened.case_id).taken
    assert rules(decide(opened.case_id, "undo", officer).reasons) & {"not_your_decision", "not_your_step"}


def test_a_refusal_taken_back_holds_the_place_again(city: SmallCity, schools: Schools) -> None:
    schools.places(schools.far_primary, 1)
    opened = apply_for(pupil(schools.primary), schools.far_primary, clerk(city, schools.far_primary))
    officer = holder(city, opened.case_id)
    decide(opened.case_id, "refuse", officer, "看错了")
    other = apply_for(pupil(schools.primary), schools.far_primary, clerk(city, schools.far_primary))
    assert rules(decide(opened.case_id, "undo", officer).reasons) == {"receiving_school_has_place"}
    decide(other.case_id, "withdraw", clerk(city, schools.far_primary), "监护人改变主意")
    assert decide(opened.case_id, "undo", officer).taken
    assert schools.quota(schools.far_primary, "P3").held == 1


def test_five_proofs_are_checked_by_the_first_district(city: SmallCity, schools: Schools) -> None:
    opened = apply_for(
        pupil(schools.primary, residency="non_local"), schools.far_primary, clerk(city, schools.far_primary)
    )
    officer = holder(city, opened.case_id)
    blank = decide(opened.case_id, "approve", officer)
    assert "five_proofs_verified" in {reason.field for reason in blank.reasons}
    assert rules(decide(opened.case_id, "approve", officer, five_proofs_verified="no").reasons) == {
        "five_proofs_verified"
    }
    assert decide(opened.case_id, "approve", officer, five_proofs_verified="yes").taken


def test_a_case_shows_only_to_its_parties_and_waits_at_one_desk(city: SmallCity, schools: Schools) -> None:
    opened = apply_for(pupil(schools.primary), schools.far_primary, clerk(city, schools.far_primary))
    today = date(2015, 9, 1)
    for place, sees, holds in (
        (schools.far_primary, 1, 0),
        (schools.primary, 1, 0),
        (schools.near_primary, 0, 0),
        (city.districts[0], 1, 0),
        (city.districts[1], 1, 1),
        (city.city, 1, 0),
    ):
        actor = clerk(city, place)
        with scope(actor):
            assert visible_to(actor).filter(pk=opened.case_id).count() == sees, place
            assert worklist(actor).count() == holds
            assert sum(line.count for line in worklist_counts(actor, today)) == holds


def test_a_child_that_never_arrives_goes_back_by_its_own_procedure(city: SmallCity, schools: Schools) -> None:
    record = pupil(schools.primary)
    opened = apply_for(record, schools.far_primary, clerk(city, schools.far_primary))
    for _ in range(3):
        assert approve(city, opened.case_id).taken
    back = apply_for(record, schools.primary, clerk(city, schools.far_primary), "transfer_return")
    assert back.taken, rules(back.reasons)
    assert approve(city, back.case_id).taken
    assert approve(city, back.case_id).taken
    with scope(city.city_officer()):
        now = Enrollment.objects.get(record=record, during__upper_inf=True)
        assert now.school_id == schools.primary.pk
        assert Enrollment.objects.filter(record=record).count() == 3
    assert schools.quota(schools.primary, "P3").taken == 1
    assert schools.quota(schools.far_primary, "P3").taken == 0


def test_buttons_are_offered_to_the_side_that_may(city: SmallCity, schools: Schools) -> None:
    opened = apply_for(pupil(schools.primary), schools.near_primary, clerk(city, schools.near_primary))
    for place, events in (
        (schools.primary, {"approve", "refuse", "send_back"}),
        (schools.near_primary, {"withdraw"}),
        (city.districts[0], set()),
    ):
        actor = clerk(city, place)
        with scope(actor):
            mine = list(visible_to(actor).filter(pk=opened.case_id))
            assert {offer.transition.event for offer in offers(mine, actor)[opened.case_id]} == events


def test_the_route_is_frozen_when_the_hukou_changes(city: SmallCity, schools: Schools) -> None:
    record = pupil(schools.primary, residency="non_local")
    opened = apply_for(record, schools.near_primary, clerk(city, schools.near_primary))
    with scope(city.city_officer()):
        Student.objects.filter(pk=record.student_id).update(residency="local")
    assert approve(city, opened.case_id).taken
    assert approve(city, opened.case_id).state == "awaiting_city_review"


def test_one_case_asked_about_twice_in_a_batch_is_decided_once(city: SmallCity, schools: Schools) -> None:
    opened = apply_for(pupil(schools.primary), schools.far_primary, clerk(city, schools.far_primary))
    officer = holder(city, opened.case_id)
    first, second = act_many([Step(opened.case_id, "approve"), Step(opened.case_id, "approve")], actor=officer)
    assert (first.taken, second.taken) == (True, False)
    assert rules(second.reasons) == {"not_your_step"}


def test_who_applied_does_not_review_in_another_post(city: SmallCity, schools: Schools) -> None:
    applicant = clerk(city, schools.far_primary)
    opened = apply_for(pupil(schools.primary), schools.far_primary, applicant)
    post = Post.objects.create(
        account_id=applicant.account_id,
        role=Role.DISTRICT_OFFICER.value,
        office=city.districts[1],
        starts_on=date(2015, 8, 1),
    )
    other = actor_of(post, Party.DISTRICT)
    assert rules(decide(opened.case_id, "approve", other).reasons) == {"own_application"}
    with scope(other):
        mine = list(visible_to(other).filter(pk=opened.case_id))
        verdicts = {offer.transition.event: offer.verdict for offer in offers(mine, other)[opened.case_id]}
    assert rules(verdicts["approve"].reasons) == {"own_application"}  # type: ignore[union-attr]
    assert approve(city, opened.case_id).taken
