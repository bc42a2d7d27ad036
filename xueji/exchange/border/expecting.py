"""When an answer is due: learned from how long such answers took before. Past it, a message is silent (S29).

How long the national system takes is written nowhere; what is given where nothing has been learned yet is ours [INF].
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from xueji.exchange.models import OutgoingMessage
from xueji.exchange.models.messages import MessageState
from xueji.parties.clock import city_now

Pair = tuple[str, str]
"""A verb and the other province; an empty province stands for all of them."""

UNTAUGHT = timedelta(days=10)
"""Patience where too few answers are known [INF]."""

LEAST = timedelta(days=1)
"""Nobody is bothered sooner, however fast answers usually are [INF]."""

LATEST, ENOUGH, SHARE, TIMES = 200, 5, 0.9, 2
"""How many answers are looked at, how few teach nothing, and patience: twice what nine tenths of them took [INF]."""

_LEARN = """
    SELECT asked.verb, asked.province, took.seconds
      FROM unnest(%(verbs)s::text[], %(provinces)s::text[]) AS asked (verb, province)
     CROSS JOIN LATERAL (
       SELECT percentile_cont(%(share)s) WITHIN GROUP (ORDER BY answer.seconds) AS seconds, count(*) AS answers
         FROM (SELECT greatest(extract(epoch FROM answered_at - handed_over_at), 0) AS seconds
                 FROM exchange_outgoingmessage
                WHERE verb = asked.verb AND answered_at IS NOT NULL AND handed_over_at IS NOT NULL
                  AND (asked.province = '' OR other_province = asked.province)
                ORDER BY answered_at DESC LIMIT %(latest)s) answer) took
     WHERE took.answers >= %(enough)s
"""


def patience(pairs: Collection[Pair]) -> Mapping[Pair, timedelta]:
    """How long to wait for an answer to each verb from each province: by both, else by the verb, else `UNTAUGHT`."""
    asked = sorted({*pairs, *((verb, "") for verb, _ in pairs)})
    values: dict[str, Any] = {
        "verbs": [verb for verb, _ in asked],
        "provinces": [province for _, province in asked],
        "share": SHARE,
        "latest": LATEST,
        "enough": ENOUGH,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LEARN, values)
        took = {(verb, province): timedelta(seconds=float(seconds)) for verb, province, seconds in cursor.fetchall()}
    learned = {pair: max(TIMES * usual, LEAST) for pair, usual in took.items()}
    return {pair: learned.get(pair) or learned.get((pair[0], "")) or UNTAUGHT for pair in pairs}


def mark_silent(now: datetime | None = None) -> int:
    """Say of every message past its time that it is silent; answer of how many. An answer may still come."""
    overdue = OutgoingMessage.objects.filter(state=MessageState.HANDED_OVER, expected_by__lt=now or city_now())
    return overdue.update(state=MessageState.SILENT)
