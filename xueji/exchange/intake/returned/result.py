"""The list given back: the same rows in the same places, with a column that says what became of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xueji.exchange.intake.columns.table import Table
from xueji.exchange.intake.returned.sheet import Target, new_workbook, sheet_name, text_format, write_cell
from xueji.exchange.intake.verdicts.outcome import Reason, RowVerdict, Verdict
from xueji.exchange.intake.workbook.cells import Cell
from xueji.vocabulary.text import Text

RESULT_HEADING = "导入结果"

_LABELS = {
    Verdict.ACCEPT: Text("可以导入", "Accepted"),
    Verdict.PROBLEM: Text("可以导入，列为疑似重复", "Accepted, flagged as a possible duplicate"),
    Verdict.REJECT: Text("不能导入", "Rejected"),
}
_COLORS = {Verdict.PROBLEM: "#FFEB9C", Verdict.REJECT: "#FFC7CE"}
_COLUMN_WIDTH, _RESULT_WIDTH = 16, 80
_LONGEST = 32_000


@dataclass(frozen=True, slots=True)
class _Formats:
    text: Format
    day: Format
    plain: Format

    @classmethod
    def of(cls, workbook: xlsxwriter.Workbook, **look: object) -> _Formats:
        return cls(
            text_format(workbook, **look),
            workbook.add_format({"num_format": "yyyy-mm-dd", **look}),
            workbook.add_format(look),
        )


def write_result(table: Table, verdicts: Iterable[RowVerdict], target: Target, *, language: str = "zh") -> None:
    """Write the list again with a result column; rejected rows are red, doubtful ones amber.

    `verdicts` may be a stream and are written as they come, so the memory stays small. A result column of an earlier
    import is replaced.
    """
    workbook = new_workbook(target)
    sheet = workbook.add_worksheet(sheet_name(table.sheet))
    width = len(table.layout.columns)
    old = next((column.index for column in table.layout.columns if column.heading == RESULT_HEADING), width)
    sheet.set_column(0, width, _COLUMN_WIDTH)
    sheet.set_column(old, old, _RESULT_WIDTH)
    usual = _Formats.of(workbook)
    looks = {verdict: _Formats.of(workbook, bg_color=color) for verdict, color in _COLORS.items()}
    for number, cells in table.top:
        if number < table.layout.header_row:
            _write_row(sheet, number, cells, usual)
        else:
            _write_row(sheet, number, _with_result(cells, RESULT_HEADING, old), _Formats.of(workbook, bold=True))
            sheet.freeze_panes(number, 0)
    for row in verdicts:
        look = looks.get(row.verdict, usual)
        _write_row(sheet, row.row, _with_result(row.cells, result_text(row, language=language), old), look)
    workbook.close()


def result_text(row: RowVerdict, *, language: str = "zh") -> str:
    """Say in one cell what became of a row and why, every reason with its remedy."""
    label = _LABELS[row.verdict].in_language(language)
    if not row.reasons:
        return label
    colon, stop = ("：", "；") if language.startswith("zh") else (": ", "; ")
    reasons = stop.join(_reason_text(reason, language) for reason in row.reasons)
    return f"{label}{colon}{reasons}"[:_LONGEST]


def _reason_text(reason: Reason, language: str) -> str:
    says, mend = reason.says.in_language(language), reason.mend.in_language(language)
    return f"{says}{mend}" if language.startswith("zh") else f"{says} {mend}"


def _with_result(cells: Sequence[Cell], result: str, place: int) -> list[Cell]:
    """Put the result into its column, the first after the headings; cells under no heading move one to the right."""
    padded = [*cells, *[""] * (place - len(cells))]
    return [*padded[:place], result, *padded[place + (place < len(cells) and padded[place] == RESULT_HEADING) :]]


def _write_row(sheet: Worksheet, number: int, cells: Sequence[Cell], look: _Formats) -> None:
    for column, cell in enumerate(cells):
        write_cell(sheet, (number - 1, column), cell, look.text, look.day, look.plain)
