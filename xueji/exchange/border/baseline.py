"""The baseline: a report of every child of ours that the nation has never been told of, before the daily ones begin.

A register that was taken over or seeded has no decisions that would owe these reports. Children are reported portion
by portion, each portion in one statement and one transaction: a run that is broken off goes on where it stopped.
"""

from collections.abc import Callable
from typing import Any

from django.db import connection

from xueji.exchange.border.children import BESIDE, COLUMNS, KEYS
from xueji.parties.actors import system_actor
from xueji.parties.clock import city_now
from xueji.parties.scope import scope
from xueji.vocabulary.parties import Party

EVENT = "baseline"
"""What the reports say has happened."""

_PORTION = 5_000

# What a message would be about is written down first: row-level security lets an index be asked for a column's value,
# and not for what a function makes of it.
_NUMBERED = """
      SELECT number.record_id, number.number, 'record:' || number.record_id AS about
        FROM records_numberassignment number
        JOIN records_studentrecord record ON record.id = number.record_id AND record.removed_at IS NULL
       WHERE number.scheme IN ('G', 'J', 'L') AND number.ends_on IS NULL
"""
_UNREPORTED = """
        FROM numbered WHERE NOT EXISTS (SELECT 1 FROM exchange_outgoingmessage said
                                         WHERE said.about = numbered.about AND said.verb = 'report')
"""
_COUNT = f"WITH numbered AS MATERIALIZED ({_NUMBERED}) SELECT count(DISTINCT record_id) {_UNREPORTED}"
_QUEUE = f"""
    WITH numbered AS MATERIALIZED ({_NUMBERED} AND number.record_id > %(after)s
       ORDER BY number.record_id LIMIT %(portion)s
    ), due AS MATERIALIZED (
      SELECT record_id, number {_UNREPORTED}
    ), child AS (
      SELECT {COLUMNS} FROM due number JOIN records_studentrecord record ON record.id = number.record_id {BESIDE}
       ORDER BY record.id
    ), queued AS (
      INSERT INTO exchange_outgoingmessage (key, verb, about, body, state, record_id, school_id, district_id,
                                            other_province, queued_at, attempts, last_error,
                                            answer, answer_code, answer_text)
      SELECT 'baseline:' || record_id, 'report', 'record:' || record_id,
             jsonb_build_object('event', %(event)s::text, 'pupil', to_jsonb(child) - %(keys)s::text[]),
             'queued', record_id, school_id, district_id, '', %(now)s, 0, '', '', '', ''
        FROM child ON CONFLICT (key) DO NOTHING RETURNING 1
    )
    SELECT (SELECT max(record_id) FROM numbered), (SELECT count(*) FROM queued)
"""  # noqa: S608 - made of the constants above


def unreported() -> int:
    """How many children with a national number that runs have never been reported."""
    with scope(system_actor(Party.NATIONAL_SYSTEM)), connection.cursor() as cursor:
        cursor.execute(_COUNT)
        return int(cursor.fetchone()[0])


def queue_baseline(told: Callable[[int], None] = lambda _: None) -> int:
    """Queue the report of every unreported child; answer how many. `told` hears after each portion how many more."""
    done, after = 0, 0
    while True:
        last, queued = _queue_portion(after)
        if last is None:
            return done
        done, after = done + queued, last
        told(queued)


def _queue_portion(after: int) -> tuple[int | None, int]:
    values: dict[str, Any] = {
        "after": after,
        "portion": _PORTION,
        "event": EVENT,
        "keys": list(KEYS),
        "now": city_now(),
    }
    with scope(system_actor(Party.NATIONAL_SYSTEM)), connection.cursor() as cursor:
        cursor.execute(_QUEUE, values)
        last, queued = cursor.fetchone()
    return last, queued
