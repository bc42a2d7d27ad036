"""What must be true after every step of a case, and of the whole register at every end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from tests.conformance.town import Town, case_of
from tests.small_city import everything
from xueji.cases.batch.work import Outcome
from xueji.cases.models import Case, CaseParty, Decision, Effect
from xueji.cases.outbox import deliver_owed
from xueji.desks.cases.standing import label_of
from xueji.exchange.adapters.wording.letters import Scribe
from xueji.exchange.adapters.wording.tables import wording_of
from xueji.exchange.border.saying import VERBS, key_of
from xueji.exchange.models import Crossing, OutgoingMessage
from xueji.parties.calendar import city_calendar
from xueji.process.compiled import CompiledProcedure, Transition
from xueji.process.notation import Within
from xueji.server.safekeeping.law import LAW
from xueji.vocabulary.border.messages import Dispatch
from xueji.vocabulary.border.verbs import ToNation
from xueji.vocabulary.parties import Party

SCRIBES = [
    Scribe(wording_of(f"xueji.exchange.adapters.{wire}"), "110000", b"key") for wire in ("batch_2015", "unified_2017")
]
MOMENT = datetime(2015, 9, 1, 8, tzinfo=UTC)


def assert_stands(
    town: Town, before: Case | None, step: Transition, outcome: Outcome, given: Mapping[str, Any]
) -> Case:
    """The case stands where the step leads, held by whom the state names, due when the rules say, and says why."""
    after = case_of(outcome.case_id)
    procedure = town.rulebook.procedure(after.procedure)
    state = procedure.state(after.state)
    assert after.state == outcome.state
    assert after.state in step.targets
    assert after.edition == town.rulebook.key
    assert (after.outcome, after.closed_on) == (state.closed or "", town.today if state.closed else None)
    _assert_held(after, state.held_by)
    assert after.due_on == _due(town, before, after, procedure), f"{after.state} is due at another time"
    _assert_decided(procedure, before, after, step, given)
    _assert_said(after, step)
    return after


def assert_lawful() -> None:
    """No question of the law has a bad answer, and no constraint waits for the end of the transaction to break."""
    faults = {}
    with everything(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for question in LAW:
            cursor.execute(f"SELECT * FROM ({question.query}) faults LIMIT 3")  # noqa: S608 - constants
            if rows := cursor.fetchall():
                faults[question.name] = rows
    assert faults == {}, faults


def _assert_held(after: Case, holder: Party | None) -> None:
    assert after.held_by == (holder.value if holder else "")
    held = (after.holder_school_id, after.holder_office_id)
    if holder in (None, Party.NATIONAL_SYSTEM):
        assert held == (None, None)
        return
    with everything():
        assert held == CaseParty.objects.values_list("school_id", "office_id").get(case=after, party=after.held_by)
    assert any(held), f"nobody is {holder} in {after.procedure}"


def _due(town: Town, before: Case | None, after: Case, procedure: CompiledProcedure) -> Any:
    if before is not None and before.state == after.state:
        return before.due_on
    clock = procedure.state(after.state).clock
    if not isinstance(clock, Within):
        return None
    return city_calendar().after(town.today, town.rulebook.parameters.days(clock.param, town.today))


def _assert_decided(
    procedure: CompiledProcedure, before: Case | None, after: Case, step: Transition, given: Mapping[str, Any]
) -> None:
    with everything():
        decision = Decision.objects.get(case=after, number=after.version)
    assert (decision.event, decision.from_state, decision.to_state) == (
        step.event,
        before.state if before else "",
        after.state,
    )
    assert Party(decision.party) in step.by
    assert decision.facts
    told = label_of(procedure, decision, after.route_row)
    assert told.zh
    assert told.en
    # What every case is asked, or was asked here, is kept with the decision and with the case.
    asked = {each.key: str(given[each.key]) for each in step.asks if each.when is None and each.key in given}
    assert asked.items() <= decision.answers.items()
    assert asked.items() <= after.answers.items()


def _assert_said(after: Case, step: Transition) -> None:
    """Everything owed is delivered; what is said to the nation can be written on either wire, and read again."""
    with everything():
        crossed = Crossing.objects.filter(case=after).exists()
        owed = list(Effect.objects.filter(decision__case=after, decision__number=after.version))
    names = {effect.name for effect in owed}
    assert set(step.then.owe) <= names <= set(step.consequences.owe)
    assert "send_withdrawal" not in names or crossed, "the nation cannot forget what it never saw"
    if not owed:
        return
    deliver_owed()
    with everything():
        failed = Effect.objects.filter(delivery__delivered_at__isnull=True).values_list("name", "delivery__last_error")
        assert list(failed) == []
        for effect in owed:
            if effect.name in VERBS:
                _assert_sayable(OutgoingMessage.objects.get(key=key_of(effect)))


def _assert_sayable(message: OutgoingMessage) -> None:
    said = Dispatch(message.key, ToNation(message.verb), message.about, message.body, MOMENT)
    for scribe in SCRIBES:
        letter = scribe.write_dispatch(said)
        assert scribe.read_dispatch(letter.number, letter.content) == said
