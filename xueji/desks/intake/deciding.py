"""The deeds of an import: confirming it, taking it back as a whole, and the list given back with its results."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xueji.desks.access import DeskRequest
from xueji.desks.children.printing import workbook_answer
from xueji.desks.design.filters import language
from xueji.desks.design.parts import Wrong
from xueji.desks.district.answers import Answers
from xueji.desks.district.asking import address
from xueji.desks.district.deciding import for_posts_that_may
from xueji.desks.intake.batch import LANDED, found, page_of_batch
from xueji.exchange.acts.office.admissions import confirm_import, undo_import
from xueji.exchange.intake.columns.table import Table, open_table
from xueji.exchange.intake.returned.result import write_result
from xueji.exchange.intake.verdicts.outcome import Reason, RowVerdict, Verdict, Weight
from xueji.exchange.models import ImportBatch, StagedRow
from xueji.exchange.models.batches import RowOutcome
from xueji.exchange.queries import rows_of
from xueji.parties.refusals import RefusedError
from xueji.vocabulary.text import Text

IN_MEMORY = 2 * 1024 * 1024
_OUTCOMES = {
    RowOutcome.NEW.value: Text("已写入（新增）", "written, new"),
    RowOutcome.UPDATED.value: Text("已写入（更新）", "written, updated"),
    RowOutcome.SAME.value: Text("此前已导入，未变", "imported before, unchanged"),
    RowOutcome.KEPT.value: Text("已办理，保留原信息", "acted on already, kept as it was"),
}


@require_POST
@for_posts_that_may("import_admissions")
def confirm(request: DeskRequest, batch_id: int) -> HttpResponse:
    """Import the good rows. Sent twice, it is done once."""
    batch = found(request.actor, batch_id)
    confirm_import(actor=request.actor, batch=batch)
    return HttpResponseRedirect(address("import", batch.pk))


@require_POST
@for_posts_that_may("undo_import")
def undo(request: DeskRequest, batch_id: int) -> HttpResponse:
    """Take the whole import back; when rows were acted on, the page says which and nothing changes."""
    batch = found(request.actor, batch_id)
    sent = Answers(request.POST)
    reason = sent.text("reason", _("理由"), longest=500)
    undone = 0
    if not sent.wrong:
        try:
            with transaction.atomic():
                undone = undo_import(actor=request.actor, reason=reason, batch=batch)
        except RefusedError as error:
            sent.refused(error)
    if sent.wrong:
        return page_of_batch(request, batch, sent.wrong)
    messages.success(request, _("已整批撤销，共%(n)s名新生。") % {"n": undone})
    return HttpResponseRedirect(address("import", batch.pk))


@require_GET
@for_posts_that_may("import_admissions", "undo_import")
def result_workbook(request: DeskRequest, batch_id: int) -> FileResponse | HttpResponse:
    """The same list with one more column: what became of each row and why."""
    batch = found(request.actor, batch_id)
    if batch.header_row is None:
        return page_of_batch(request, batch, [Wrong("", _("文件没有读取成功，没有结论可供下载。"))])
    file: Any = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - handed on to the answer
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list"
        path.write_bytes(bytes(ImportBatch.objects.values_list("content", flat=True).get(pk=batch.pk)))
        with open_table(path, name=batch.file_name, own_list=batch.school_id is not None) as table:
            write_result(table, _verdicts(table, batch), file, language=language())
    file.seek(0)
    name = Path(batch.file_name).stem
    return workbook_answer(file, _("%(name)s（带结论）.xlsx") % {"name": name})


def _verdicts(table: Table, batch: ImportBatch) -> Iterator[RowVerdict]:
    """The rows of the file, each beside what staging says of it; both come in the order of the sheet."""
    landed = batch.status in LANDED
    staged = rows_of(batch).only("row", "verdict", "reasons", "outcome").iterator(chunk_size=1000)
    waiting = next(staged, None)
    for number, cells in table.rows:
        while waiting is not None and waiting.row < number:
            waiting = next(staged, None)
        if waiting is not None and waiting.row == number:
            yield RowVerdict(number, Verdict(waiting.verdict), _reasons(waiting, landed=landed), None, cells)


def _reasons(row: StagedRow, *, landed: bool) -> tuple[Reason, ...]:
    told = [
        Reason(
            reason["field"],
            reason["rule"],
            Weight.NOTE,
            Text(reason["says"], reason.get("says_en", "")),
            Text(reason["mend"], reason.get("mend_en", "")),
        )
        for reason in row.reasons
    ]
    if landed and row.outcome:
        told.insert(0, Reason("", row.outcome, Weight.NOTE, _OUTCOMES[row.outcome], Text("", "")))
    return tuple(told)
