"""R13: seeded schedules of cut, duplicated, reordered, delayed, truncated and poisoned messages over a small nation."""

from __future__ import annotations

import os
from collections import Counter
from random import Random

import pytest
from django.db import transaction

from tests.exchange.border.messages import arrivals, ours, say
from tests.exchange.border.wires import Faults, Nation, Wire
from tests.pupils import pupil
from tests.small_city import SmallCity, everything
from xueji.exchange.border.courier import carry
from xueji.exchange.border.inbox import collect
from xueji.records.models import NumberAssignment, StudentRecord
from xueji.vocabulary.border.verbs import FromNation, ToNation

SOAK = os.environ.get("XUEJI_SOAK") == "1"
SEEDS, LOTS = (1_000, 10) if SOAK else (24, 2)


@pytest.mark.parametrize("lot", range(LOTS))
def test_both_sides_agree_in_the_end_and_nothing_is_lost_or_done_twice(city: SmallCity, lot: int) -> None:
    children = [pupil(city.school) for _ in range(3)]
    with everything():
        for record in children:
            held = NumberAssignment.objects.get(record=record)
            NumberAssignment.objects.filter(pk=held.pk).update(scheme="L", number=f"L{held.number[1:]}")
    share = SEEDS // LOTS
    for seed in range(lot * share, (lot + 1) * share):
        with transaction.atomic():
            _live_through(seed, children)
            transaction.set_rollback(True)


def _live_through(seed: int, children: list[StudentRecord]) -> None:
    dice = Random(seed)  # noqa: S311 - a schedule of a test
    faults = Faults(*(dice.randrange(40) for _ in range(6)))
    wire = Wire(seed, faults)
    nation = Nation(wire)
    keys: list[str] = []
    for turn in range(6):
        for record in children:
            verb = ToNation.REQUEST_NUMBER if turn == 2 else ToNation.REPORT
            keys.append(say(record, verb, key=f"{turn}:{record.pk}"))
        if turn == 1:
            wire.tell(FromNation.PROBLEM_RAISED, "problem:W", _problem(children[0]))
        _meet(wire, nation, dice)
    wire.faults.cut = 0
    for _ in range(4):
        wire.let_time_pass()
        _meet(wire, nation, dice)
    _agree(seed, wire, nation, children, keys)


def _meet(wire: Wire, nation: Nation, dice: Random) -> None:
    """Everybody does what its schedule says, in an order of chance; what our side has read stays where it lies."""
    deeds = [lambda: carry(wire, batch=dice.choice([1, 3, 100])), nation.step, lambda: collect(wire, batch=4)]
    dice.shuffle(deeds)
    for deed in deeds:
        deed()
        wire.freeze()
    if dice.randrange(2):
        wire.let_time_pass()


def _problem(record: StudentRecord) -> dict[str, object]:
    with everything():
        number = NumberAssignment.objects.get(record=record).number
    return {"problem": "W", "kind": "same_document", "ours": {"national_number": number}, "other": {"name": "李四"}}


def _agree(seed: int, wire: Wire, nation: Nation, children: list[StudentRecord], keys: list[str]) -> None:
    assert sorted(wire.taken) == sorted(keys), seed
    assert Counter(nation.heard) == Counter(keys), seed
    assert {message.state for message in ours().values()} == {"acknowledged"}, seed
    states = Counter(came.state for came in arrivals())
    assert states["applied"] == len(keys) + 1, (seed, states)
    assert states["unreadable"] == wire.spoiled, (seed, states)
    assert set(states) <= {"applied", "unreadable", "duplicate"}, (seed, states)
    with everything():
        for record in children:
            assert nation.pupils[f"record:{record.pk}"] == [f"{turn}:{record.pk}" for turn in range(6)], seed
            schemes = {each.scheme: each.ends_on for each in NumberAssignment.objects.filter(record=record)}
            assert schemes["G"] is None, seed
            assert schemes["L"] is not None, seed
        contested = StudentRecord.objects.filter(contested=True, pk__in=[record.pk for record in children])
        assert [record.pk for record in contested] == [children[0].pk], seed


def test_after_a_day_without_a_wire_everything_arrives_once(city: SmallCity) -> None:
    children = [pupil(city.school) for _ in range(4)]
    wire = Wire(down=True)
    nation = Nation(wire)
    keys = []
    for hour in range(24):
        keys += [say(child, key=f"{hour}:{child.pk}") for child in children[: hour % 4 + 1]]
        assert carry(wire).down
        assert collect(wire).down
    wire.down = False
    carry(wire, batch=10)
    nation.step()
    collect(wire)
    assert Counter(nation.heard) == Counter(keys)
    assert {message.state for message in ours().values()} == {"acknowledged"}
    for child in children:
        assert nation.pupils[f"record:{child.pk}"] == [key for key in keys if key.endswith(f":{child.pk}")]
