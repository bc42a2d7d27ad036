"""A baseline queued, a long queue carried to a real exchange database, its answers heard, and a night's comparison.

All against COPY of as many rows, in the same run.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from bench.figures import Figure
from bench.house import House
from bench.timing import timed
from xueji.exchange.adapters.batch_2015.founding import found_exchange
from xueji.exchange.adapters.choosing import nation_end, national_system
from xueji.exchange.border.baseline import queue_baseline
from xueji.exchange.border.bodies import report_of
from xueji.exchange.border.children import Known, children
from xueji.exchange.border.courier import carry
from xueji.exchange.border.inbox import collect
from xueji.exchange.border.reconcile import reconcile
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

CITY, MESSAGES, CHILDREN = 200_000, 100_000, 2_000
BASELINE_REACH, CARRY_REACH, HEAR_REACH, COMPARE_REACH = 5.0, 5.0, 15.0, 20.0
"""How many times a bare COPY of as many rows: signing, and marking each row, is what the rest is for."""

FLAT = 60
"""Megabytes that a night's comparison may take beyond what the process holds, whatever the size of the city."""

NAME = "xueji_exchange_bench"
_ACTOR = system_actor(Party.NATIONAL_SYSTEM)
_PROVINCE, _TAKEN = "110000", 1_000
_FIELDS = (
    *("key", "verb", "about", "body", "state", "record", "school", "district", "other_province", "queued_at"),
    *("attempts", "last_error", "answer", "answer_code", "answer_text"),
)


def measure(house: House) -> list[Figure]:
    """Queue reports, carry them, let the nation answer each, hear the answers; then compare everything once."""
    seed(students=CITY, seed=1)
    ours, theirs = _wire(house)
    house.settle()
    with scope(_ACTOR):
        known = list(islice(children(), CHILDREN))
    based = _baseline()
    house.settle()
    copied = timed(partial(_queue, known, "a"))
    house.settle()
    carried = timed(partial(carry, ours))
    _answer(theirs)
    heard = timed(partial(collect, ours))
    _must_be_done()
    note = f"{MESSAGES:,} messages; {MESSAGES / carried:,.0f} carried, {MESSAGES / heard:,.0f} heard a second"
    than, share = "COPY of as many rows", CITY / MESSAGES
    return [
        Figure("queue the baseline", based, than, copied * share, BASELINE_REACH, f"{CITY:,} children"),
        Figure("carry a queue to the exchange database", carried, than, copied, CARRY_REACH, note),
        Figure("hear as many answers", heard, than, copied, HEAR_REACH, note),
        _night(house, ours, theirs),
    ]


def _baseline() -> float:
    """Take the time of a baseline that never was: its messages would lie before those that are carried."""
    with transaction.atomic():
        seconds = timed(queue_baseline)
        transaction.set_rollback(True)
    return seconds


def _night(house: House, ours: NationalSystem, theirs: NationEnd) -> Figure:
    """Compare with an exchange that shows all children, one in a thousand of them otherwise than we have it."""
    with scope(_ACTOR):
        everybody = children()
        while shown := list(islice(everybody, CHILDREN)):
            first, *others = (child.pupil for child in shown)
            theirs.show_holdings([{**first, "name": "某人"}, *others], [])
    house.settle()
    before = _memory(anew=True)
    seconds = timed(partial(reconcile, ours))
    grown = _memory() - before
    if grown > FLAT:
        raise RuntimeError(grown)
    with scope(_ACTOR):
        rows = [tuple(child.pupil.values()) for child in children()]
        copied = timed(partial(_copy, rows))
    note = f"{len(rows):,} children, +{grown} MB; {len(rows) / seconds:,.0f} a second"
    return Figure("compare every child in a night", seconds, "COPY of the same children", copied, COMPARE_REACH, note)


def _copy(rows: list[tuple[Any, ...]]) -> None:
    columns = ", ".join(f"c{number} text" for number in range(len(rows[0])))
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE copied ({columns})")
        with cursor.copy("COPY copied FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def _memory(*, anew: bool = False) -> int:
    """Megabytes that the process holds at most, counted from now on if `anew`."""
    if anew:
        Path("/proc/self/clear_refs").write_text("5")
    line = next(each for each in Path("/proc/self/status").read_text().splitlines() if each.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


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
