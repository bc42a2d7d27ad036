"""A long queue carried to a real exchange database, and its answers heard, against COPY of the same messages."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any

from bench.figures import Figure
from bench.house import House
from bench.timing import timed
from xueji.exchange.adapters.batch_2015.founding import found_exchange
from xueji.exchange.adapters.choosing import nation_end, national_system
from xueji.exchange.border.bodies import report_of
from xueji.exchange.border.children import Known, children
from xueji.exchange.border.courier import carry
from xueji.exchange.border.inbox import collect
from xueji.exchange.models import IncomingMessage, OutgoingMessage
from xueji.exchange.port import NationalSystem, NationEnd
from xueji.exchange.seeding import seed
from xueji.parties.actors import system_actor
from xueji.parties.scope import scope
from xueji.records.copying import copy_in
from xueji.server.nation.founding import admin_url
from xueji.vocabulary.border.messages import Tidings
from xueji.vocabulary.border.verbs import FromNation
from xueji.vocabulary.parties import Party

CITY, MESSAGES = 2_000, 100_000
CARRY_REACH, HEAR_REACH = 5.0, 15.0
"""How many times a bare COPY of the same rows: signing, and marking each row, is what the rest is for."""

NAME = "xueji_exchange_bench"
_ACTOR = system_actor(Party.NATIONAL_SYSTEM)
_PROVINCE, _TAKEN = "110000", 1_000
_FIELDS = (
    *("key", "verb", "about", "body", "state", "record", "school", "district", "other_province", "queued_at"),
    *("attempts", "last_error", "answer", "answer_code", "answer_text"),
)


def measure(house: House) -> list[Figure]:
    """Queue reports, carry them, let the nation answer each, hear the answers."""
    seed(students=CITY, seed=1)
    ours, theirs = _wire(house)
    with scope(_ACTOR):
        known = list(children())
    copied = timed(partial(_queue, known, "a"))
    house.settle()
    carried = timed(partial(carry, ours))
    _answer(theirs)
    heard = timed(partial(collect, ours))
    _must_be_done()
    note = f"{MESSAGES:,} messages; {MESSAGES / carried:,.0f} carried, {MESSAGES / heard:,.0f} heard a second"
    than = "COPY of the same rows"
    return [
        Figure("carry a queue to the exchange database", carried, than, copied, CARRY_REACH, note),
        Figure("hear as many answers", heard, than, copied, HEAR_REACH, note),
    ]


def _wire(house: House) -> tuple[NationalSystem, NationEnd]:
    """An exchange database on the house's own server."""
    passwords = {"courier_password": secrets.token_hex(8), "nation_password": secrets.token_hex(8)}
    courier, nation = found_exchange(admin_url(house.folder, house.urls), NAME, **passwords)
    key = secrets.token_bytes(32)
    return national_system(courier, province=_PROVINCE, key=key), nation_end(nation, province=_PROVINCE, key=key)


def _queue(known: list[Known], mark: str) -> None:
    with scope(_ACTOR):
        copy_in(OutgoingMessage, _FIELDS, _rows(known, mark))


def _rows(known: list[Known], mark: str) -> Iterator[tuple[Any, ...]]:
    now = datetime.now(UTC)
    for number in range(MESSAGES):
        child = known[number % len(known)]
        body = json.dumps(report_of(child, "approve"), ensure_ascii=False)
        about = f"record:{child.record_id}-{number // len(known)}"
        yield (
            *(f"{mark}:{number}", "report", about, body, "queued", child.record_id, child.school_id),
            *(child.district_id, "", now, 0, "", "", "", ""),
        )


def _answer(theirs: NationEnd) -> None:
    """The nation reads everything and says of each that it has come."""
    after = 0
    while taken := theirs.take(after=after, limit=_TAKEN):
        after = taken[-1][0]
        now = datetime.now(UTC)
        theirs.tell(
            [
                Tidings(f"N{place}", FromNation.RECEIVED, said.about, {}, now, in_reply_to=said.key)
                for place, said in taken
            ]
        )


def _must_be_done() -> None:
    with scope(_ACTOR):
        ours = OutgoingMessage.objects.filter(state="acknowledged").count()
        theirs = IncomingMessage.objects.filter(state="applied").count()
    if (ours, theirs) != (MESSAGES, MESSAGES):
        raise RuntimeError((ours, theirs))
