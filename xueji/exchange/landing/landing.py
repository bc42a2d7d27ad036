"""Landing: judged rows become entrants with an open case, chunk by chunk; a broken-off landing goes on where it stopped."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.db import connection
from django.db.models import Exists, OuterRef, Q

from xueji.cases.door.opening import open_entry_cases
from xueji.cases.doubts import flag_doubts
from xueji.cases.models import Case
from xueji.exchange.landing.values import Arrival, WaitingRow, entrant_of
from xueji.exchange.models import ImportBatch
from xueji.exchange.models.batches import BatchStatus, RowOutcome, RowVerdict
from xueji.parties.actors import Actor, system_actor
from xueji.parties.clock import city_today
from xueji.parties.models import School
from xueji.parties.scope import scope
from xueji.records.copying import copy_in, reserve_keys
from xueji.records.models import Entrant
from xueji.records.models.identity import IDENTITY
from xueji.vocabulary.parties import Party

CHUNK = 2000

_COPIED = (
    "id",
    *IDENTITY,
    *("school_year", "registration_number", "source", "admission_kind", "confirmed_on", "school_id", "district_id"),
    *("grade", "batch_id", "batch_row", "form_answers", "verbatim"),
)
_COMPARED = (*IDENTITY, "school_id", "grade")
_RENEWED = (*_COMPARED, "district_id", "source", "confirmed_on", "batch_id", "batch_row", "form_answers", "verbatim")


@dataclass
class Sorted:
    """The rows of a chunk by what becomes of them."""

    new: list[Arrival] = field(default_factory=list)
    revived: list[Entrant] = field(default_factory=list)
    updated: list[Entrant] = field(default_factory=list)
    told: list[tuple[int, int, str]] = field(default_factory=list)


def land_batch(batch_id: int) -> None:
    """Write the good rows of a confirmed batch. May be called again after any failure: landed rows are left alone."""
    actor = system_actor(Party.ADMISSIONS)
    after: int | None = 0
    while after is not None:
        after = _land_chunk(batch_id, actor, after)
    with scope(actor):
        ImportBatch.objects.filter(pk=batch_id, status=BatchStatus.LANDING).update(status=BatchStatus.DONE)


def _land_chunk(batch_id: int, actor: Actor, after: int) -> int | None:
    """Land the next rows behind row `after` of the sheet; answer the last of them, or None when there are no more."""
    with scope(actor):
        with connection.cursor() as cursor:
            # One landing at a time: two lists with the same child must see each other, or neither would be doubted.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('xueji.landing'))")
        batch = ImportBatch.objects.defer("content").select_for_update().get(pk=batch_id)
        if batch.status != BatchStatus.LANDING:
            return None
        rows = _waiting(batch_id, after)
        if rows:
            _land(batch, rows, actor)
            ImportBatch.objects.filter(pk=batch_id).update(done_rows=batch.done_rows + len(rows))
        return rows[-1].row if len(rows) == CHUNK else None


def _waiting(batch_id: int, after: int) -> list[WaitingRow]:
    """Good rows not landed yet, in the order of the sheet. Read as text: orjson is several times faster than Django."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT id, "row", "values"::text, cells::text FROM exchange_stagedrow
             WHERE batch_id = %s AND "row" > %s AND outcome = '' AND verdict <> %s ORDER BY "row" LIMIT %s
            """,
            [batch_id, after, RowVerdict.REJECT, CHUNK],
        )
        return [WaitingRow(key, row, orjson.loads(tidy), cells) for key, row, tidy, cells in cursor]


def _land(batch: ImportBatch, rows: Sequence[WaitingRow], actor: Actor) -> None:
    today = city_today()
    codes = {row.values["school_code"] for row in rows}
    schools = {school.code: school for school in School.objects.filter(code__in=codes).select_related("district")}
    entrants = [entrant_of(row, batch, schools[row.values["school_code"]], today) for row in rows]
    found = _sort(entrants, rows, batch)
    _write_new(found.new)
    if found.revived or found.updated:
        Entrant.objects.bulk_update([*found.revived, *found.updated], _RENEWED)
    fresh: list[Any] = [*found.new, *found.revived]
    open_entry_cases(fresh, actor=actor)
    flag_doubts([entrant.pk for entrant in (*fresh, *found.updated)], today)
    _tell(batch, found.told)


def _sort(entrants: Sequence[Arrival], rows: Sequence[WaitingRow], batch: ImportBatch) -> Sorted:
    numbers = [entrant.registration_number for entrant in entrants]
    alive = Case.objects.filter(entrant=OuterRef("pk")).filter(Q(closed_on__isnull=True) | Q(outcome="approved"))
    known = {
        entrant.registration_number: entrant
        for entrant in Entrant.objects.filter(school_year=batch.school_year, registration_number__in=numbers).annotate(
            alive=Exists(alive), touched=Exists(alive.filter(version__gt=1))
        )
    }
    keys = iter(reserve_keys(Entrant, len(entrants) - len(known)))
    found = Sorted()
    for entrant, row in zip(entrants, rows, strict=True):
        before: Any = known.get(entrant.registration_number)
        if before is None:
            entrant.pk = entrant.id = next(keys)
            found.new.append(entrant)
            found.told.append((row.pk, entrant.pk, RowOutcome.NEW))
        else:
            found.told.append((row.pk, before.pk, _renew(before, entrant, found)))
    return found


def _renew(before: Any, entrant: Arrival, found: Sorted) -> str:
    if before.alive and all(getattr(before, name) == getattr(entrant, name) for name in _COMPARED):
        return RowOutcome.SAME
    if before.touched:
        return RowOutcome.KEPT
    kept_batch = (before.batch_id, before.batch_row)
    for name in _RENEWED:
        setattr(before, name, getattr(entrant, name))
    before.verbatim = orjson.loads(entrant.verbatim)
    if not before.alive:
        found.revived.append(before)
        return RowOutcome.NEW
    # An undo of this list must not take back what an earlier list brought.
    before.batch_id, before.batch_row = kept_batch
    found.updated.append(before)
    return RowOutcome.UPDATED


def _write_new(entrants: Sequence[Arrival]) -> None:
    rows = ([_plain(getattr(entrant, name)) for name in _COPIED] for entrant in entrants)
    copy_in(Entrant, _COPIED, rows)


def _plain(value: Any) -> Any:
    return orjson.dumps(value, default=str).decode() if isinstance(value, dict) else value


def _tell(batch: ImportBatch, told: list[tuple[int, int, str]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE exchange_stagedrow s SET entrant_id = t.entrant_id, outcome = t.outcome
              FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS t (id, entrant_id, outcome)
             WHERE s.id = t.id AND s.batch_id = %s
            """,
            [*map(list, zip(*told, strict=True)), batch.pk],
        )
