"""`xueji import admissions`: the same reading, judging and landing as at the desk, for a terminal or a pipe."""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import transaction

from xueji.exchange.intake.limits import Limits
from xueji.exchange.intake.verdicts.judging import judge_file
from xueji.exchange.intake.verdicts.report import as_json
from xueji.exchange.landing.knowledge import city_knowledge
from xueji.exchange.landing.landing import land_batch
from xueji.exchange.landing.staging import crowded_places, judge_batch, keep_list
from xueji.exchange.models import ImportBatch, StagedRow
from xueji.exchange.models.batches import BatchStatus
from xueji.exchange.seeding import demo_city_in_transaction
from xueji.parties.actors import system_actor
from xueji.parties.calendar import school_year_of
from xueji.parties.clock import city_today
from xueji.parties.models import School
from xueji.parties.refusals import refuse
from xueji.parties.scope import scope
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

READ, REFUSED = 0, 2


def run_import(path: Path, *, dry_run: bool, as_json_object: bool, city: str | None) -> int:
    """Judge a list, and unless `dry_run` import it; print for people or as one JSON object.

    `city`: "demo" or "current"; None takes the current one if it has a school, else the demo, which is loaded for a
    dry run and rolled back. Answers the exit code: 0 the file was read, 2 it was refused as a whole. Raises
    RefusedError when there is nothing to import into.
    """
    has_school = School.objects.exists()
    demo = (city or ("current" if has_school else "demo")) == "demo"
    if demo and not dry_run and not has_school:
        raise refuse(
            "city",
            "no_city",
            Text("数据库中没有城市，无法导入。", "There is no city to import into."),
            Text(
                "请先运行 xueji demo 或 xueji setup，或加 --dry-run 只作判定。",
                "Run xueji demo or xueji setup first, or add --dry-run.",
            ),
        )
    told = _dry_run(path, load_demo=demo) if dry_run else _import(path)
    (_print_json if as_json_object else _print_text)(told)
    return READ if told["file"]["verdict"] == "read" else REFUSED


def _dry_run(path: Path, *, load_demo: bool) -> dict[str, Any]:
    with _rolled_back():
        if load_demo:
            demo_city_in_transaction()
        with scope(system_actor(Party.ADMISSIONS)):
            today = city_today()
            year = school_year_of(today)
            judgement = judge_file(path, city_knowledge(year), on=today, limits=Limits())
            told = as_json(judgement)
            admitted = [row.values for row in judgement.rows if row.values is not None]
            per_place = Counter((str(values["school_code"]), str(values["grade"])) for values in admitted)
            told["file"]["reasons"] += [_plain_reason(reason) for reason in crowded_places(per_place, year)]
            return told


@contextmanager
def _rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _import(path: Path) -> dict[str, Any]:
    actor = system_actor(Party.ADMISSIONS)
    with scope(actor):
        batch = keep_list(actor, path.name, path.read_bytes(), None)
    judge_batch(batch.pk)
    moved = ImportBatch.objects.filter(pk=batch.pk, status=BatchStatus.JUDGED).update(status=BatchStatus.LANDING)
    if moved:
        land_batch(batch.pk)
    batch = ImportBatch.objects.defer("content").get(pk=batch.pk)
    return _told(batch)


def _told(batch: ImportBatch) -> dict[str, Any]:
    rows = StagedRow.objects.filter(batch=batch).order_by("row").values_list("row", "verdict", "reasons").iterator()
    refused = batch.status == BatchStatus.REFUSED
    return {
        "file": {
            "name": batch.file_name,
            "sheet": batch.sheet,
            "header_row": batch.header_row,
            "verdict": "refused" if refused else "read",
            "reasons": [_plain_reason(reason) for reason in batch.reasons],
        },
        "counts": batch.counts or {"rows": 0, "accept": 0, "problem": 0, "reject": 0},
        "rows": [
            {"row": row, "verdict": verdict, "reasons": [_plain_reason(reason) for reason in reasons]}
            for row, verdict, reasons in rows
        ],
    }


def _plain_reason(reason: Mapping[str, str]) -> dict[str, str]:
    return {key: reason[key] for key in ("field", "rule", "says", "mend")}


def _print_json(told: dict[str, Any]) -> None:
    json.dump(told, sys.stdout, ensure_ascii=False)
    sys.stdout.write("\n")


def _print_text(told: dict[str, Any]) -> None:
    write = sys.stdout.write
    head, counts = told["file"], told["counts"]
    write(f"{head['name']}  {head['sheet']}\n")
    for reason in head["reasons"]:
        write(f"  {reason['says']} {reason['mend']}\n")
    write(
        f"共 {counts['rows']} 行：可导入 {counts['accept']}，疑似重复 {counts['problem']}，不能导入 {counts['reject']}\n"
    )
    for row in told["rows"]:
        if row["verdict"] != "accept":
            says = "；".join(f"{reason['field']}：{reason['says']}" for reason in row["reasons"])
            write(f"  第 {row['row']} 行  {row['verdict']}  {says}\n")
