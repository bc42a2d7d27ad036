"""The inbox: stored first, heard one by one; what cannot be applied waits for a person and blocks nobody."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.exchange.border.messages import arrivals, ours, say, states
from tests.exchange.border.wires import Nation, Wire
from tests.pupils import pupil
from tests.small_city import SmallCity, everything
from xueji.exchange.border import inbox
from xueji.exchange.border.courier import carry
from xueji.exchange.border.expecting import mark_silent
from xueji.exchange.border.hearing.handlers import HANDLERS
from xueji.exchange.border.hearing.translating import translations
from xueji.exchange.border.inbox import collect
from xueji.exchange.border.lanes import wire_state
from xueji.parties.clock import city_now
from xueji.records.models import NumberAssignment, ProblemRecord, StudentRecord
from xueji.vocabulary.border.verbs import FromNation, ToNation


def test_every_verb_of_the_nation_has_a_handler_and_each_event_one_line() -> None:
    assert set(HANDLERS) == set(FromNation)
    lines = [(line.verb, line.road, line.level, line.approved) for line in translations()]
    assert len(lines) == len(set(lines))


def test_an_answer_stands_with_the_message_it_answers(city: SmallCity) -> None:
    key, wire = say(pupil(city.school)), Wire()
    carry(wire)
    Nation(wire).step()
    assert collect(wire) == (1, 1, False)
    message, (came,) = ours()[key], arrivals()
    assert (message.state, message.answer) == ("acknowledged", "received")
    assert message.answered_at is not None
    assert (came.state, came.in_reply_to_id, came.about) == ("applied", message.pk, message.about)
    assert wire.confirmed == came.sequence == wire_state().collected_upto
    assert collect(wire) == (0, 0, False)


def test_a_refusal_is_kept_with_its_code_and_words(city: SmallCity) -> None:
    key, wire = say(pupil(city.school)), Wire()
    carry(wire)
    wire.tell(FromNation.REJECTED, ours()[key].about, {"code": "E10", "text": "缺少姓名"}, key)
    collect(wire)
    message = ours()[key]
    assert (message.state, message.answer_code, message.answer_text) == ("rejected", "E10", "缺少姓名")


def test_an_answer_to_a_silent_message_makes_it_heard_again(city: SmallCity) -> None:
    key, wire = say(pupil(city.school)), Wire()
    carry(wire)
    with everything():
        assert mark_silent(city_now().replace(year=2030)) == 1
    Nation(wire).step()
    collect(wire)
    assert ours()[key].state == "acknowledged"


def test_what_cannot_be_read_is_kept_and_the_next_one_is_heard(city: SmallCity) -> None:
    first, second = say(pupil(city.school)), say(pupil(city.school))
    wire = Wire()
    carry(wire)
    wire._put("bad", "\x00\ud800{")
    wire._put("", "half a mess")
    wire._put("x" * 300, '["no object"]')
    wire.tell(FromNation.RECEIVED, ours()[first].about, {}, first)
    wire.tell(FromNation.RECEIVED, ours()[second].about, {}, second)
    assert collect(wire) == (5, 2, False)
    assert [came.state for came in arrivals()] == ["unreadable"] * 3 + ["applied"] * 2
    assert arrivals()[0].text == "\ufffd?{"
    assert arrivals()[0].why[0]["says"]["zh"] == "消息不完整。"
    assert states() == ["acknowledged"] * 2


def test_our_own_failure_on_one_message_keeps_it_for_a_person_and_undoes_what_it_did(
    city: SmallCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = say(pupil(city.school)), say(pupil(city.school))
    wire = Wire()
    carry(wire)
    hear = inbox.hear

    def fails_once(tidings: Any) -> Any:
        done = hear(tidings)
        if tidings.in_reply_to == first:
            raise ZeroDivisionError
        return done

    monkeypatch.setattr(inbox, "hear", fails_once)
    for key in (first, second):
        wire.tell(FromNation.REJECTED, ours()[key].about, {"code": "", "text": "缺少姓名"}, key)
    collect(wire)
    assert [came.state for came in arrivals()] == ["refused", "applied"]
    assert "ZeroDivisionError" in arrivals()[0].why[0]["says"]["en"]
    assert [ours()[key].state for key in (first, second)] == ["handed_over", "rejected"]


def test_plain_answers_by_the_hundred_take_no_query_each(city: SmallCity) -> None:
    record, wire = pupil(city.school), Wire()
    nation, asked = Nation(wire), []
    for count in (3, 40):
        for _ in range(count):
            say(record)
        carry(wire)
        nation.step()
        with CaptureQueriesContext(connection) as queries:
            assert collect(wire).applied == count
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert set(states()) == {"acknowledged"}
    assert {came.record_id for came in arrivals()} == {record.pk}


def test_a_number_seen_before_is_a_duplicate_and_is_not_heard_twice(city: SmallCity) -> None:
    record = pupil(city.school)
    key, wire = say(record), Wire()
    carry(wire)
    for _ in range(2):
        wire.tell(FromNation.RECEIVED, f"record:{record.pk}", {}, key, number="N1")
    collect(wire)
    wire.tell(FromNation.RECEIVED, f"record:{record.pk}", {}, key, number="N1")
    collect(wire)
    assert [came.state for came in arrivals()] == ["applied", "duplicate", "duplicate"]


def test_what_is_about_nothing_of_ours_waits_with_its_reason(city: SmallCity) -> None:
    wire = Wire()
    wire.tell(FromNation.CHECK_PASSED, "130000-77", {})
    wire.tell(FromNation.RECEIVED, "record:99999999", {}, "nobody:1")
    wire.tell(FromNation.NUMBER_ALLOCATED, "number:L1", {"old": "L1", "new": "G1", "name": "x"})
    collect(wire)
    assert [came.state for came in arrivals()] == ["unknown"] * 3
    assert all(came.why[0]["mend"]["en"] for came in arrivals())


def test_stored_but_not_confirmed_it_comes_again_and_is_kept_once(city: SmallCity) -> None:
    key, wire = say(pupil(city.school)), Wire()
    carry(wire)
    Nation(wire).step()
    wire.confirm = _dies  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        collect(wire)
    assert [came.state for came in arrivals()] == ["stored"], "kept before anything else"
    del wire.confirm  # type: ignore[method-assign]
    collect(wire)
    assert [came.state for came in arrivals()] == ["applied"]
    assert ours()[key].state == "acknowledged"


def _dies(*, upto: int) -> None:
    raise KeyboardInterrupt(upto)


def test_a_formal_number_ends_the_temporary_one_and_a_second_is_refused(city: SmallCity) -> None:
    record = pupil(city.school)
    with everything():
        formal = NumberAssignment.objects.get(record=record)
        temporary = f"L{formal.number[1:]}"
        NumberAssignment.objects.filter(pk=formal.pk).update(scheme="L", number=temporary)
    wire = Wire()
    key = say(record, ToNation.REQUEST_NUMBER)
    carry(wire)
    Nation(wire).step()
    wire.tell(FromNation.NUMBER_ALLOCATED, f"record:{record.pk}", {"old": "", "new": _other_formal(), "name": "x"})
    collect(wire)
    with everything():
        held = {each.number: each.ends_on for each in NumberAssignment.objects.filter(record=record)}
    assert held[formal.number] is None
    assert held[temporary] is not None
    assert len(held) == 2
    assert ours()[key].answer == "number_allocated"
    assert [came.state for came in arrivals()] == ["applied", "refused"]
    assert "终身不变" in arrivals()[1].why[0]["says"]["zh"]


def _other_formal() -> str:
    from tests.small_city import resident_id  # noqa: PLC0415

    return f"G{resident_id(777)}"


def test_the_nation_raises_refuses_and_closes_a_problem_record(city: SmallCity) -> None:
    record = pupil(city.school)
    with everything():
        number = NumberAssignment.objects.get(record=record).number
    body = {"problem": "W-1", "kind": "same_document", "ours": {"national_number": number}, "other": {"name": "李四"}}
    answer = {"problem": "W-1", "national_number": number, "text": "仍未通过"}
    wire = Wire()
    wire.tell(FromNation.PROBLEM_CLOSED, "problem:W-2", {**answer, "problem": "W-2"})
    wire.tell(FromNation.PROBLEM_RAISED, "problem:W-1", {**body, "other_province": "130000"})
    wire.tell(FromNation.PROBLEM_REFUSED, "problem:W-1", answer)
    collect(wire)
    with everything():
        problem = ProblemRecord.objects.get(national_key="W-1")
        assert StudentRecord.objects.get(pk=record.pk).contested
    assert (problem.flagged_record_id, problem.reason, problem.resolved_on) == (record.pk, "仍未通过", None)
    assert (problem.origin, problem.other_province) == ("nation", "130000")
    wire.tell(FromNation.PROBLEM_CLOSED, "problem:W-1", {**answer, "text": "已解除"})
    collect(wire)
    with everything():
        problem.refresh_from_db()
        assert not StudentRecord.objects.get(pk=record.pk).contested
    assert problem.resolution == "closed_by_nation"
    assert [came.state for came in arrivals()] == ["unknown", "applied", "applied", "applied"]
