"""Rows below the header that are no children: totals, remarks, repeated headings."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from xueji.exchange.intake.columns.layout import Column, Layout
from xueji.exchange.intake.verdicts.outcome import Finding, rule
from xueji.exchange.intake.verdicts.rules.cells import squeeze, tidy_text
from xueji.exchange.intake.workbook.cells import Cell

_TOTAL = rule("row_is_total")
_REMARK = rule("row_is_remark")
_HEADING = rule("row_is_heading")

# A child fills most columns; a total or a signature line fills a few.
_FEW_CELLS = 6
_SAME_HEADINGS = 4
_TOTALS = re.compile(
    r"(?:合计|总计|小计|共计|累计|总数|人数)[:：]?\d*人?|共[有计]?\d+[人名行条].*|.{0,12}(?:合计|总计|小计)[:：]?"
)
_REMARKS = re.compile(
    r"(?:备注|说明|注|附注|注意|填表说明|填表人|制表人?|制表单位|填报人|填报单位|经办人|审核人?|复核人?|负责人|校长|单位|"
    r"学校盖章|盖章|公章|日期|制表日期|打印日期|填表日期|联系人|联系电话|以上|以下|第\d+页|共\d+页|示例|样例|例)"
    r"(?:$|[:：(（/、，,].*|\d.*)|(?:注|说明|备注)[:：].*|.*(?:盖章|签字|以下空白|以下无正文).*|[*※].+"
)
# A line with one cell only, written as a sentence.
_SENTENCE = re.compile(r"[，。；,;!！？?]|[^\d]{13,}")

OddRow = tuple[str, Finding]


def odd_row_check(layout: Layout) -> Callable[[Sequence[Cell]], OddRow | None]:
    """Build the check that tells rows which are no children, with the heading of the cell that shows it."""
    headings = [squeeze(column.heading) for column in layout.columns]
    name, number = layout.column_of("name"), layout.column_of("document_number")

    def check(cells: Sequence[Cell]) -> OddRow | None:
        if len(cells) - cells.count("") <= _FEW_CELLS:
            return _short_row(cells)
        if _holds(cells, name) in headings:
            same = sum(
                isinstance(cell, str) and squeeze(cell) == head for cell, head in zip(cells, headings, strict=False)
            )
            if same >= _SAME_HEADINGS:
                return "", _HEADING.found()
        return None

    def _short_row(cells: Sequence[Cell]) -> OddRow | None:
        if _holds(cells, number):
            return None
        filled = [
            (place, squeeze(cell)) for place, cell in enumerate(cells) if isinstance(cell, str) and tidy_text(cell)
        ]
        if not filled:
            return None
        place, text = filled[0]
        heading = layout.columns[place].heading if place < len(layout.columns) else ""
        if _TOTALS.fullmatch(text):
            return heading, _TOTAL.found()
        if _REMARKS.fullmatch(text) or (len(filled) == 1 and _SENTENCE.search(text)):
            return heading, _REMARK.found()
        return None

    return check


def is_blank(cells: Sequence[Cell]) -> bool:
    """Whether a row holds nothing but blanks and invisible characters."""
    return all(isinstance(cell, str) and not tidy_text(cell) for cell in cells)


def _holds(cells: Sequence[Cell], column: Column | None) -> str:
    if column is None or column.index >= len(cells):
        return ""
    cell = cells[column.index]
    return squeeze(cell) if isinstance(cell, str) else "0"
