"""An admissions list from the file to committed entrants with open cases, every rule and duplicate check included."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from python_calamine import CalamineWorkbook

from bench.figures import Figure
from bench.house import House
from bench.parts.copying import copy_entrants, entrant_rows
from bench.parts.lists import entrants_to_come, write_list
from bench.timing import timed, usual
from xueji.exchange.landing.landing import land_batch
from xueji.exchange.landing.staging import judge_batch, keep_list
from xueji.exchange.models import ImportBatch
from xueji.exchange.models.batches import BatchStatus
from xueji.exchange.seeding import seed
from xueji.parties.actors import system_actor
from xueji.parties.models import School
from xueji.parties.scope import scope
from xueji.vocabulary.parties import Party

CITY, ROWS, ROUNDS, REACH = 20_000, 20_000, 3, 4.0
_ACTOR = system_actor(Party.ADMISSIONS)


def measure(house: House) -> list[Figure]:
    """Import one list; then read the same file and COPY the same rows, some times over."""
    seed(students=CITY, seed=1)
    path = house.folder / "list.xlsx"
    with scope(_ACTOR):
        schools = list(School.objects.filter(grades__contains=["P1"]).select_related("district"))
        columns = write_list(path, entrants_to_come(schools, ROWS))
    house.settle()
    importing = timed(partial(_import, path))
    batch = _imported()
    read = usual([partial(_read, path)] * ROUNDS)
    copied = usual([partial(copy_entrants, entrant_rows(batch, f"Z{turn}-")) for turn in range(ROUNDS)])
    note = f"{ROWS:,} rows × {columns} columns into a city of {CITY:,}; read {read:.2f} s, COPY {copied:.2f} s"
    return [
        Figure("import xlsx → committed", importing, "bare read + COPY of the same rows", read + copied, REACH, note)
    ]


def _import(path: Path) -> None:
    with scope(_ACTOR):
        batch = keep_list(_ACTOR, path.name, path.read_bytes(), None)
    judge_batch(batch.pk)
    ImportBatch.objects.filter(pk=batch.pk, status=BatchStatus.JUDGED).update(status=BatchStatus.LANDING)
    land_batch(batch.pk)


def _imported() -> int:
    """Answer the batch, having made sure that every row of it has landed."""
    batch = ImportBatch.objects.defer("content").get()
    if batch.status != BatchStatus.DONE or batch.done_rows != ROWS:
        raise RuntimeError(f"the list did not land: {batch.status} {batch.done_rows} {batch.counts} {batch.reasons}")
    return batch.pk


def _read(path: Path) -> None:
    CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
