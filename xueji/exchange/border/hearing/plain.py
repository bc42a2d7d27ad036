"""Plain answers by the hundred: what only says “received” moves no case, and is kept without a query for each.

Reports by the thousand come back at the beginning of a term. Everything else is heard one by one.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from xueji.vocabulary.border.messages import Tidings
from xueji.vocabulary.border.verbs import FromNation, ToNation

# Only what waits for exactly this answer; whatever else was named is heard one by one, with its reasons.
_FIND = """
    SELECT ours.key, ours.id FROM exchange_outgoingmessage ours
     WHERE ours.key = ANY(%s) AND ours.answered_at IS NULL AND ours.verb = ANY(%s) FOR UPDATE
"""
_ANSWER = """
    UPDATE exchange_outgoingmessage ours
       SET state = 'acknowledged', answer = %(answer)s, answered_at = %(now)s,
           handed_over_at = coalesce(ours.handed_over_at, %(now)s)
     WHERE ours.id = ANY(%(ours)s)
"""
_KEEP = """
    UPDATE exchange_incomingmessage came
       SET state = 'applied', applied_at = %(now)s, verb = %(answer)s, about = ours.about, body = '{}',
           in_reply_to_id = ours.id, case_id = ours.case_id, record_id = ours.record_id
      FROM unnest(%(came)s::bigint[], %(ours)s::bigint[]) AS told (came, ours)
      JOIN exchange_outgoingmessage ours ON ours.id = told.ours
     WHERE came.id = told.came AND came.state = 'stored'
"""
_VERBS = [verb.value for verb in ToNation if FromNation.RECEIVED in verb.answers]


def is_plain(tidings: Tidings) -> bool:
    """Whether the tidings say no more than that a named message of ours has come."""
    return tidings.verb is FromNation.RECEIVED and bool(tidings.in_reply_to) and not tidings.body


def keep_plain(told: Mapping[int, Tidings], now: datetime) -> Sequence[int]:
    """Note the answers, by the key of the message that came; return the keys of those that are done with it.

    Runs inside the caller's transaction. Two answers to one message: the first is kept, the other is heard by itself.
    """
    came = {tidings.in_reply_to: key for key, tidings in sorted(told.items(), reverse=True)}
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [list(came), _VERBS])
        pairs = [(came[key], ours) for key, ours in cursor.fetchall()]
        done = [key for key, _ in pairs]
        values: dict[str, Any] = {"answer": FromNation.RECEIVED.value, "now": now, "came": done}
        values["ours"] = [key for _, key in pairs]
        cursor.execute(_ANSWER, values)
        cursor.execute(_KEEP, values)
    return done
