"""The courier: at least once, in order per child, and nothing lost whatever breaks where."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

import pytest

from tests.exchange.border.messages import ours, say, states
from tests.exchange.border.wires import Wire
from tests.pupils import pupil
from tests.small_city import SmallCity, everything
from xueji.exchange.border import courier
from xueji.exchange.border.courier import carry
from xueji.exchange.border.expecting import mark_silent, patience
from xueji.exchange.border.lanes import wire_state
from xueji.exchange.models import OutgoingMessage
from xueji.parties.clock import city_now
from xueji.vocabulary.border.verbs import ToNation

SOAK = os.environ.get("XUEJI_SOAK") == "1"
UNLEARNED = timedelta(days=10)
CHILDREN, TURNS = (50, 20) if SOAK else (4, 3)


def test_what_is_queued_goes_over_in_its_order_and_is_expected_back(city: SmallCity) -> None:
    children = [pupil(city.school) for _ in range(3)]
    keys = [say(child) for child in children for _ in range(3)]
    wire = Wire()
    assert carry(wire, batch=2).handed_over == 9
    assert sorted(wire.taken) == sorted(keys)
    for child in children:
        mine = [key for key, said in wire.taken.items() if said.about == f"record:{child.pk}"]
        assert mine == [key for key in keys if key in mine]
    assert set(states()) == {"handed_over"}
    message = ours()[keys[0]]
    assert message.expected_by == message.handed_over_at + UNLEARNED
    assert message.attempts == 1
    assert carry(wire) == (0, 0, False)


def test_a_message_that_cannot_be_said_holds_up_its_own_child_alone(city: SmallCity) -> None:
    first, second = pupil(city.school), pupil(city.school)
    bad, other = say(first), say(second)
    follower = say(first, ToNation.REQUEST_NUMBER)
    wire = Wire(unsayable={bad})
    assert carry(wire) == (1, 1, False)
    assert list(wire.taken) == [other]
    assert states() == ["rejected", "handed_over", "queued"]
    assert ours()[bad].last_error == "含有不能传送的字符。\nIt holds a character that cannot be carried."
    anew = say(first)
    assert carry(wire).handed_over == 0, "it waits behind what was asked before it"
    with everything():
        OutgoingMessage.objects.filter(key=follower).delete()
    assert carry(wire).handed_over == 1
    assert ours()[bad].replaced_by_id == ours()[anew].pk
    later = say(first, ToNation.REQUEST_NUMBER)
    carry(wire)
    assert list(wire.taken) == [other, anew, later]


def test_a_cut_wire_loses_nothing_and_says_since_when(city: SmallCity) -> None:
    key, wire = say(pupil(city.school)), Wire(down=True)
    assert carry(wire).down
    assert states() == ["queued"]
    since = wire_state().down_since
    assert since is not None
    assert wire_state().last_error == "cut"
    carry(wire)
    assert wire_state().down_since == since, "the beginning of the trouble is what people ask for"
    wire.down = False
    assert carry(wire).handed_over == 1
    assert list(wire.taken) == [key]
    assert (wire_state().down_since, wire_state().last_error) == (None, "")


@pytest.mark.parametrize("dies", ["before it is sent", "after it was sent", "while it is marked"])
def test_killed_between_any_two_steps_each_message_goes_exactly_once(
    city: SmallCity, monkeypatch: pytest.MonkeyPatch, dies: str
) -> None:
    children = [pupil(city.school) for _ in range(CHILDREN)]
    keys = [say(child) for _ in range(TURNS) for child in children]
    wire = Wire()
    mark, hand_over = courier._mark, wire.hand_over
    left = {"lives": 2}

    def perhaps(work: Any, *before: Any) -> Any:
        left["lives"] -= 1
        if left["lives"] % 2 == 0:
            raise KeyboardInterrupt
        return work(*before)

    def sent_and_killed(dispatches: Any) -> Any:
        answer = hand_over(dispatches)
        return perhaps(lambda: answer)

    if dies == "before it is sent":
        monkeypatch.setattr(wire, "hand_over", lambda dispatches: perhaps(hand_over, dispatches))
    elif dies == "after it was sent":
        monkeypatch.setattr(wire, "hand_over", sent_and_killed)
    else:
        monkeypatch.setattr(courier, "_mark", lambda *asked: perhaps(mark, *asked))
    killed = 0
    for _ in range(200):
        try:
            carry(wire, batch=TURNS)
        except KeyboardInterrupt:
            killed += 1
    assert killed >= TURNS
    assert sorted(wire.taken) == sorted(keys)
    assert set(states()) == {"handed_over"}
    assert {message.attempts for message in ours().values()} == {1}
    for number, child in enumerate(children):
        mine = [key for key, said in wire.taken.items() if said.about == f"record:{child.pk}"]
        assert mine == keys[number :: len(children)]


def test_patience_is_learned_from_the_same_verb_and_province_then_from_the_verb(city: SmallCity) -> None:
    record, now = pupil(city.school), city_now()
    with everything():
        for number in range(20):
            sent = now - timedelta(days=30)
            OutgoingMessage.objects.create(
                key=f"old{number}",
                verb="apply",
                about=f"x{number}",
                record=record,
                state="acknowledged",
                other_province="130000" if number < 10 else "120000",
                handed_over_at=sent,
                answered_at=sent + timedelta(days=2 if number < 10 else 6),
            )
        pairs = [("apply", "130000"), ("apply", "120000"), ("apply", "640000"), ("review", "130000")]
        learned = patience(pairs)
    assert learned["apply", "130000"] == timedelta(days=4)
    assert learned["apply", "120000"] == timedelta(days=12)
    assert learned["apply", "640000"] == timedelta(days=12), "nine tenths of all came within six days"
    assert learned["review", "130000"] == UNLEARNED


def test_past_its_time_a_message_is_silent_and_not_a_minute_before(city: SmallCity) -> None:
    key = say(pupil(city.school))
    carry(Wire())
    expected = ours()[key].expected_by
    assert expected is not None
    with everything():
        assert mark_silent(expected) == 0
        assert mark_silent(expected + timedelta(minutes=1)) == 1
    assert states() == ["silent"]


def test_two_couriers_never_carry_at_once(city: SmallCity, monkeypatch: pytest.MonkeyPatch) -> None:
    say(pupil(city.school))
    wire = Wire()
    monkeypatch.setattr(courier, "only_one", _taken)
    assert carry(wire) == (0, 0, False)
    assert not wire.taken


class _taken:  # noqa: N801 - stands for a function
    """A lane that another session holds."""

    def __init__(self, lane: str) -> None:
        assert lane == "courier"

    def __enter__(self) -> bool:
        return False

    def __exit__(self, *_: object) -> None:
        return None
