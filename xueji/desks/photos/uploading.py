"""An archive of photos is sent, and every file of it gets its verdict on the page that follows."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xueji.desks.access import DeskRequest
from xueji.desks.design.parts import Cell, Column, Figure, Link, Row, Tag, Tone
from xueji.desks.district.answers import Answers
from xueji.desks.district.deciding import for_posts_that_may
from xueji.exchange.acts.office.photos import PhotoOutcome, PhotoVerdict, import_photos
from xueji.exchange.photos.limits import PhotoLimits
from xueji.parties.refusals import RefusedError

SHOWN = 500
"""Refused files come first; of those that went well no more than so many are listed."""


@require_http_methods(["GET", "POST"])
@for_posts_that_may("import_photos")
def photos(request: DeskRequest) -> HttpResponse:
    """Show the form, or take the archive in and show what became of every file."""
    sent = Answers({})
    if request.method == "POST":
        upload = request.FILES.get("file")
        if upload is None:
            sent.fault("file", _("没有选择文件。"), _("请选择装有照片的 zip 压缩包。"))
        else:
            try:
                told = _take_in(request, upload)
            except RefusedError as error:
                sent.refused(error)
            else:
                return _answer(request, upload.name or "", told)
    limits = PhotoLimits()
    context = {
        "crumbs": [Link(_("学生"), reverse("children"))],
        "megabytes": limits.archive_bytes >> 20,
        "files": limits.files,
        "errors": sent.wrong,
        "wrong": sent.by_field,
    }
    return render(request, "photos/photos.jinja", context, status=422 if sent.wrong else 200)


def _take_in(request: DeskRequest, upload: Any) -> Sequence[PhotoVerdict]:
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        archive = Path(folder) / "photos.zip"
        with archive.open("wb") as file:
            for chunk in upload.chunks():
                file.write(chunk)
        told: Sequence[PhotoVerdict] = import_photos(actor=request.actor, file_name=upload.name or "", archive=archive)
    return told


def _answer(request: DeskRequest, name: str, told: Sequence[PhotoVerdict]) -> HttpResponse:
    ordered = sorted(told, key=lambda one: one.outcome is not PhotoOutcome.REFUSED)
    context = {
        "crumbs": [Link(_("学生"), reverse("children")), Link(_("学生照片"), reverse("photos"))],
        "name": name,
        "figures": _figures(told),
        "columns": [
            Column("file", _("文件"), "open"),
            Column("outcome", _("结果"), "tag"),
            Column("why", _("原因和处理")),
        ],
        "rows": [_row(number, one) for number, one in enumerate(ordered[:SHOWN])],
        "left_out": max(len(told) - SHOWN, 0),
    }
    return render(request, "photos/result.jinja", context)


def _figures(told: Sequence[PhotoVerdict]) -> list[Figure]:
    counted = {outcome: sum(one.outcome is outcome for one in told) for outcome in PhotoOutcome}
    return [
        Figure(_("全部"), len(told)),
        Figure(_("新增"), counted[PhotoOutcome.NEW], tone="done"),
        Figure(_("已更换"), counted[PhotoOutcome.REPLACED], tone="done"),
        Figure(_("与现有相同"), counted[PhotoOutcome.SAME]),
        Figure(_("不采用"), counted[PhotoOutcome.REFUSED], tone="late"),
    ]


def _row(number: int, one: PhotoVerdict) -> Row:
    words: dict[PhotoOutcome, tuple[str, Tone]] = {
        PhotoOutcome.NEW: (_("新增"), "done"),
        PhotoOutcome.REPLACED: (_("已更换"), "done"),
        PhotoOutcome.SAME: (_("与现有相同"), "plain"),
        PhotoOutcome.REFUSED: (_("不采用"), "late"),
    }
    why = Cell(one.says, one.mend) if one.outcome is PhotoOutcome.REFUSED else "—"
    cells = {"file": one.name, "outcome": Tag(*words[one.outcome]), "why": why}
    return Row(str(number), cells, reverse("child", args=[one.student_id]) if one.student_id else None)
