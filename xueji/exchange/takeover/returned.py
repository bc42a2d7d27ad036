"""The sheets given back: the same rows with a column that says what became of each and why."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from xueji.exchange.intake.returned.sheet import Target, new_workbook, text_format
from xueji.exchange.models import TakeOver
from xueji.exchange.models.takeover import THERE, TakenSheet, TakenVerdict, TakeOverStatus
from xueji.exchange.takeover.rules import gist, told
from xueji.exchange.takeover.sheets import RESULT_HEADING
from xueji.exchange.takeover.totals.counting import rows_of
from xueji.vocabulary.text import Text

IN_A_WORKBOOK = 100_000
"""Up to so many rows a workbook is given back; beyond it, a zip of CSV tables."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_COLORS = {TakenVerdict.WARN.value: "#FFEB9C", TakenVerdict.REFUSE.value: "#FFC7CE"}
_READ_AT_ONCE = 2000
TOTALS = "对账"
_FIGURES = {
    "rows": "文件行数",
    "accepted": "可写入",
    "warned": "其中请留意",
    "refused": "不能接管",
    "there": "系统中已有",
    "before": "接管前",
    "after": "接管后",
    "raised": "补足总量",
    "taken": "占用名额",
    "counted": "在读人数",
}
_LONGEST = 32_000


def verdict_text(row: Any, *, written: bool, language: str = "zh") -> str:
    """What became of a row, in one cell: the verdict, and every reason with its remedy."""
    label = _label(row.verdict, row.outcome, written=written).in_language(language)
    colon, stop = ("：", "；") if language.startswith("zh") else (": ", "; ")
    reasons = [
        says.in_language(language) + ("" if colon == "：" else " ") + mend.in_language(language)
        for says, mend in map(told, row.reasons)
    ]
    return (f"{label}{colon}{stop.join(reasons)}" if reasons else label)[:_LONGEST]


def write_csv_folder(takeover: TakeOver, folder: Path, language: str = "zh") -> list[Path]:
    """Write one CSV for every sheet; answer what was written."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    files.append(folder / f"0_{TOTALS}.csv")
    with files[-1].open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(_totals(takeover, language))
    for name, sheet in _names(takeover):
        files.append(folder / name)
        with files[-1].open("w", encoding="utf-8-sig", newline="") as file:
            _write_csv(takeover, sheet, file, language)
    return files


def write_csv_zip(takeover: TakeOver, target: IO[bytes], language: str = "zh") -> None:
    """Write the same tables into one zip, row by row."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        totals = io.StringIO(newline="")
        csv.writer(totals).writerows(_totals(takeover, language))
        package.writestr(f"0_{TOTALS}.csv", totals.getvalue().encode("utf-8-sig"))
        for name, sheet in _names(takeover):
            with package.open(name, "w") as part:
                text = io.TextIOWrapper(part, encoding="utf-8-sig", newline="")
                _write_csv(takeover, sheet, text, language)
                text.flush()
                text.detach()


def write_workbook(takeover: TakeOver, target: Target, language: str = "zh") -> None:
    """Write one workbook with the sheets as they came; refused rows are red, warned ones amber."""
    workbook = new_workbook(target)
    plain, bold = text_format(workbook), text_format(workbook, bold=True)
    looks = {verdict: text_format(workbook, bg_color=color) for verdict, color in _COLORS.items()}
    written = takeover.status == TakeOverStatus.DONE
    for sheet in _sheets(takeover):
        page = workbook.add_worksheet(sheet.label)
        page.freeze_panes(1, 1)
        page.set_column(0, 0, 60)
        for place, heading in enumerate([RESULT_HEADING, *takeover.sheets[sheet.value]["headings"]]):
            page.write_string(0, place, heading, bold)
        for number, row in enumerate(_rows(takeover, sheet), 1):
            look = looks.get(row.verdict, plain)
            cells = [verdict_text(row, written=written, language=language), *row.cells]
            for place, cell in enumerate(cells):
                page.write_string(number, place, cell, look)
    page = workbook.add_worksheet(TOTALS)
    for number, line in enumerate(_totals(takeover, language)):
        for place, told_cell in enumerate(line):
            (page.write_number if isinstance(told_cell, int) else page.write_string)(number, place, told_cell)
    workbook.close()


def _write_csv(takeover: TakeOver, sheet: TakenSheet, file: IO[str], language: str) -> None:
    written = takeover.status == TakeOverStatus.DONE
    writer = csv.writer(file)
    writer.writerow([RESULT_HEADING, *takeover.sheets[sheet.value]["headings"]])
    for row in _rows(takeover, sheet):
        result = verdict_text(row, written=written, language=language)
        writer.writerow([result, *(_harmless(cell) for cell in row.cells)])


def _totals(takeover: TakeOver, language: str) -> Iterator[list[str | int]]:
    """The whole reconciliation: every sheet, district and school, with the cause of every difference."""
    yield ["层级", "代码", "名称", *_FIGURES.values(), "未说明的差额", "差额原因"]
    for line in takeover.totals.order_by("-level", "code"):
        causes = "；".join(f"{gist(rule).in_language(language)} {count}" for rule, count in line.faults.items())
        figures = [_figure(getattr(line, name)) for name in _FIGURES]
        yield [line.get_level_display(), line.code, _harmless(line.name), *figures, _figure(line.unexplained), causes]


def _figure(value: int | None) -> str | int:
    return "" if value is None else value


def _harmless(cell: str) -> str:
    """What a spreadsheet would run as a formula stays text; readers drop the sign before it."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _rows(takeover: TakeOver, sheet: TakenSheet) -> Iterator[Any]:
    rows = rows_of(takeover, sheet).order_by("row").only("row", "verdict", "outcome", "reasons", "cells")
    return rows.iterator(chunk_size=_READ_AT_ONCE)  # type: ignore[no-any-return]  # one of three tables


def _sheets(takeover: TakeOver) -> list[TakenSheet]:
    return [sheet for sheet in TakenSheet if sheet.value in takeover.sheets]


def _names(takeover: TakeOver) -> list[tuple[str, TakenSheet]]:
    return [(f"{number}_{sheet.label}.csv", sheet) for number, sheet in enumerate(_sheets(takeover), 1)]


def _label(verdict: str, outcome: str, *, written: bool) -> Text:
    if verdict == TakenVerdict.REFUSE:
        return Text("不能接管", "Refused")
    if outcome == THERE:
        return Text("系统中已有，未改动", "In the register before, unchanged")
    if written:
        return Text("已写入", "Written")
    return (
        Text("可以接管", "Accepted") if verdict == TakenVerdict.ACCEPT else Text("可以接管，请留意", "Accepted, look")
    )
