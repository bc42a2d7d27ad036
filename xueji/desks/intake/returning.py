"""The list given back with its results: the kept file is read again, beside what staging says of each row."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.desks.access import DeskRequest
from xueji.desks.children.printing import IN_MEMORY, workbook_answer
from xueji.desks.design.filters import language
from xueji.desks.design.parts import Wrong
from xueji.desks.district.deciding import for_posts_that_may
from xueji.desks.errors import problem
from xueji.desks.intake.batch import found, page_of_batch
from xueji.desks.intake.sheet import LANDED
from xueji.exchange.intake.columns.table import Table, open_table
from xueji.exchange.intake.refusals import FileRefused
from xueji.exchange.intake.returned.result import write_result
from xueji.exchange.intake.verdicts.outcome import Reason, RowVerdict, Verdict, Weight
from xueji.exchange.intake.workbook.reader import ReadingFailedError
from xueji.exchange.models import ImportBatch, StagedRow
from xueji.exchange.models.batches import BatchStatus, RowOutcome
from xueji.exchange.queries import rows_of
from xueji.parties.actors import Actor
from xueji.parties.office_acts import Done, office_act
from xueji.vocabulary.text import Text

_OUTCOMES = {
    RowOutcome.NEW.value: Text("已写入（新增）", "written, new"),
    RowOutcome.UPDATED.value: Text("已写入（更新）", "written, updated"),
    RowOutcome.SAME.value: Text("此前已导入，未变", "imported before, unchanged"),
    RowOutcome.KEPT.value: Text("已办理，保留原信息", "acted on already, kept as it was"),
}
_TAKEN_BACK = Text("曾写入，后随整批撤销", "written, then taken back with the whole import")


@require_GET
@for_posts_that_may("import_admissions", "undo_import")
def result_workbook(request: DeskRequest, batch_id: int) -> HttpResponseBase:
    """The same list with one more column: what became of each row and why."""
    batch = found(request.actor, batch_id)
    if batch.header_row is None:
        return page_of_batch(request, batch, [Wrong("", _("文件没有读取成功，没有结论可供下载。"))])
    try:
        file = give_back(actor=request.actor, batch=batch, language=language())
    except (FileRefused, ReadingFailedError):
        return problem(
            request,
            503,
            title=_("暂时不能生成文件"),
            says=_("重新读取原文件时超过了时间或内存的限制。已导入的内容不受影响。"),
            mend=_("请稍后再下载；页面上的逐行结论随时可以查看。"),
        )
    name = Path(batch.file_name).stem
    return workbook_answer(file, _("%(name)s（带结论）.xlsx") % {"name": name})


@office_act("export_list")
def give_back(*, actor: Actor, reason: str, batch: ImportBatch, language: str) -> Done:
    """Write the workbook; result is the open file. Raises FileRefused or ReadingFailedError if it cannot be reread."""
    file: Any = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - handed on to the answer
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list"
        path.write_bytes(bytes(ImportBatch.objects.values_list("content", flat=True).get(pk=batch.pk)))
        with open_table(path, name=batch.file_name, own_list=batch.school_id is not None) as table:
            write_result(table, _verdicts(table, batch), file, language=language)
    file.seek(0)
    return Done(f"import:{batch.pk}", {"list": batch.file_name, "rows": batch.counts.get("rows", 0)}, file)


def _verdicts(table: Table, batch: ImportBatch) -> Iterator[RowVerdict]:
    """The rows of the file, each beside what staging says of it; both come in the order of the sheet."""
    landed, undone = batch.status in LANDED, batch.status == BatchStatus.UNDONE
    staged = rows_of(batch).only("row", "verdict", "reasons", "outcome").iterator(chunk_size=1000)
    waiting = next(staged, None)
    for number, cells in table.rows:
        while waiting is not None and waiting.row < number:
            waiting = next(staged, None)
        if waiting is not None and waiting.row == number:
            yield RowVerdict(
                number, Verdict(waiting.verdict), _reasons(waiting, landed=landed, undone=undone), None, cells
            )


def _reasons(row: StagedRow, *, landed: bool, undone: bool) -> tuple[Reason, ...]:
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
        says = _TAKEN_BACK if undone and row.outcome == RowOutcome.NEW else _OUTCOMES[row.outcome]
        told.insert(0, Reason("", row.outcome, Weight.NOTE, says, Text("", "")))
    return tuple(told)
