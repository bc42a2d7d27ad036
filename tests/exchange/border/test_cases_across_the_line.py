"""Cases across the line, driven by messages alone: in any order, late, early, twice, or about nothing of ours."""

from __future__ import annotations

from itertools import permutations

import pytest
from django.db import transaction

from tests.exchange.border.messages import arrivals, ours
from tests.exchange.border.wires import Wire
from tests.newcomers import ARRIVAL, HEBEI, bring
from tests.pupils import Schools, approve, clerk, pupil
from tests.small_city import SmallCity, everything
from xueji.cases.models import Case
from xueji.cases.outbox import deliver_owed
from xueji.exchange.border.courier import carry
from xueji.exchange.border.inbox import collect
from xueji.exchange.border.queries import timeline
from xueji.exchange.models import Crossing
from xueji.records.models import NumberAssignment, StudentRecord
from xueji.vocabulary.border.messages import Application
from xueji.vocabulary.border.verbs import FromNation

REVIEWED = {"level": "school", "approved": True, "text": "同意"}


def _sent(city: SmallCity, wire: Wire) -> Crossing:
    """A child applied for and approved here; the application lies on the wire."""
    schools = Schools(city)
    opened = bring(schools.primary, clerk(city, schools.primary))
    assert opened.taken, opened.reasons
    assert approve(city, opened.case_id).taken
    deliver_owed()
    carry(wire)
    with everything():
        return Crossing.objects.select_related("case").get(case_id=opened.case_id)


def _state(crossing: Crossing) -> str:
    with everything():
        return Case.objects.get(pk=crossing.case_id).state


def test_an_approved_application_says_everything_and_gets_its_key(city: SmallCity) -> None:
    wire = Wire()
    crossing = _sent(city, wire)
    (said,) = wire.taken.values()
    assert said.about == crossing.application == f"110000-{crossing.case_id}"
    assert (crossing.business, crossing.outward, crossing.other_province) == ("transfer", False, HEBEI)
    assert set(said.body) == set(Application.__annotations__)
    assert (said.body["sending_province"], said.body["receiving_province"]) == (HEBEI, "110000")
    assert said.body["attachments"]


def test_the_nations_words_move_the_case_and_stand_in_its_timeline(city: SmallCity) -> None:
    wire = Wire()
    crossing = _sent(city, wire)
    (key,) = wire.taken
    wire.tell(FromNation.CHECK_FAILED, crossing.application, {"code": "E04", "text": "未查到该生"}, key)
    collect(wire)
    assert _state(crossing) == "check_failed"
    with everything():
        case = Case.objects.get(pk=crossing.case_id)
        assert (case.answers["error_code"], case.answers["error_text"]) == ("E04", "未查到该生")
        assert [(entry.side, entry.label.en) for entry in timeline(case)] == [
            ("ours", "Application across provinces"),
            ("theirs", "Check failed"),
        ]
    assert (ours()[key].state, ours()[key].answer_code) == ("rejected", "E04")


def test_in_whatever_order_they_come_the_case_ends_in_the_same_state(city: SmallCity) -> None:
    told = [
        (FromNation.CHECK_PASSED, {}),
        (FromNation.REVIEWED, REVIEWED),
        (FromNation.REVIEWED, {**REVIEWED, "level": "district"}),
        (FromNation.FILE_READY, {}),
    ]
    wire = Wire()
    crossing = _sent(city, wire)
    (key,) = wire.taken
    for order in permutations(told):
        with transaction.atomic():
            for verb, body in order:
                wire.tell(verb, crossing.application, body, key if verb is FromNation.CHECK_PASSED else "")
            collect(wire)
            assert _state(crossing) == "awaiting_file_request", order
            assert {came.state for came in arrivals()} <= {"applied", "late"}, order
            assert ours()[key].state == "acknowledged"
            transaction.set_rollback(True)
        wire.confirmed, wire.shown = 0, {}


def test_the_file_before_its_request_waits_and_an_old_answer_changes_nothing(city: SmallCity) -> None:
    wire = Wire()
    crossing = _sent(city, wire)
    (key,) = wire.taken
    wire.tell(FromNation.WITHDRAWN, crossing.application, {})
    wire.tell(FromNation.CHECK_PASSED, crossing.application, {}, key)
    wire.tell(FromNation.CHECK_PASSED, crossing.application, {}, key)
    collect(wire)
    assert [came.state for came in arrivals()] == ["early", "applied", "late"]
    assert arrivals()[0].why[0]["says"]["zh"]


def _arrives(wire: Wire, record: StudentRecord, about: str = f"{HEBEI}-7") -> None:
    with everything():
        number = NumberAssignment.objects.get(record=record, scheme="G").number
        name = record.student.name
    body = {
        "business": "transfer",
        "national_number": number,
        "name": name,
        "receiving_province": HEBEI,
        "receiving_school": "宣化区第二小学",
        "grade": "P3",
        "reason": "户籍迁移",
    }
    wire.tell(FromNation.APPLICATION_ARRIVED, about, body)


def test_another_province_asks_for_a_child_of_ours_and_takes_it_back(city: SmallCity) -> None:
    record, wire = pupil(city.school), Wire()
    wire.tell(FromNation.APPLICATION_WITHDRAWN, f"{HEBEI}-7", {})
    _arrives(wire, record)
    collect(wire)
    assert [came.state for came in arrivals()] == ["applied", "applied"], "the withdrawal waited for its application"
    with everything():
        crossing = Crossing.objects.select_related("case").get(application=f"{HEBEI}-7")
    assert (crossing.outward, crossing.other_province, crossing.case.outcome) == (True, HEBEI, "withdrawn")
    _arrives(wire, record)
    _arrives(wire, record)
    collect(wire)
    assert [came.state for came in arrivals()][2:] == ["applied", "duplicate"]
    with everything():
        again = Crossing.objects.select_related("case").get(application=f"{HEBEI}-7")
        assert again.case_id != crossing.case_id
        assert Crossing.objects.get(case_id=crossing.case_id).application == f"{HEBEI}-7#{crossing.case_id}"
    assert again.case.state == "awaiting_sending_school_review"


def test_our_reviews_go_over_and_the_last_one_says_so(city: SmallCity) -> None:
    record, wire = pupil(city.school), Wire()
    _arrives(wire, record)
    collect(wire)
    (case_id,) = (came.case_id for came in arrivals())
    for _ in range(2):
        assert approve(city, case_id or 0).taken
    deliver_owed()
    carry(wire)
    said = [(each.about, each.body["level"], each.body["approved"], each.body["last"]) for each in wire.taken.values()]
    assert said == [(f"{HEBEI}-7", "school", True, False), (f"{HEBEI}-7", "district", True, True)]
    wire.tell(FromNation.FILE_REQUESTED, f"{HEBEI}-7", {})
    collect(wire)
    deliver_owed()
    carry(wire)
    released = list(wire.taken.values())[-1]
    assert set(released.body) == {"pupil", "form", "spells"}
    assert released.body["pupil"]["standing"] == "transferred_out"
    with everything():
        assert StudentRecord.objects.get(pk=record.pk).went_to_province == HEBEI


def test_a_child_that_is_not_ours_is_unknown_and_one_under_a_case_is_refused_with_reasons(city: SmallCity) -> None:
    record, wire = pupil(city.school), Wire()
    wire.tell(FromNation.APPLICATION_ARRIVED, f"{HEBEI}-8", {"business": "transfer", "national_number": "G1"})
    _arrives(wire, record)
    _arrives(wire, record, f"{HEBEI}-9")
    collect(wire)
    assert [came.state for came in arrivals()] == ["unknown", "applied", "refused"]
    assert arrivals()[2].why[0]["mend"]["zh"]


@pytest.mark.parametrize("verb", [FromNation.CHECK_PASSED, FromNation.ABORTED])
def test_of_a_closed_case_everything_is_late(city: SmallCity, verb: FromNation) -> None:
    wire = Wire()
    crossing = _sent(city, wire)
    wire.tell(FromNation.ABORTED, crossing.application, {"code": "", "text": "学期调整"})
    wire.tell(verb, crossing.application, {})
    collect(wire)
    assert _state(crossing) == "aborted"
    assert [came.state for came in arrivals()] == ["applied", "late"]
    assert crossing.case.procedure == ARRIVAL
