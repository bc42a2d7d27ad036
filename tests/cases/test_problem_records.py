"""问题学籍 (S21–S23) through the door: which road is open, who reviews, what the nation's answer does."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.papers import PROOF
from tests.pupils import Schools, apply_for, clerk, decide, pupil
from tests.small_city import SmallCity, everything
from xueji.cases.acts.office.evidence import attach_evidence
from xueji.cases.batch.work import Opening, Outcome
from xueji.cases.door import open_case
from xueji.cases.door.preflight import preflight, preflight_many
from xueji.cases.models import Case, Effect
from xueji.cases.problems.roads import Roads, roads
from xueji.parties.actors import Actor, system_actor
from xueji.parties.models import City, School
from xueji.parties.scope import registry_eyes, scope
from xueji.records.acts.office.national_problems import close_problem, raise_problem
from xueji.records.duplicates.scan import scan
from xueji.records.models import Enrollment, NumberAssignment, ProblemRecord, StudentRecord
from xueji.records.problem_rows import row_of
from xueji.records.queries import problems_visible_to
from xueji.vocabulary.facts.problem import ProblemCondition
from xueji.vocabulary.parties import Party, Role

TODAY = date(2015, 9, 1)
NATION = system_actor(Party.NATIONAL_SYSTEM)
ALL = (
    "problem_substantiation",
    "problem_correction",
    "problem_removal",
    "problem_standing",
    "problem_ticket",
)


@dataclass
class Doubt:
    """A child of the first primary school that the nation doubts."""

    city: SmallCity
    schools: Schools
    record: StudentRecord
    problem: ProblemRecord

    @property
    def school(self) -> School:
        return self.schools.primary

    def fresh(self) -> ProblemRecord:
        with everything():
            return ProblemRecord.objects.get(pk=self.problem.pk)

    def open(self, procedure: str, **answers: object) -> Outcome:
        actor = clerk(self.city, self.school)
        said = {"own_row": "right", "really_duplicate": "yes", "identity_proof": paper(actor), **answers}
        return open_case(Opening(procedure, self.record.pk, None, said), actor=actor)

    def approve_here(self, case: int) -> None:
        """District and city approve; then it is with the nation."""
        assert decide(case, "approve", clerk(self.city, self.city.districts[0])).taken
        assert decide(case, "approve", self.city.city_officer()).taken

    def possible(self, **answers: str) -> set[str]:
        """Which roads are open for what the school says."""
        actor = clerk(self.city, self.school)
        with scope(actor):
            return {key for key in ALL if preflight(key, self.record.pk, actor=actor, answers=answers).possible}


def paper(actor: Actor) -> int:
    with scope(actor):
        return int(attach_evidence(actor=actor, file_name="证明.pdf", content=PROOF).pk)


def own_row(record: StudentRecord) -> dict[str, object]:
    with everything():
        spell = Enrollment.objects.select_related("school", "student").get(record=record)
        number = NumberAssignment.objects.get(record=record, scheme__in=("L", "G")).number
        return {**row_of(spell.student, spell, number, record.standing)}


def raised(record: StudentRecord, **differs: object) -> ProblemRecord:
    ours = {**own_row(record), **differs}
    body = {
        "problem": f"WT{record.pk}",
        "kind": "same_document",
        "ours": ours,
        "other": ours,
        "other_province": "130000",
    }
    with everything(), registry_eyes():
        return raise_problem(body, record.pk, TODAY)


@pytest.fixture
def doubt(city: SmallCity) -> Doubt:
    schools = Schools(city)
    record = pupil(schools.primary)
    return Doubt(city, schools, record, raised(record))


def leave(doubt: Doubt, outcome: str = "", number: str = "G") -> None:
    """The child no longer studies here."""
    with everything():
        StudentRecord.objects.filter(pk=doubt.record.pk).update(standing="left", leaving_outcome=outcome)
        Enrollment.objects.filter(record=doubt.record).update(during=[date(2015, 8, 1), date(2015, 8, 31)])
        if number == "L":
            held = NumberAssignment.objects.get(record=doubt.record)
            NumberAssignment.objects.filter(pk=held.pk).update(scheme="L", number=f"L{held.number[1:]}")


def state_of(case: int) -> tuple[str, str]:
    with everything():
        found = Case.objects.get(pk=case)
        return found.state, found.outcome


def owed(case: int) -> list[str]:
    with everything():
        return list(Effect.objects.filter(decision__case_id=case).order_by("id").values_list("name", flat=True))


def stands(record: StudentRecord) -> StudentRecord:
    with everything():
        return StudentRecord.objects.get(pk=record.pk)


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


def changed_by_procedure(doubt: Doubt) -> None:
    with everything(), registry_eyes():
        Case.objects.create(
            procedure="key_field_change",
            edition="beijing_2015",
            student_record=doubt.record,
            school=doubt.school,
            district=doubt.school.district,
            state="city_approved",
            opened_on=TODAY,
            entered_on=TODAY,
            closed_on=TODAY,
            outcome="approved",
        )


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


def scanned_twins(city: SmallCity) -> tuple[Schools, StudentRecord, StudentRecord]:
    schools = Schools(city)
    one, other = pupil(schools.primary), pupil(schools.far_primary)
    with everything():
        for name in ("document_number", "birth_date"):
            setattr(other.student, name, getattr(one.student, name))
        other.student.save()
        StudentRecord.objects.filter(pk=other.pk).update(document_number=one.document_number, contested=True)
    assert sum(scan(TODAY).values()) == 1
    return schools, one, other


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


def told(doubt: Doubt, actor: Actor, **said: str) -> Roads:
    with scope(actor):
        return roads(doubt.fresh(), actor, said)


def test_the_resolver_names_condition_road_and_why_the_others_are_closed(doubt: Doubt) -> None:
    actor = clerk(doubt.city, doubt.school)
    asked = told(doubt, actor)
    assert (asked.condition, asked.right) == (ProblemCondition.SAME, None)
    found = told(doubt, actor, own_row="right")
    assert found.right is not None
    assert found.right.procedure == "problem_substantiation"
    assert found.right.button.zh == "本校学生信息无误，提交佐证"
    assert found.right.answers == {"problem": str(doubt.problem.pk), "own_row": "right"}
    against = {road.procedure: {reason.rule for reason in road.against} for road in found.roads}
    assert against["problem_correction"] == {"something_to_correct"}
    assert against["problem_removal"] == {"no_longer_studies"}
    assert not any(field.differs for field in found.rows)


def test_the_resolver_follows_a_graduate_to_the_papers_rather_than_to_the_removal(doubt: Doubt) -> None:
    leave(doubt, "graduated")
    found = told(doubt, clerk(doubt.city, doubt.school), own_row="right", really_duplicate="yes")
    assert found.condition is ProblemCondition.NOT_STUDYING
    assert [road.procedure for road in found.roads if road.open] == ["problem_substantiation", "problem_removal"]
    assert found.right is found.roads[0]


def test_the_resolver_marks_the_characters_that_differ_and_masks_the_others(city: SmallCity) -> None:
    schools = Schools(city)
    record = pupil(schools.primary, name="李思远")
    number = record.document_number
    wrong = number[:16] + ("1" if number[16] != "1" else "3") + number[17]
    doubt = Doubt(city, schools, record, raised(record, name="李思圆", document_number=wrong))
    found = told(doubt, clerk(city, schools.primary), own_row="right")
    assert found.condition is ProblemCondition.DIFFERENT
    rows = {field.key: field for field in found.rows}
    assert [(piece.text, piece.differs) for piece in rows["name"].ours] == [("李思", False), ("远", True)]
    assert [(piece.text, piece.differs) for piece in rows["name"].theirs] == [("李思", False), ("圆", True)]
    shown = "".join(piece.text for piece in rows["document_number"].ours)
    assert shown == "•" * 14 + number[14:]
    assert [piece.text for piece in rows["document_number"].ours if piece.differs] == [number[16]]


def test_the_other_school_of_a_scanned_doubt_is_told_of_its_own_side(city: SmallCity) -> None:
    schools, one, other = scanned_twins(city)
    with everything():
        problem = ProblemRecord.objects.get()
    for school, record in ((schools.primary, one), (schools.far_primary, other)):
        assert told(Doubt(city, schools, record, problem), clerk(city, school)).record_id == record.pk
    assert told(Doubt(city, schools, other, problem), city.city_officer()).record_id == other.pk
    stranger = clerk(city, schools.near_primary)
    with scope(stranger), pytest.raises(LookupError):
        roads(problem, stranger)


def test_the_list_of_doubts_holds_those_of_records_the_place_has_or_had_last(city: SmallCity) -> None:
    schools, _one, other = scanned_twins(city)
    with everything():
        Enrollment.objects.filter(record=other).update(during=[date(2015, 8, 1), date(2015, 8, 31)])
    places = [schools.primary, schools.far_primary, *city.districts]
    for place in places:
        with scope(clerk(city, place)) as actor:
            assert problems_visible_to(actor).count() == 1, place
    with scope(clerk(city, schools.near_primary)) as actor:
        assert problems_visible_to(actor).count() == 0
