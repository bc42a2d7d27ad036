"""Admissions lists (导入名单): uploaded and judged, looked at row by row, confirmed, taken back as a whole."""

from __future__ import annotations

from typing import Any, Literal

from django.db.models import F
from django.http import Http404
from ninja import File, Query, Router, Schema, Status
from ninja.files import UploadedFile

from xueji.desks.api.gateway.gate import ApiRequest
from xueji.desks.api.gateway.problems import REFUSED, Problem, Why, may_not
from xueji.desks.api.shapes.pages import Asked, page
from xueji.desks.api.shapes.people import WhySent
from xueji.desks.api.shapes.words import KeyInPath, Place, Words, iso, place
from xueji.desks.intake.telling import sheet_row
from xueji.exchange.acts.office.admissions import confirm_import, undo_import, upload_admissions
from xueji.exchange.landing.staging import MAX_BYTES
from xueji.exchange.models import ImportBatch
from xueji.exchange.models.batches import BatchStatus
from xueji.exchange.queries import batches_visible_to, rows_of
from xueji.parties.office_acts import may
from xueji.vocabulary.text import Text

router = Router(tags=["导入名单 Imports"])
Json = dict[str, Any]
_ACTS = ("import_admissions", "undo_import")


class ImportTold(Schema):
    """An import and how far it is: reading, refused, judged, landing, done, undone, failed."""

    id: int
    file_name: str
    status: str
    school: Place | None
    school_year: int
    counts: dict[str, int]
    total_rows: int
    done_rows: int
    reasons: list[dict[str, Any]]
    created_by: str | None
    created_on: str


class ImportPage(Schema):
    """One page of imports."""

    items: list[ImportTold]
    next: str | None


class ImportsAsked(Asked):
    """Which imports."""

    status: Literal["reading", "refused", "judged", "landing", "done", "undone", "failed"] | None = None


class RowsAsked(Asked):
    """Which rows of the sheet."""

    verdict: Literal["accept", "problem", "reject"] | None = None


class FaultTold(Schema):
    """What is wrong with a cell, or with the row as a whole."""

    field: str | None
    says: Words
    mend: Words


class RowTold(Schema):
    """A row of the sheet under its own number there, with its verdict; numbers in it are masked."""

    row: int
    verdict: str
    outcome: str | None
    entrant_id: int | None
    cells: dict[str, str]
    faults: list[FaultTold]


class RowPage(Schema):
    """One page of rows."""

    items: list[RowTold]
    next: str | None


class Undone(Schema):
    """How many entrants were taken back."""

    undone: int


@router.get("/imports", response=ImportPage, summary="导入批次 · Imports")
def imports(request: ApiRequest, asked: Query[ImportsAsked]) -> Json:
    """The imports of this place, newest first."""
    _must(request, *_ACTS)
    found = batches_visible_to(request.actor)
    found = found.filter(status=asked.status) if asked.status else found
    rows, after = page(request, found.annotate(newest=-F("pk")), [("newest", int)], asked)
    return {"items": [_told(row) for row in rows], "next": after}


@router.post("/imports", response={202: ImportTold}, summary="上传名单 · Upload a list")
def upload(request: ApiRequest, file: File[UploadedFile]) -> Status[Json]:
    """Keep a list (.xlsx or .csv) and have it judged in the background; nothing is written to the register yet."""
    _must(request, "import_admissions")
    content = file.read(MAX_BYTES + 1)
    name = (file.name or "list").replace("\x00", "")
    batch = upload_admissions(actor=request.actor, file_name=name, content=content)
    return Status(202, _told(_found(request, batch.pk)))


@router.get("/imports/{int:key}", response=ImportTold, summary="一个批次 · One import")
def one_import(request: ApiRequest, key: KeyInPath) -> Json:
    """How far the import is."""
    _must(request, *_ACTS)
    return _told(_found(request, key))


@router.get("/imports/{int:key}/rows", response=RowPage, summary="逐行结论 · Verdicts")
def rows(request: ApiRequest, key: KeyInPath, asked: Query[RowsAsked]) -> Json:
    """The rows of the sheet with their verdicts, and after the landing with what became of them."""
    _must(request, *_ACTS)
    batch = _found(request, key)
    found, after = page(request, rows_of(batch, asked.verdict or "").order_by(), [("row", int)], asked)
    return {"items": [_row(row, batch) for row in found], "next": after}


@router.post("/imports/{int:key}/confirm", response={202: ImportTold}, summary="确认导入 · Confirm")
def confirm(request: ApiRequest, key: KeyInPath) -> Status[Json]:
    """Import the good rows of a judged list. Confirmed twice, it is done once."""
    _must(request, "import_admissions")
    batch = _found(request, key)
    if batch.status == BatchStatus.JUDGED and not batch.total_rows:
        raise Problem(REFUSED, Why("nothing_to_import", _NOTHING, _NOTHING_MEND))
    if batch.status in {BatchStatus.READING, BatchStatus.REFUSED, BatchStatus.FAILED, BatchStatus.UNDONE}:
        raise Problem(REFUSED, Why("import_not_judged", _NOT_JUDGED, _NOT_JUDGED_MEND))
    confirm_import(actor=request.actor, batch=batch)
    return Status(202, _told(_found(request, key)))


@router.post("/imports/{int:key}/undo", response=Undone, summary="整批撤销 · Undo")
def undo(request: ApiRequest, key: KeyInPath, data: WhySent) -> Json:
    """Take a whole import back while none of its rows has been acted on."""
    _must(request, "undo_import")
    return {"undone": undo_import(actor=request.actor, reason=data.reason, batch=_found(request, key))}


def _must(request: ApiRequest, *acts: str) -> None:
    if not any(may(request.actor, act) for act in acts):
        raise may_not(acts[0])


def _found(request: ApiRequest, key: int) -> ImportBatch:
    batch = batches_visible_to(request.actor).filter(pk=key).first()
    if batch is None:
        raise Http404
    return batch


def _told(batch: ImportBatch) -> Json:
    return {
        "id": batch.pk,
        **{name: getattr(batch, name) for name in ("file_name", "status", "school_year", "total_rows", "done_rows")},
        "school": place(batch.school),
        "counts": {key: int(value) for key, value in batch.counts.items() if isinstance(value, int)},
        "reasons": list(batch.reasons),
        "created_by": batch.created_name or None,
        "created_on": iso(batch.created_on),
    }


def _row(row: Any, batch: ImportBatch) -> Json:
    shown = sheet_row(row, batch.headings, with_outcome=False)
    return {
        "row": row.row,
        "verdict": row.verdict,
        "outcome": row.outcome or None,
        "entrant_id": row.entrant_id,
        "cells": {str(key): str(value) for key, value in shown.cells.items()},
        "faults": [{"field": one.field or None, "says": one.says, "mend": one.mend} for one in shown.reasons],
    }


_NOTHING = Text("没有可以导入的行。", "There is no row to import.")
_NOTHING_MEND = Text("请按逐行结论改正后重新上传。", "Mend the rows by their verdicts and upload the list again.")
_NOT_JUDGED = Text("该批次现在不能确认。", "The import cannot be confirmed now.")
_NOT_JUDGED_MEND = Text("请等核对完成；被拒绝或已撤销的，请重新上传。", "Wait until it is judged, or upload it again.")
