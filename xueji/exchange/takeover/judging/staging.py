"""Staging: every sheet is read in its limited child process, judged, and laid beside the register, not in it."""

from __future__ import annotations

import json
from enum import Enum
from pathlib import Path
from typing import Any

from xueji.exchange.intake.refusals import FileRefused
from xueji.exchange.models import TakenPlace, TakenRecord, TakenSpell, TakeOver
from xueji.exchange.models.takeover import THERE, TakenSheet, TakeOverStatus
from xueji.exchange.takeover.judging.crosswise import Crosswise
from xueji.exchange.takeover.judging.knowledge import Knowledge, knowledge
from xueji.exchange.takeover.judging.places import PlaceRow, judge_places
from xueji.exchange.takeover.judging.records import FIELDS as RECORD_FIELDS
from xueji.exchange.takeover.judging.records import RecordJudge
from xueji.exchange.takeover.judging.spells import FIELDS as SPELL_FIELDS
from xueji.exchange.takeover.judging.spells import SpellJudge
from xueji.exchange.takeover.rules import REFUSE
from xueji.exchange.takeover.sources import Bundle, open_bundle
from xueji.exchange.takeover.totals.counting import count_up
from xueji.parties.clock import city_today
from xueji.records.copying import copy_in

# Staff name classes, classes name schools.
_PLACES = (TakenSheet.SCHOOLS, TakenSheet.CLASSES, TakenSheet.STAFF)
_PLACE_FIELDS = ("takeover", "sheet", "row", "key", "verdict", "outcome", "reasons", "cells", "values")


def judge(takeover: TakeOver, path: Path, *, name: str | None = None) -> None:
    """Stage and judge what lies at `path`, and save how the take-over stands then.

    Runs inside one transaction: a judging that breaks off leaves nothing. Raises ReadingFailedError.
    """
    try:
        with open_bundle(path, name=name) as bundle:
            _stage(takeover, bundle)
    except FileRefused as refused:
        takeover.status = TakeOverStatus.REFUSED
        says, mend = refused.says, refused.mend
        reason = {"field": "", "rule": refused.rule, "weight": REFUSE}
        takeover.reasons = [{**reason, "says": [says.zh, says.en], "mend": [mend.zh, mend.en]}]
    # From here on staging holds every cell; a second copy of so many children serves nobody.
    takeover.content = b""
    takeover.save()


def _stage(takeover: TakeOver, bundle: Bundle) -> None:
    city = knowledge(city_today())
    for sheet in _PLACES:
        if sheet in bundle.sheets:
            rows = judge_places(bundle.sheets[sheet], bundle.rows(sheet), city)
            copy_in(TakenPlace, _PLACE_FIELDS, (_place(takeover.pk, sheet, row) for row in rows))
    children = _children(takeover, bundle, city)
    licensed = [school.code for school in city.schools.values() if school.foreign_license]
    Crosswise(takeover.pk, bundle.sheets, children, licensed).judge()
    takeover.sheets = {
        sheet.value: {"title": found.title, "header_row": found.header_row, "headings": list(found.headings)}
        for sheet, found in bundle.sheets.items()
    }
    takeover.status = TakeOverStatus.JUDGED
    count_up(takeover)


def _children(takeover: TakeOver, bundle: Bundle, city: Knowledge) -> int:
    staged = 0
    records, spells = bundle.sheets.get(TakenSheet.RECORDS), bundle.sheets.get(TakenSheet.SPELLS)
    if records is not None:
        judging = RecordJudge(takeover.pk, records, city.today)
        rows = (judging.judge(*row) for row in bundle.rows(TakenSheet.RECORDS))
        staged += copy_in(TakenRecord, RECORD_FIELDS, rows)
    if spells is not None:
        seeing = SpellJudge(takeover.pk, spells, city)
        rows = (seeing.judge(*row) for row in bundle.rows(TakenSheet.SPELLS))
        staged += copy_in(TakenSpell, SPELL_FIELDS, rows)
    return staged


def _place(takeover: int, sheet: TakenSheet, row: PlaceRow) -> tuple[Any, ...]:
    there = THERE if row.there and row.verdict.value != REFUSE else ""
    values = {key: value.value if isinstance(value, Enum) else value for key, value in row.values.items()}
    return (
        *(takeover, sheet.value, row.row, row.key, row.verdict.value, there, _json(row.reasons)),
        row.cells,
        _json(values),
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str).replace("\\u0000", "")
