"""What offices do about messages that went wrong, and what they are shown of them."""

from __future__ import annotations

import pytest

from tests.exchange.border.messages import arrivals, ours, say, states
from tests.exchange.border.wires import Nation, Wire
from tests.pupils import pupil
from tests.small_city import SmallCity, everything
from xueji.exchange.acts.office.border import resend_messages, settle_difference, settle_incoming
from xueji.exchange.border.courier import carry
from xueji.exchange.border.expecting import mark_silent
from xueji.exchange.border.inbox import collect
from xueji.exchange.border.queries import (
    arrivals_by_state,
    counts_by_state,
    open_differences,
    tally_by_province,
    tally_by_school,
    unsettled_incoming,
    unsettled_outgoing,
)
from xueji.exchange.border.reconcile import reconcile
from xueji.exchange.models import Difference
from xueji.parties.clock import city_now
from xueji.parties.models import JournalEntry
from xueji.parties.refusals import RefusedError
from xueji.parties.scope import scope
from xueji.records.models import NumberAssignment
from xueji.vocabulary.border.verbs import FromNation
from xueji.vocabulary.parties import Role


def test_a_silent_message_is_said_again_once_in_the_same_words(city: SmallCity) -> None:
    key, wire = say(pupil(city.school)), Wire()
    carry(wire)
    with everything():
        mark_silent(city_now().replace(year=2030))
    officer = city.city_officer()
    with scope(officer):
        assert resend_messages(actor=officer, reason="久无回音", messages=list(ours().values())) == 1
        assert resend_messages(actor=officer, reason="再试", messages=[ours()[key]]) == 0, "it has gone again already"
    again = ours()[f"{key}~2"]
    assert (again.state, again.body) == ("queued", ours()[key].body)
    assert ours()[key].replaced_by_id == again.pk
    carry(wire)
    Nation(wire).step()
    collect(wire)
    assert ours()[again.key].state == "acknowledged"
    assert JournalEntry.objects.filter(act="resend_messages").count() == 2


def test_what_the_wire_could_not_carry_is_queued_again_in_its_own_place(city: SmallCity) -> None:
    record = pupil(city.school)
    key = say(record)
    wire = Wire(unsayable={key})
    carry(wire)
    wire.unsayable.clear()
    officer = city.city_officer()
    with scope(officer):
        assert resend_messages(actor=officer, reason="已更正", messages=[ours()[key]]) == 1
    assert list(ours()) == [key]
    carry(wire)
    assert list(wire.taken) == [key]


def test_nobody_sends_again_without_a_reason_or_without_the_post(city: SmallCity) -> None:
    say(pupil(city.school))
    officer, clerk = city.city_officer(), city.actor(Role.REGISTRAR)
    with scope(officer), pytest.raises(RefusedError, match="理由"):
        resend_messages(actor=officer, reason=" ", messages=[])
    with scope(clerk), pytest.raises(RefusedError):
        resend_messages(actor=clerk, reason="x", messages=[])


def test_a_message_that_came_is_tried_again_or_settled_by_a_person(city: SmallCity) -> None:
    record = pupil(city.school)
    with everything():
        number = NumberAssignment.objects.get(record=record)
        old, new = f"L{number.number[1:]}", number.number
        NumberAssignment.objects.filter(pk=number.pk).update(scheme="L", number="L" + "1" * 18)
    wire = Wire()
    wire.tell(FromNation.NUMBER_ALLOCATED, "number:x", {"old": old, "new": new, "name": "x"})
    wire.tell(FromNation.CHECK_PASSED, "nothing", {})
    collect(wire)
    assert [came.state for came in arrivals()] == ["unknown", "unknown"]
    with everything():
        NumberAssignment.objects.filter(pk=number.pk).update(number=old)
    officer = city.city_officer()
    with scope(officer):
        assert settle_incoming(actor=officer, reason="已补正", messages=arrivals()[:1], how="retry") == 1
        assert settle_incoming(actor=officer, reason="与本市无关", messages=arrivals()[1:], how="settled") == 1
    collect(wire)
    assert [came.state for came in arrivals()] == ["applied", "settled"]
    assert (arrivals()[1].settled_by_id, arrivals()[1].settled_reason) == (officer.account_id, "与本市无关")
    with everything():
        assert NumberAssignment.objects.get(record=record, ends_on=None).number == new


def test_a_difference_is_settled_by_reporting_the_child_anew(city: SmallCity) -> None:
    record, wire = pupil(city.school), Wire()
    reconcile(wire)
    officer = city.city_officer()
    with scope(officer):
        (found,) = open_differences(officer)
        key = settle_difference(actor=officer, reason="以本市为准", difference=found)
        assert open_differences(officer) == []
    assert ours()[key].about == f"record:{record.pk}"
    assert (ours()[key].verb, ours()[key].school_id) == ("report", city.school.pk)
    carry(wire)
    assert wire.taken[key].body["pupil"]["national_number"]
    with everything():
        assert Difference.objects.get().settled_how == "resent"


def test_each_office_sees_its_own_messages_page_by_page_and_counted(city: SmallCity) -> None:
    near, far = city.schools[0], city.schools[2]
    keys = [say(pupil(near)) for _ in range(3)] + [say(pupil(far, "J1"))]
    wire = Wire()
    carry(wire)
    for key in keys:
        wire.tell(FromNation.REJECTED, ours()[key].about, {"code": "E1", "text": "x"}, key)
    wire.tell(FromNation.CHECK_PASSED, "nothing", {})
    collect(wire)
    district, city_officer = city.district_officer(), city.city_officer()
    with scope(district):
        first = unsettled_outgoing(district, limit=2)
        rest = unsettled_outgoing(district, after=(first[-1].state, first[-1].pk), limit=2)
        assert [message.key for message in first + rest] == keys[:3]
        assert counts_by_state(district) == {"rejected": 3}
        assert unsettled_incoming(district) == []
        assert [(tally.key, tally.said, tally.rejected) for tally in tally_by_school(district)] == [(near.name, 3, 3)]
    with scope(city_officer):
        assert len(unsettled_outgoing(city_officer)) == 4
        assert [came.about for came in unsettled_incoming(city_officer)] == ["nothing"]
        assert arrivals_by_state(city_officer) == {"applied": 4, "unknown": 1}
        assert tally_by_province(city_officer) == []
    assert states() == ["rejected"] * 4
