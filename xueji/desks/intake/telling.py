"""How an import is told: its status, its four steps, its reasons, its rows as they stand in the sheet."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup

from xueji.desks.design.filters import masked_id
from xueji.desks.design.parts import CellFault, Column, Label, Step, Tag, Tone, Verdict, Why
from xueji.desks.district.asking import address
from xueji.exchange.intake.columns.fields import field_of_heading
from xueji.exchange.models import ImportBatch, StagedRow
from xueji.exchange.models.batches import BatchStatus, RowOutcome, RowVerdict
from xueji.vocabulary.text import Text

OUTCOME = "outcome "
"""Key of the column that tells what became of a row. It ends in a blank, as no heading of a sheet does."""

NUMBERS = frozenset({"document_number", "guardian_phone"})
STEPS = {
    BatchStatus.READING: 2,
    BatchStatus.REFUSED: 2,
    BatchStatus.FAILED: 2,
    BatchStatus.JUDGED: 3,
    BatchStatus.LANDING: 4,
    BatchStatus.DONE: 4,
    BatchStatus.UNDONE: 4,
}


def status_tag(batch: ImportBatch) -> Tag:
    """Where an import stands, in a word."""
    words: dict[str, tuple[str, Tone]] = {
        BatchStatus.READING: (_("正在核对"), "info"),
        BatchStatus.REFUSED: (_("文件不能读取"), "late"),
        BatchStatus.JUDGED: (_("待确认"), "waits"),
        BatchStatus.LANDING: (_("正在导入"), "info"),
        BatchStatus.DONE: (_("已导入"), "done"),
        BatchStatus.UNDONE: (_("已撤销"), "plain"),
        BatchStatus.FAILED: (_("系统故障"), "late"),
    }
    return Tag(*words[batch.status])


def steps(batch: ImportBatch | None) -> list[Step]:
    """The four steps, and at which of them this import is; without one, at the first."""
    labels = [_("选择文件"), _("系统核对"), _("查看结论"), _("导入结果")]
    at = STEPS[BatchStatus(batch.status)] if batch else 1
    over = batch is not None and batch.status in {BatchStatus.DONE, BatchStatus.UNDONE}
    return [
        Step(label, "done" if number < at or over else "now" if number == at else "next")
        for number, label in enumerate(labels, start=1)
    ]


def breakable(file_name: str) -> Markup:
    """A file's name that may break at its marks: names without blanks are wider than a phone."""
    return Markup("<wbr>").join(re.split(r"(?<=[_\-.+])", file_name))


def whys(reasons: Sequence[Mapping[str, str]]) -> list[Why]:
    """Reasons of the file as a whole, in both languages."""
    return [Why(_text(reason, "says"), _text(reason, "mend")) for reason in reasons]


def outcome_label(outcome: str) -> Label:
    """What became of a row."""
    words = {
        RowOutcome.NEW.value: _("新增"),
        RowOutcome.UPDATED.value: _("已更新"),
        RowOutcome.SAME.value: _("此前已导入，未变"),
        RowOutcome.KEPT.value: _("已办理，保留原信息"),
    }
    return words.get(outcome, "")


def sheet_columns(batch: ImportBatch, *, with_outcome: bool) -> list[Column]:
    """The sheet's own columns under its own headings; after the landing also what became of each row."""
    columns = [Column(heading, heading or "—") for heading in batch.headings]
    return [Column(OUTCOME, _("导入结果")), *columns] if with_outcome else columns


def sheet_row(row: StagedRow, headings: Sequence[str], *, with_outcome: bool) -> Verdict:
    """One row of the sheet with its verdict. Numbers are masked, except where they are what is wrong."""
    # A note on an accepted row is no fault: it is told beneath the row, and no cell is marked.
    marked = row.verdict != RowVerdict.ACCEPT
    faults = [
        CellFault(reason["field"] if marked else "", _text(reason, "says"), _text(reason, "mend"))
        for reason in row.reasons
    ]
    faulty = {fault.field for fault in faults}
    cells: dict[str, Any] = {heading: _shown(heading, row.cells.get(heading), faulty) for heading in headings}
    if with_outcome:
        cells[OUTCOME] = outcome_label(row.outcome) or (_("未导入") if row.verdict == "reject" else "—")
    url = address("entrant", row.entrant_id) if row.entrant_id else None
    return Verdict(row.row, row.verdict, cells, faults, url)  # type: ignore[arg-type]  # the model's three verdicts


def _shown(heading: str, value: object, faulty: set[str]) -> str:
    text = "" if value is None else str(value)
    field = field_of_heading(heading)
    return masked_id(text) if field and field.key in NUMBERS and heading not in faulty else text


def _text(reason: Mapping[str, str], key: str) -> Text:
    return Text(reason.get(key, ""), reason.get(f"{key}_en") or reason.get(key, ""))
