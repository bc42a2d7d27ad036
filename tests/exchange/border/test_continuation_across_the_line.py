"""毕业后跨省就学 and 无学籍转入, driven by messages: who comes, who goes on elsewhere, and what the nation answers."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import F

from tests.exchange.border.messages import arrivals, ours
from tests.exchange.border.wires import Wire
from tests.newcomers import HEBEI, bring
from tests.papers import PROOF
from tests.pupils import Schools, approve, clerk, decide, group_of, pupil
from tests.small_city import SmallCity, everything
from xueji.cases.acts.office.evidence import attach_evidence
from xueji.cases.batch.work import Opening
from xueji.cases.door import open_case
from xueji.cases.models import Case
from xueji.cases.outbox import deliver_owed
from xueji.exchange.border.courier import carry
from xueji.exchange.border.inbox import collect
from xueji.exchange.models import Crossing
from xueji.parties.actors import Actor
from xueji.parties.scope import registry_eyes, scope
from xueji.records.models import Enrollment, EnrollmentQuota, NumberAssignment, StudentRecord
from xueji.vocabulary.border.messages import Dispatch
from xueji.vocabulary.border.verbs import FromNation, ToNation

CONTINUATION, UNRECORDED = "cross_province_continuation_in", "unrecorded_entry"
NOT_THERE = {"code": "3005", "text": "该生在毕业省份无毕结业信息！"}


@pytest.fixture
def schools(city: SmallCity) -> Schools:
    return Schools(city)


@pytest.fixture
def wire(schools: Schools) -> Wire:
    del schools
    return Wire()


def send(wire: Wire) -> list[Dispatch]:
    """Deliver what is owed, and answer everything that lies on the wire."""
    deliver_owed()
    carry(wire)
    return list(wire.taken.values())


def case_of(key: int) -> Case:
    with everything():
        return Case.objects.get(pk=key)


def graduate(schools: Schools, grade: str = "P6") -> StudentRecord:
    """A child that finished its stage here in July."""
    record = pupil(schools.far_primary, grade)
    with everything(), registry_eyes():
        spells = Enrollment.objects.filter(record=record)
        spells.update(during=(date(2015, 2, 1), date(2015, 7, 10)), exit_type="leaving", school_year=2014)
        EnrollmentQuota.objects.filter(school=schools.far_primary, taken__gt=0).update(taken=F("taken") - 1)
        StudentRecord.objects.filter(pk=record.pk).update(
            standing="left", leaving_outcome="graduated", closed_on=date(2015, 7, 10)
        )
    return record


def sent(city: SmallCity, schools: Schools, wire: Wire, **told: object) -> Crossing:
    """The application of a child that graduated in Hebei lies on the wire."""
    there = schools.secondary
    known = {"grade": "J1", "kind": "returning", "class_group": "", **told}
    opened = bring(there, clerk(city, there), CONTINUATION, **known)
    assert opened.taken, [(reason.rule, reason.field) for reason in opened.reasons]
    assert approve(city, opened.case_id).taken
    send(wire)
    with everything():
        return Crossing.objects.get(case_id=opened.case_id)


def come(city: SmallCity, schools: Schools, wire: Wire, crossing: Crossing) -> StudentRecord:
    """The graduating district agrees there, the file is called over and comes; the child's record."""
    about = crossing.application
    wire.tell(FromNation.CHECK_PASSED, about, {}, next(iter(wire.taken)))
    wire.tell(FromNation.REVIEWED, about, {"level": "district", "approved": True, "text": "同意"})
    wire.tell(FromNation.FILE_READY, about, {})
    collect(wire)
    assert case_of(crossing.case_id).state == "awaiting_file_request"
    there = schools.secondary
    asked = decide(crossing.case_id, "request_file", clerk(city, there), class_group=group_of(there, "J1").pk)
    assert asked.taken, [reason.rule for reason in asked.reasons]
    request = send(wire)[-1]
    assert (request.verb, request.about) == (ToNation.REQUEST_FILE, about)
    wire.tell(FromNation.FILE_SENT, about, {}, request.key)
    collect(wire)
    assert case_of(crossing.case_id).state == "student_file_received"
    with everything():
        spell = Enrollment.objects.select_related("record").get(school=there, during__upper_inf=True)
    assert (spell.grade, spell.entry_type, spell.class_group) == ("J1", "arrival", group_of(there, "J1"))
    return spell.record


def test_who_graduated_elsewhere_is_taken_in_with_its_number(city: SmallCity, schools: Schools, wire: Wire) -> None:
    crossing = sent(city, schools, wire)
    assert (crossing.business, crossing.outward, crossing.other_province) == ("continuation", False, HEBEI)
    (said,) = wire.taken.values()
    assert (said.body["business"], said.body["grade"], said.body["stage_group"]) == ("continuation", "J1", "compulsory")
    record = come(city, schools, wire, crossing)
    with everything():
        number = NumberAssignment.objects.get(record=record, scheme="G", ends_on__isnull=True).number
    assert number == said.body["national_number"]
    report = send(wire)[-1]
    assert (report.verb, report.about) == (ToNation.REPORT, f"record:{record.pk}")
    assert report.body["pupil"]["national_number"] == number


def test_who_was_ours_once_comes_back_to_its_own_closed_record(city: SmallCity, schools: Schools, wire: Wire) -> None:
    record = graduate(schools)
    child = record.student
    crossing = sent(
        city,
        schools,
        wire,
        name=child.name,
        document_number=child.document_number,
        national_number=f"G{child.document_number}",
        birth_date=child.birth_date.isoformat(),
    )
    assert come(city, schools, wire, crossing).pk == record.pk
    with everything():
        record = StudentRecord.objects.get(pk=record.pk)
        assert StudentRecord.objects.count() == 1
        assert [row.number for row in NumberAssignment.objects.filter(record=record, scheme="G")] == [
            f"G{child.document_number}"
        ]
        assert Enrollment.objects.filter(record=record).count() == 2
    assert (record.standing, record.leaving_outcome, record.closed_on) == ("studying", "", None)
    assert record.came_from_province == HEBEI


def test_what_the_check_found_is_read_here_mended_and_said_again(city: SmallCity, schools: Schools, wire: Wire) -> None:
    crossing = sent(city, schools, wire)
    (first,) = wire.taken
    wire.tell(FromNation.CHECK_FAILED, crossing.application, NOT_THERE, first)
    collect(wire)
    case = case_of(crossing.case_id)
    assert (case.state, case.held_by) == ("check_failed", "receiving_school")
    assert (case.answers["error_code"], case.answers["error_text"]) == (NOT_THERE["code"], NOT_THERE["text"])
    assert (ours()[first].state, ours()[first].answer_text) == ("rejected", NOT_THERE["text"])
    actor = clerk(city, schools.secondary)
    assert decide(case.pk, "resubmit", actor, name="欧阳雨彤", sending_province="140000").taken
    assert approve(city, case.pk).taken
    again = send(wire)[-1]
    assert (again.about, again.key != first) == (crossing.application, True)
    assert (again.body["name"], again.body["sending_province"]) == ("欧阳雨彤", "140000")
    wire.tell(FromNation.CHECK_PASSED, crossing.application, {}, first)
    wire.tell(FromNation.CHECK_PASSED, crossing.application, {}, again.key)
    collect(wire)
    assert [came.state for came in arrivals()] == ["applied", "late", "applied"]
    assert case_of(case.pk).state == "awaiting_sending_school_review"


def test_a_refusal_there_is_kept_in_their_words_and_frees_the_place(
    city: SmallCity, schools: Schools, wire: Wire
) -> None:
    crossing = sent(city, schools, wire)
    wire.tell(FromNation.REVIEWED, crossing.application, {"level": "district", "approved": False, "text": "未毕业"})
    collect(wire)
    case = case_of(crossing.case_id)
    assert (case.state, case.outcome, case.answers["remote_text"]) == ("sending_district_refused", "refused", "未毕业")
    assert schools.quota(schools.secondary, "J1").held == 0


def established(city: SmallCity, schools: Schools, wire: Wire) -> tuple[int, Dispatch]:
    """A child without any record, established by the city: the case, and what is asked of the nation."""
    opened = bring(schools.primary, clerk(city, schools.primary), UNRECORDED, national_number="")
    assert opened.taken, [(reason.rule, reason.field) for reason in opened.reasons]
    assert approve(city, opened.case_id).taken
    assert send(wire) == []
    assert approve(city, opened.case_id).state == "awaiting_number"
    said = {each.verb: each for each in send(wire)}
    assert set(said) == {ToNation.REPORT, ToNation.REQUEST_NUMBER}
    return opened.case_id, said[ToNation.REQUEST_NUMBER]


def test_a_child_without_a_record_is_established_and_gets_the_number_that_was_made_by_hand(
    city: SmallCity, schools: Schools, wire: Wire
) -> None:
    key, asked = established(city, schools, wire)
    assert asked.body["pupil"]["national_number"] == ""
    document = asked.body["pupil"]["document_number"]
    new = {"old": "", "new": f"G{document}", "name": asked.body["pupil"]["name"]}
    wire.tell(FromNation.NUMBER_ALLOCATED, asked.about, new, asked.key)
    collect(wire)
    assert (case_of(key).state, case_of(key).outcome) == ("number_allocated", "approved")
    with everything():
        record = StudentRecord.objects.get()
        assert NumberAssignment.objects.get(record=record, scheme="G", ends_on__isnull=True).number == new["new"]


def test_a_number_that_is_refused_ends_the_case_with_the_reason_and_is_asked_for_again(
    city: SmallCity, schools: Schools, wire: Wire
) -> None:
    key, asked = established(city, schools, wire)
    wire.tell(FromNation.NUMBER_REFUSED, asked.about, {"code": "1002", "text": "查重发现疑似重复"}, asked.key)
    collect(wire)
    case = case_of(key)
    assert (case.state, case.outcome, case.answers["error_text"]) == ("number_refused", "ended", "查重发现疑似重复")
    with everything():
        record = StudentRecord.objects.get()
        assert record.standing == "studying"
    again = ask_again(record.pk, clerk(city, schools.primary))
    assert approve(city, again).taken
    assert approve(city, again).state == "awaiting_number"
    last = send(wire)[-1]
    assert (last.verb, last.about, last.key != asked.key) == (ToNation.REQUEST_NUMBER, asked.about, True)


def test_a_graduate_of_ours_is_reviewed_by_its_district_alone(city: SmallCity, schools: Schools, wire: Wire) -> None:
    record = graduate(schools)
    application_arrives(wire, record)
    (came,) = arrivals()
    assert (came.state, case_of(came.case_id or 0).state) == ("applied", "awaiting_sending_district_review")
    assert approve(city, came.case_id or 0).state == "awaiting_file_request"
    review = send(wire)[-1]
    assert review.body == {"level": "district", "approved": True, "text": "", "last": True}
    wire.tell(FromNation.FILE_REQUESTED, f"{HEBEI}-7", {})
    collect(wire)
    released = send(wire)[-1]
    assert (released.verb, released.body["pupil"]["standing"]) == (ToNation.RELEASE_FILE, "transferred_out")
    with everything():
        record = StudentRecord.objects.get(pk=record.pk)
    assert (record.went_to_province, record.leaving_outcome, record.closed_on) == (
        HEBEI,
        "graduated",
        date(2015, 7, 10),
    )


def test_our_refusal_goes_over_in_our_words(city: SmallCity, schools: Schools, wire: Wire) -> None:
    application_arrives(wire, graduate(schools))
    (came,) = arrivals()
    district = clerk(city, schools.far_primary.district)
    assert decide(came.case_id or 0, "refuse", district, "监护人没有申请过").state == "sending_district_refused"
    assert send(wire)[-1].body == {"level": "district", "approved": False, "text": "监护人没有申请过", "last": True}


def test_who_has_not_left_its_stage_here_does_not_go_on_elsewhere(
    city: SmallCity, schools: Schools, wire: Wire
) -> None:
    application_arrives(wire, pupil(schools.far_primary, "P6"))
    (came,) = arrivals()
    refused = approve(city, came.case_id or 0)
    assert [reason.rule for reason in refused.reasons] == ["stage_is_closed"]
    assert refused.reasons[0].mend.zh


def application_arrives(wire: Wire, record: StudentRecord) -> None:
    """A school of Hebei asks for a child of ours that goes on there."""
    with everything():
        number = NumberAssignment.objects.get(record=record, scheme="G").number
        name = record.student.name
    told = {"national_number": number, "name": name, "receiving_province": HEBEI, "grade": "J1"}
    wire.tell(FromNation.APPLICATION_ARRIVED, f"{HEBEI}-7", {"business": "continuation", **told})
    collect(wire)


def ask_again(record: int, actor: Actor) -> int:
    """The school asks for a number by hand, once more."""
    with scope(actor):
        paper = attach_evidence(actor=actor, file_name="证明.pdf", content=PROOF).pk
    opened = open_case(Opening("number_request", record, None, {"identity_proof": paper}), actor=actor)
    assert opened.taken, [reason.rule for reason in opened.reasons]
    return opened.case_id
