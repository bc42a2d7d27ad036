"""When an answer is due: learned from how long such answers took before. Past it, a message is silent (S29).

How long the national system takes is written nowhere; the numbers that bound what is learned are parameters
`answer_days_*` of the rulebook, and ours [INF]. All times are the city clock's; which answers are the latest follows
from their keys, because a training clock may stand still or jump.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from xueji.exchange.models import OutgoingMessage
from xueji.exchange.models.messages import MessageState
from xueji.parties.clock import city_now, city_today
from xueji.parties.rulebook import rulebook_in_force

Pair = tuple[str, str]
"""A verb and the other province; an empty province stands for all of them."""

LATEST, ENOUGH, SHARE = 200, 5, 0.9
"""How many answers are looked at, how few teach nothing, and the share of them whose time is learned [INF]."""

_TOOK = """
    SELECT greatest(extract(epoch FROM answered_at - handed_over_at), 0) AS seconds FROM exchange_outgoingmessage
     WHERE verb = asked.verb AND answered_at IS NOT NULL
"""
# Two branches, each with an index of its own: one for every province together would sort all that was ever said.
_LEARN = f"""
    SELECT asked.verb, asked.province, took.seconds
      FROM unnest(%(verbs)s::text[], %(provinces)s::text[]) AS asked (verb, province)
     CROSS JOIN LATERAL (
       SELECT percentile_cont(%(share)s) WITHIN GROUP (ORDER BY answer.seconds) AS seconds, count(*) AS answers
         FROM (({_TOOK} AND asked.province = '' ORDER BY id DESC LIMIT %(latest)s)
               UNION ALL
               ({_TOOK} AND asked.province <> '' AND other_province = asked.province
                ORDER BY id DESC LIMIT %(latest)s)) answer) took
     WHERE took.answers >= %(enough)s
"""  # noqa: S608 - made of the constants above


def patience(pairs: Collection[Pair]) -> Mapping[Pair, timedelta]:
    """How long to wait for an answer to each verb from each province: by both, else by the verb, else as given."""
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
    given, today = rulebook_in_force().parameters, city_today()
    multiple, least = int(given.value("answer_days_multiple", today)), given.days("answer_days_least", today)
    unlearned = timedelta(days=given.days("answer_days_unlearned", today))
    learned = {pair: max(multiple * usual, timedelta(days=least)) for pair, usual in took.items()}
    return {pair: learned.get(pair) or learned.get((pair[0], "")) or unlearned for pair in pairs}


def mark_silent(now: datetime | None = None) -> int:
    """Say of every message past its time that it is silent; answer of how many. An answer may still come."""
    overdue = OutgoingMessage.objects.filter(state=MessageState.HANDED_OVER, expected_by__lt=now or city_now())
    return overdue.update(state=MessageState.SILENT)
