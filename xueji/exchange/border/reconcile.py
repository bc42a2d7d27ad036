"""The nightly comparison: our children and the exchange's, side by side in the order of their national numbers.

Two ascending streams are merged, so that memory stays flat whatever the size of the city.
"""

from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from typing import NamedTuple

from django.db import connection

from xueji.exchange.border.children import Known, children
from xueji.exchange.border.lanes import only_one, wire_is_down, wire_state
from xueji.exchange.port import ExchangeDownError, NationalSystem
from xueji.parties.actors import system_actor
from xueji.parties.clock import city_now, city_today
from xueji.parties.scope import scope
from xueji.vocabulary.border.messages import Pupil
from xueji.vocabulary.parties import Party
from xueji.vocabulary.people.standings import RecordStanding

COMPARED = (
    *("name", "sex", "birth_date", "document_type", "document_number", "nationality"),
    *("standing", "leaving_outcome", "school_code", "grade", "school_year"),
)
"""What both sides must agree on. The school's name and the day of leaving follow from these or are our own."""

MISSING_THERE, MISSING_HERE, AGREES = "missing_there", "missing_here", "agrees"
_LONGEST = 120
_GONE = {RecordStanding.TRANSFERRED_OUT.value, RecordStanding.CANCELED.value}

_Row = tuple[str, str, str, str, int | None, int | None, int | None]

_TONIGHT = """
    CREATE TEMP TABLE IF NOT EXISTS tonight ON COMMIT DROP AS SELECT * FROM exchange_difference WITH NO DATA;
    TRUNCATE tonight
"""
_KEEP = "COPY tonight (national_number, field, ours, theirs, record_id, school_id, district_id) FROM STDIN"
_ROWS = 1_000
_STILL = """
    UPDATE exchange_difference open SET ours = found.ours, theirs = found.theirs, record_id = found.record_id,
           school_id = found.school_id, district_id = found.district_id
      FROM tonight found
     WHERE open.settled_on IS NULL AND open.national_number = found.national_number AND open.field = found.field
"""
_GONE_SINCE = """
    UPDATE exchange_difference open SET settled_on = %s, settled_how = %s
     WHERE open.settled_on IS NULL
       AND NOT EXISTS (SELECT 1 FROM tonight found
                        WHERE found.national_number = open.national_number AND found.field = open.field)
"""
_NEW = """
    INSERT INTO exchange_difference (national_number, field, ours, theirs, record_id, school_id, district_id,
                                     found_on, settled_how)
    SELECT national_number, field, ours, theirs, record_id, school_id, district_id, %s, ''
      FROM tonight ON CONFLICT (national_number, field) WHERE settled_on IS NULL DO NOTHING
"""


class Compared(NamedTuple):
    """What one night found: differences found anew, those that vanished by themselves, whether the wire is cut."""

    found: int = 0
    settled: int = 0
    down: bool = False


def reconcile(wire: NationalSystem) -> Compared:
    """Compare everything and keep the differences; one that vanished is settled. A cut wire changes nothing."""
    with only_one("reconcile") as mine:
        if not mine:
            return Compared()
        try:
            with scope(system_actor(Party.NATIONAL_SYSTEM)):
                return _compare(wire)
        except ExchangeDownError as error:
            with scope(system_actor(Party.NATIONAL_SYSTEM)):
                wire_is_down(error)
            return Compared(down=True)


def _compare(wire: NationalSystem) -> Compared:
    today = city_today()
    # A stream of ours that is left open would outlive the savepoint in which it was begun.
    with connection.cursor() as cursor, closing(children()) as ours:
        cursor.execute(_TONIGHT)
        found = differences(ours, wire.holdings())
        # A connection that copies can read nothing: the streams go on between two portions.
        while rows := list(islice(found, _ROWS)):
            with cursor.copy(_KEEP) as copy:
                for row in rows:
                    copy.write_row(row)
        cursor.execute(_STILL)
        cursor.execute(_GONE_SINCE, [today, AGREES])
        settled = cursor.rowcount
        cursor.execute(_NEW, [today])
        new = cursor.rowcount
    state = wire_state()
    state.reconciled_at = city_now()
    state.save(update_fields=["reconciled_at"])
    return Compared(new, settled)


def differences(ours: Iterator[Known], theirs: Iterator[Pupil]) -> Iterator[_Row]:
    """Merge the two streams, both by ascending number; a child that has gone is missed by nobody."""
    mine, other = next(ours, None), next(theirs, None)
    while mine is not None or other is not None:
        number = mine.pupil["national_number"] if mine else ""
        there = other["national_number"] if other else ""
        if mine is not None and (other is None or number < there):
            if mine.pupil["standing"] not in _GONE:
                yield _row(number, MISSING_THERE, mine.pupil["name"], "", mine)
            mine = next(ours, None)
        elif other is not None and (mine is None or there < number):
            if other["standing"] not in _GONE:
                yield _row(there, MISSING_HERE, "", other["name"], None)
            other = next(theirs, None)
        elif mine is not None and other is not None:
            yield from _fields(mine, other)
            mine, other = next(ours, None), next(theirs, None)


def _fields(mine: Known, other: Pupil) -> Iterator[_Row]:
    here, there = dict(mine.pupil), dict(other)
    for name in COMPARED:
        if str(here[name]) != str(there[name]):
            yield _row(mine.pupil["national_number"], name, str(here[name]), str(there[name]), mine)


def _row(number: str, field: str, ours: str, theirs: str, mine: Known | None) -> _Row:
    keys = (mine.record_id, mine.school_id, mine.district_id) if mine else (None, None, None)
    return (number, field, ours[:_LONGEST], theirs[:_LONGEST], *keys)
