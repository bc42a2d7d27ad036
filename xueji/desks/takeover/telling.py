"""How a take-over is told: its status, its steps, its rows, its reconciliation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from xueji.desks.design.filters import in_words, masked_id
from xueji.desks.design.parts import Cell, CellFault, Column, Figure, Label, Row, Step, Tag, Tone, Verdict, Why
from xueji.desks.district.asking import address
from xueji.exchange.models import TakenTotal, TakeOver
from xueji.exchange.models.takeover import THERE, TakenSheet, TakenVerdict, TakeOverStatus
from xueji.exchange.takeover.rules import REFUSE, gist, told
from xueji.exchange.takeover.sheets import columns
from xueji.exchange.takeover.totals.counting import UNKNOWN

RESULT = "outcome "
"""Key of the column that tells what became of a row. It ends in a blank, as no heading of a sheet does."""

RUNNING = frozenset({TakeOverStatus.READING, TakeOverStatus.LANDING})
FORMAL_LENGTH = 19
VEILED = frozenset({"document_number", "guardian_phone"})
_AT = {TakeOverStatus.JUDGED: 3, TakeOverStatus.LANDING: 4, TakeOverStatus.DONE: 4}
_SHOWN: dict[str, Any] = {TakenVerdict.ACCEPT: "accept", TakenVerdict.WARN: "problem", TakenVerdict.REFUSE: "reject"}


def status_tag(takeover: TakeOver) -> Tag:
    """Where a take-over stands, in a word."""
    words: dict[str, tuple[str, Tone]] = {
        TakeOverStatus.READING: (_("正在核对"), "info"),
        TakeOverStatus.REFUSED: (_("文件不能读取"), "late"),
        TakeOverStatus.JUDGED: (_("待确认"), "waits"),
        TakeOverStatus.LANDING: (_("正在写入"), "info"),
        TakeOverStatus.DONE: (_("已接管"), "done"),
        TakeOverStatus.FAILED: (_("系统故障"), "late"),
    }
    return Tag(*words[takeover.status])


def steps(takeover: TakeOver | None) -> list[Step]:
    """The four steps, and at which of them this take-over is; without one, at the first."""
    labels = [_("选择文件"), _("系统核对"), _("查看结论"), _("接管结果")]
    at = _AT.get(TakeOverStatus(takeover.status), 2) if takeover else 1
    over = takeover is not None and takeover.status == TakeOverStatus.DONE
    return [
        Step(label, "done" if number < at or over else "now" if number == at else "next")
        for number, label in enumerate(labels, start=1)
    ]


def sheet_label(sheet: str) -> str:
    """What a sheet is called."""
    words = {
        TakenSheet.SCHOOLS: _("学校"),
        TakenSheet.STAFF: _("人员"),
        TakenSheet.CLASSES: _("班级"),
        TakenSheet.RECORDS: _("学籍"),
        TakenSheet.SPELLS: _("在读"),
    }
    return words[TakenSheet(sheet)]


def whys(reasons: Iterable[Mapping[str, Any]]) -> list[Why]:
    """Reasons of the file as a whole."""
    return [Why(*told(reason)) for reason in reasons]


def figures(takeover: TakeOver) -> list[Figure]:
    """The sums over all sheets, each leading to nothing: the table below leads to the rows."""
    counts = takeover.counts.values()
    done = takeover.status == TakeOverStatus.DONE
    summed = {name: sum(one[name] for one in counts) for name in ("rows", "accepted", "warned", "there", "refused")}
    return [
        Figure(_("全部行"), summed["rows"]),
        Figure(_("已写入") if done else _("可接管"), summed["accepted"], tone="done"),
        Figure(_("其中请留意"), summed["warned"], tone="waits"),
        Figure(_("系统中已有"), summed["there"]),
        Figure(_("不能接管"), summed["refused"], tone="late"),
    ]


def verdict_words(takeover: TakeOver) -> dict[str, str]:
    """The three words of the verdict on a row."""
    good = _("已写入") if takeover.status == TakeOverStatus.DONE else _("可接管")
    return {"accept": good, "problem": _("请留意"), "reject": _("不能接管")}


def sheet_columns(takeover: TakeOver, sheet: TakenSheet) -> list[Column]:
    """The sheet's own columns under its own headings."""
    own = [Column(heading, heading or "—") for heading in takeover.sheets[sheet.value]["headings"]]
    return [Column(RESULT, _("说明")), *own]


def sheet_row(row: Any, takeover: TakeOver, sheet: TakenSheet) -> Verdict:
    """One row as it stands in the sheet. Identity numbers are masked, except where they are what is wrong."""
    # A warning is told beneath the row, and no cell is marked.
    faults = [CellFault(one["field"] if one["weight"] == REFUSE else "", *told(one)) for one in row.reasons]
    faulty = {fault.field for fault in faults}
    veiled = {columns(sheet)[key].heading for key in VEILED if key in columns(sheet)}
    headings = takeover.sheets[sheet.value]["headings"]
    cells: dict[str, Any] = {
        heading: masked_id(cell) if heading in veiled and heading not in faulty else _number(cell)
        for heading, cell in zip(headings, row.cells, strict=False)
    }
    cells[RESULT] = _("系统中已有，不改动") if row.outcome == THERE else "—"
    return Verdict(row.row, _SHOWN[row.verdict], cells, faults)


def total_columns(takeover: TakeOver, *, schools: bool) -> list[Column]:
    """The columns of the reconciliation; places are counted by school and district only."""
    done = takeover.status == TakeOverStatus.DONE
    return [
        Column("name", _("单位") if schools else _("表"), "open"),
        Column("rows", _("文件行数"), "number"),
        Column("accepted", _("已写入") if done else _("可接管"), "number"),
        Column("refused", _("不能接管"), "number"),
        Column("there", _("系统中已有"), "number"),
        Column("before", _("接管前"), "number"),
        *([Column("after", _("接管后"), "number"), Column("other", _("未说明的差额"), "number")] if done else []),
        *([Column("raised", _("补足总量"), "number")] if schools else []),
        *([Column("places", _("占用/在读"))] if schools and done else []),
        Column("why", _("差额原因")),
    ]


def total_row(line: TakenTotal) -> Row:
    """One line of the reconciliation, every difference with its cause."""
    sheet = line.level == "sheet"
    unknown = _("未登记的学校") if line.code == UNKNOWN else _("未登记的学校 %(code)s") % {"code": line.code}
    name: Label = sheet_label(line.code) if sheet else line.name or unknown
    agrees = line.taken == line.counted
    cells = {
        "name": name,
        **{key: getattr(line, key) for key in ("rows", "accepted", "refused", "there", "before", "after", "raised")},
        "other": line.unexplained if not line.unexplained else Tag(str(line.unexplained), "late"),
        "places": f"{line.taken}/{line.counted}" if agrees else Tag(f"{line.taken}/{line.counted}", "late"),
        "why": Cell(_causes(line.faults)),
    }
    return Row(
        f"{line.level}-{line.code}", cells, address("takeover_rows", line.takeover_id, line.code) if sheet else None
    )


def _causes(faults: Mapping[str, int]) -> str:
    return _("；").join(f"{in_words(gist(rule))} {count:,}" for rule, count in faults.items()) or "—"


def _number(cell: str) -> str:
    """A formal national number carries the identity number."""
    return masked_id(cell) if cell.startswith("G") and len(cell) == FORMAL_LENGTH else cell
