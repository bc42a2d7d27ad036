"""After a restore the exchange is ahead of us: it knows what was said and told since the backup, and we do not.

Going back to a savepoint is going back to the backup: the wire, which is not ours, remembers. What a restore does
besides, that the numbers known outside leap, is tried in tests/server/safekeeping.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from tests.exchange.border.messages import arrivals, ours, say, states
from tests.exchange.border.wires import Nation, Wire
from tests.newcomers import asked_for, bring
from tests.pupils import Schools, approve, clerk, decide, holder, pupil
from tests.small_city import SmallCity, everything
from xueji.cases.outbox import deliver_owed
from xueji.exchange.acts.office.border import resend_messages
from xueji.exchange.border.courier import carry
from xueji.exchange.border.expecting import mark_silent
from xueji.exchange.border.inbox import collect
from xueji.exchange.border.lanes import wire_state
from xueji.exchange.models import Crossing, OutgoingMessage
from xueji.parties.clock import city_now
from xueji.parties.scope import scope
from xueji.vocabulary.border.verbs import FromNation, ToNation


class KeepingWire(Wire):
    """A wire like that of 2015: what was confirmed stays where it lies."""

    def confirm(self, *, upto: int) -> None:
        self.confirmed = max(self.confirmed, upto)


@contextmanager
def lost_afterwards() -> Iterator[None]:
    """What happens here is in no backup: our side forgets it."""
    backup = transaction.savepoint()
    yield
    transaction.savepoint_rollback(backup)


def test_what_was_handed_over_since_is_not_said_twice_and_its_answer_is_heard_again(city: SmallCity) -> None:
    children = [pupil(city.school) for _ in range(3)]
    keys = [say(child) for child in children]
    wire = KeepingWire()
    nation = Nation(wire)
    with lost_afterwards():
        carry(wire)
        nation.step()
        assert collect(wire) == (3, 3, False)
        assert set(states()) == {"acknowledged"}
    said = dict(wire.taken)
    assert (states(), wire_state().collected_upto, wire.confirmed) == (["queued"] * 3, 0, 3)
    assert carry(wire).handed_over == 3
    nation.step()
    assert wire.taken == said, "the wire leaves a key that it has as it is"
    assert nation.heard == keys, "nobody heard anything twice"
    assert collect(wire) == (3, 3, False)
    assert set(states()) == {"acknowledged"}
    assert (wire_state().collected_upto, wire.confirmed) == (3, 3)
    assert [came.state for came in arrivals()] == ["applied"] * 3


def test_an_answer_that_comes_before_its_message_went_over_again_is_heard_as_well(city: SmallCity) -> None:
    key, wire = say(pupil(city.school)), KeepingWire()
    with lost_afterwards():
        carry(wire)
        Nation(wire).step()
    collect(wire)
    assert (states(), ours()[key].handed_over_at is not None) == (["acknowledged"], True)
    assert carry(wire).handed_over == 0


def test_where_the_wire_has_cleared_away_the_answer_the_message_falls_silent_and_is_said_anew(city: SmallCity) -> None:
    say(pupil(city.school))
    wire = Wire()
    nation = Nation(wire)
    with lost_afterwards():
        carry(wire)
        nation.step()
        collect(wire)
    carry(wire)
    nation.step()
    assert collect(wire) == (0, 0, False)
    officer = city.service_officer()
    with everything():
        assert mark_silent(city_now().replace(year=2030)) == 1
    with scope(officer):
        assert resend_messages(actor=officer, reason="恢复后无回音", messages=OutgoingMessage.objects.all()) == 1
    carry(wire)
    nation.step()
    assert collect(wire).applied == 1
    assert states() == ["silent", "acknowledged"]


def test_a_case_that_is_lost_leaves_the_nations_words_to_a_person_and_stands_in_nobodys_way(city: SmallCity) -> None:
    schools, wire = Schools(city), KeepingWire()
    with lost_afterwards():
        opened = bring(schools.primary, clerk(city, schools.primary))
        assert approve(city, opened.case_id).taken
        deliver_owed()
        carry(wire)
        ((key, lost),) = wire.taken.items()
    other = say(pupil(city.school))
    carry(wire)
    wire.tell(FromNation.CHECK_PASSED, lost.about, {}, key)
    wire.tell(FromNation.RECEIVED, ours()[other].about, {}, other)
    assert collect(wire) == (2, 1, False)
    first, second = arrivals()
    assert (first.state, second.state) == ("unknown", "applied")
    assert first.why[0]["says"]["zh"]
    assert first.why[0]["mend"]["zh"]


def test_a_decision_taken_otherwise_than_the_lost_one_is_heard_as_it_was_taken(city: SmallCity) -> None:
    record = pupil(Schools(city).primary)
    opened = asked_for(record.pk)
    with everything():
        Crossing.objects.create(
            case_id=opened.case_id, application="130000-7", business="transfer", outward=True, other_province="130000"
        )
    wire = KeepingWire()
    with lost_afterwards():
        assert approve(city, opened.case_id).taken
        deliver_owed()
        carry(wire)
    (before,) = wire.taken.values()
    assert (before.verb, before.body["approved"]) == (ToNation.REVIEW, True)
    assert decide(opened.case_id, "refuse", holder(city, opened.case_id), "监护人未申请").taken
    deliver_owed()
    carry(wire)
    assert [said.body["approved"] for said in wire.taken.values()] == [True, False]
