"""The courier carries what is queued to the exchange: at least once, and what is about one thing in its order.

Reading, handing over and marking are three steps. Killed between any two of them, it hands the same messages over
again at the next run: the wire leaves a key that it has already as it is.
"""

from collections.abc import Sequence
from typing import NamedTuple

import orjson
from django.db import connection

from xueji.exchange.border.expecting import Pair, patience
from xueji.exchange.border.lanes import only_one, wire_is_down, wire_is_up
from xueji.exchange.port import ExchangeDownError, NationalSystem
from xueji.parties.actors import system_actor
from xueji.parties.clock import city_now
from xueji.parties.scope import scope
from xueji.vocabulary.border.messages import Dispatch
from xueji.vocabulary.border.verbs import ToNation
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

BATCH = 1_000

# What the wire could not carry stands in the way of its own `about`, until the same verb is said of it anew.
_QUEUED = """
    SELECT mine.id, mine.key, mine.verb, mine.about, mine.body::text, mine.queued_at, mine.other_province
      FROM exchange_outgoingmessage mine
     WHERE mine.state = 'queued' AND mine.id > %s
       AND NOT EXISTS (SELECT 1 FROM exchange_outgoingmessage before
                        WHERE before.about = mine.about AND before.id < mine.id
                          AND (before.state = 'queued'
                               OR (before.state = 'rejected' AND before.handed_over_at IS NULL
                                   AND before.replaced_by_id IS NULL AND before.verb <> mine.verb)))
     ORDER BY mine.id LIMIT %s
"""
_HANDED_OVER = """
    UPDATE exchange_outgoingmessage message
       SET state = 'handed_over', handed_over_at = %s, attempts = attempts + 1, last_error = '',
           expected_by = %s + make_interval(secs => told.seconds)
      FROM unnest(%s::bigint[], %s::float[]) AS told (id, seconds)
     WHERE message.id = told.id AND message.state = 'queued'
"""
_SAID_ANEW = """
    UPDATE exchange_outgoingmessage before SET replaced_by_id = message.id
      FROM exchange_outgoingmessage message
     WHERE message.id = ANY(%s) AND before.about = message.about AND before.id < message.id
       AND before.verb = message.verb AND before.state = 'rejected' AND before.handed_over_at IS NULL
       AND before.replaced_by_id IS NULL
"""
_UNSAYABLE = """
    UPDATE exchange_outgoingmessage message
       SET state = 'rejected', attempts = attempts + 1, last_error = told.why
      FROM unnest(%s::bigint[], %s::text[]) AS told (id, why)
     WHERE message.id = told.id AND message.state = 'queued'
"""


class _Waiting(NamedTuple):
    """One message that may go."""

    id: int
    dispatch: Dispatch
    other_province: str


class Carried(NamedTuple):
    """What one run of the courier did: messages handed over, messages the wire cannot carry, whether it is cut."""

    handed_over: int = 0
    unsayable: int = 0
    down: bool = False


def carry(wire: NationalSystem, *, batch: int = BATCH) -> Carried:
    """Hand over what is queued, batch by batch. Nothing is lost when the wire is cut: the next run goes on."""
    with only_one("courier") as mine:
        return _carry_all(wire, batch) if mine else Carried()


def _carry_all(wire: NationalSystem, batch: int) -> Carried:
    handed_over = unsayable = after = 0
    while True:
        waiting = _waiting(after, batch)
        if not waiting and not after:
            return Carried(handed_over, unsayable)
        if not waiting:
            # What followed another message about the same thing may go now that this one has gone.
            after = 0
            continue
        try:
            refused = wire.hand_over([each.dispatch for each in waiting])
        except ExchangeDownError as error:
            with scope(system_actor(Party.NATIONAL_SYSTEM)):
                wire_is_down(error)
            return Carried(handed_over, unsayable, down=True)
        _mark(waiting, refused)
        handed_over += len(waiting) - len(refused)
        unsayable += len(refused)
        after = waiting[-1].id


def _waiting(after: int, batch: int) -> list[_Waiting]:
    with scope(system_actor(Party.NATIONAL_SYSTEM)), connection.cursor() as cursor:
        cursor.execute(_QUEUED, [after, batch])
        return [
            _Waiting(key, Dispatch(name, ToNation(verb), about, orjson.loads(body), queued_at), province)
            for key, name, verb, about, body, queued_at, province in cursor.fetchall()
        ]


def _mark(waiting: Sequence[_Waiting], refused: dict[str, Text]) -> None:
    gone = [each for each in waiting if each.dispatch.key not in refused]
    stuck = [each for each in waiting if each.dispatch.key in refused]
    with scope(system_actor(Party.NATIONAL_SYSTEM)), connection.cursor() as cursor:
        now = city_now()
        if gone:
            waits = patience({_pair(each) for each in gone})
            keys = [each.id for each in gone]
            cursor.execute(_HANDED_OVER, [now, now, keys, [waits[_pair(each)].total_seconds() for each in gone]])
            cursor.execute(_SAID_ANEW, [keys])
        if stuck:
            why = [refused[each.dispatch.key] for each in stuck]
            cursor.execute(_UNSAYABLE, [[each.id for each in stuck], [f"{text.zh}\n{text.en}" for text in why]])
        wire_is_up()


def _pair(waiting: _Waiting) -> Pair:
    return waiting.dispatch.verb.value, waiting.other_province
