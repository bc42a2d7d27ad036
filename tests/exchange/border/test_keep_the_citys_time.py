"""The city's clock, standing still or jumping: what is expected, what is silent, and what came before what."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.exchange.border.messages import arrivals, ours, say, states
from tests.exchange.border.wires import Nation, Wire
from tests.newcomers import bring
from tests.pupils import Schools, approve, clerk, pupil
from tests.small_city import SmallCity, everything
from xueji.cases.models import Case
from xueji.cases.outbox import deliver_owed
from xueji.exchange import tasks
from xueji.exchange.border.courier import carry
from xueji.exchange.border.expecting import mark_silent, patience
from xueji.exchange.border.inbox import collect
from xueji.exchange.border.lanes import wire_state
from xueji.exchange.border.queries import timeline
from xueji.exchange.models import IncomingMessage
from xueji.parties.clock import ZONE
from xueji.parties.models import City
from xueji.vocabulary.border.verbs import FromNation

FIRST = date(2016, 3, 1)


def _today(day: date) -> None:
    City.objects.update(training_date=day)


def _day(moment: Any) -> date:
    found: date = moment.astimezone(ZONE).date()
    return found


def test_every_time_is_of_the_day_on_which_the_city_stands(city: SmallCity) -> None:
    _today(FIRST)
    key, wire = say(pupil(city.school)), Wire()
    carry(wire)
    Nation(wire).step()
    collect(wire)
    message, (came,) = ours()[key], arrivals()
    kept = (message.queued_at, message.handed_over_at, message.answered_at, came.received_at, came.applied_at)
    assert {_day(moment) for moment in (*kept, wire_state().last_sync_at)} == {FIRST}
    assert _day(message.expected_by) == FIRST + timedelta(days=10)


def test_a_clock_that_jumps_makes_silent_what_waited_and_teaches_patience(city: SmallCity) -> None:
    _today(FIRST)
    record, wire = pupil(city.school), Wire()
    keys = [say(record) for _ in range(5)]
    carry(wire)
    with everything():
        assert mark_silent() == 0
    _today(FIRST + timedelta(days=12))
    with everything():
        assert mark_silent() == 5
    Nation(wire).step()
    collect(wire)
    assert set(states()) == {"acknowledged"}
    with everything():
        (learned,) = patience([("report", "")]).values()
    assert timedelta(days=23, hours=12) < learned < timedelta(days=24, hours=12), (
        "twice what it took by the city's clock"
    )
    late = say(record)
    carry(wire)
    message = ours()[late]
    assert message.handed_over_at is not None
    assert message.expected_by == pytest.approx(message.handed_over_at + learned, abs=timedelta(minutes=1))
    assert len(keys) == 5


def test_a_clock_that_stands_still_bothers_nobody_within_a_day(city: SmallCity) -> None:
    _today(FIRST)
    record, wire = pupil(city.school), Wire()
    for _ in range(6):
        say(record)
    carry(wire)
    Nation(wire).step()
    collect(wire)
    with everything():
        assert patience([("report", "")])["report", ""] == timedelta(days=1)


def test_what_came_after_what_does_not_follow_from_the_clock(city: SmallCity) -> None:
    _today(FIRST)
    schools, wire = Schools(city), Wire()
    opened = bring(schools.primary, clerk(city, schools.primary))
    assert opened.taken, opened.reasons
    approve(city, opened.case_id)
    deliver_owed()
    carry(wire)
    (key,) = wire.taken
    wire.tell(FromNation.CHECK_FAILED, ours()[key].about, {"code": "E04", "text": "x"}, key)
    collect(wire)
    with everything():
        # Real midnight passed while the training clock stood still: the same day begins once more.
        IncomingMessage.objects.update(received_at=ours()[key].queued_at - timedelta(hours=20))
        case = Case.objects.get(pk=opened.case_id)
        assert [entry.side for entry in timeline(case)] == ["ours", "theirs"]


@pytest.mark.parametrize(("training", "beats"), [(FIRST, 1), (None, 0)])
def test_in_a_training_city_the_next_exchange_is_seconds_away(
    city: SmallCity, monkeypatch: pytest.MonkeyPatch, training: date | None, beats: int
) -> None:
    City.objects.update(training_date=training)
    wire = Wire()
    monkeypatch.setattr(tasks, "our_wire", lambda: wire)
    key = say(pupil(city.school))
    tasks.exchange(timestamp=0)
    tasks.exchange(timestamp=0)
    assert list(wire.taken) == [key]
    waiting = ProcrastinateJob.objects.filter(task_name="xueji.exchange.tasks.exchange", status="todo")
    assert waiting.count() == beats
    assert all(job.scheduled_at is not None and job.queueing_lock == "exchange" for job in waiting)
