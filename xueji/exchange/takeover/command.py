"""`xueji takeover`: the same judging and writing as at the desk, for files that lie on this machine."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import transaction

from xueji.exchange.models import TakeOver
from xueji.exchange.models.takeover import TakenSheet, TakeOverStatus
from xueji.exchange.takeover.judging.staging import judge
from xueji.exchange.takeover.keeping import begin_here
from xueji.exchange.takeover.landing.landing import land
from xueji.exchange.takeover.returned import write_csv_folder
from xueji.exchange.takeover.rules import gist, told
from xueji.parties.actors import system_actor
from xueji.parties.models import City
from xueji.parties.refusals import refuse
from xueji.parties.scope import scope
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

TAKEN, REFUSED = 0, 2
Say = Callable[[str], object]


def run_takeover(path: Path, *, dry_run: bool, as_json: bool, result: Path | None) -> int:
    """Judge the files and, unless `dry_run`, write the good rows; print for people or as one JSON object.

    `result` is a folder for the same tables with a verdict on every row. Answers the exit code: 0 the files were read,
    2 they were refused as a whole. Raises RefusedError when there is no city yet.
    """
    if not City.objects.exists():
        raise refuse(
            "city",
            "no_city",
            Text("数据库中没有城市，无法接管。", "There is no city to take a register over into."),
            Text("请先运行 xueji setup，并登记区县。", "Run xueji setup first, and register the districts."),
        )
    if dry_run:
        with _rolled_back():
            report = _judged(path, result)
    else:
        report = _written(path, result)
    (_print_json if as_json else _print_text)(report)
    return REFUSED if report["file"]["verdict"] == "refused" else TAKEN


@contextmanager
def _rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _judged(path: Path, result: Path | None) -> dict[str, Any]:
    with scope(system_actor(Party.CITY)) as actor:
        takeover = begin_here(actor, path)
        judge(takeover, path)
        if result is not None and takeover.status == TakeOverStatus.JUDGED:
            write_csv_folder(takeover, result)
        return report_of(takeover)


def _written(path: Path, result: Path | None) -> dict[str, Any]:
    with scope(system_actor(Party.CITY)) as actor:
        takeover = begin_here(actor, path)
        judge(takeover, path)
    judged = TakeOver.objects.filter(pk=takeover.pk, status=TakeOverStatus.JUDGED)
    if judged.update(status=TakeOverStatus.LANDING):
        land(takeover.pk)
        takeover = TakeOver.objects.defer("content").get(pk=takeover.pk)
        if result is not None:
            write_csv_folder(takeover, result)
    return report_of(takeover)


def report_of(takeover: TakeOver) -> dict[str, Any]:
    """The whole result but the single rows: head, counts of every sheet, and the reconciliation."""
    refused = takeover.status == TakeOverStatus.REFUSED
    return {
        "file": {
            "name": takeover.file_name,
            "sha256": takeover.sha256,
            "verdict": "refused" if refused else "read",
            "written": takeover.status == TakeOverStatus.DONE,
            "reasons": [_plain(reason) for reason in takeover.reasons],
        },
        "sheets": takeover.counts,
        "reconciliation": [
            {
                **{name: getattr(line, name) for name in _TOLD},
                "unexplained": line.unexplained,
                "faults": {rule: [count, gist(rule).zh, gist(rule).en] for rule, count in line.faults.items()},
            }
            for line in takeover.totals.order_by("level", "code")
        ],
    }


_TOLD = (
    *("level", "code", "name", "rows", "accepted", "warned", "refused", "there", "before", "after"),
    *("raised", "taken", "counted"),
)


def _plain(reason: dict[str, Any]) -> dict[str, str]:
    says, mend = told(reason)
    return {"rule": reason["rule"], "says": says.zh, "mend": mend.zh, "says_en": says.en, "mend_en": mend.en}


def _print_json(report: dict[str, Any]) -> None:
    json.dump(report, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def _print_text(report: dict[str, Any]) -> None:
    out = sys.stdout.write
    for reason in report["file"]["reasons"]:
        out(f"{reason['says']}{reason['mend']}\n{reason['says_en']} {reason['mend_en']}\n")
    if not report["sheets"]:
        return
    out(
        "表 sheet       行 rows    可接管 accepted  请留意 warned  不能接管 refused  已有 there  之前 before  之后 after\n"
    )
    for line in report["reconciliation"]:
        if line["level"] == "sheet":
            _print_line(f"{TakenSheet(line['code']).label} {line['code']}", line, out)
    for line in report["reconciliation"]:
        if line["level"] == "district":
            _print_line(f"{line['name'] or '?'} {line['code']}", line, out)


def _print_line(label: str, line: dict[str, Any], out: Say) -> None:
    after = "" if line["after"] is None else f"{line['after']:>12,}"
    figures = "".join(f"{line[name]:>12,}" for name in ("rows", "accepted", "warned", "refused", "there", "before"))
    out(f"{label:<16}{figures}{after}\n")
    for count, zh, en in line["faults"].values():
        out(f"    {zh} {en}: {count:,}\n")
