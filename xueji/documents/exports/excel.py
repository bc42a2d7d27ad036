"""A list as an Excel workbook: written row by row, so that its size never decides the memory it takes."""

from __future__ import annotations

from datetime import date, datetime
from typing import IO, TYPE_CHECKING

import xlsxwriter

from xueji.vocabulary.faults import BadValueError
from xueji.vocabulary.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
LONGEST_CELL = 32_767
MOST_ROWS = 1_048_576
HEAD_ROWS = 2
# Excel forbids these in the name of a sheet, and names longer than 31 characters.
FORBIDDEN_IN_SHEET_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
SHEET_NAME_LENGTH = 31
# What a spreadsheet takes for the beginning of a formula when a cell is typed again.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
WIDEST = 40
NARROWEST = 8
CHINESE_WIDTH = 2.1


def export_table(out: IO[bytes], title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write a workbook with the title, the column headings and the rows to `out`; return the number of rows.

    Texts are written as texts, never as formulas or links, and in the format "text", so that an ID number of 18 digits
    stays what it is; one that looks like a formula also carries Excel's quote mark, so that editing it never runs it.
    Dates are texts like 2015-09-16; int and float are numbers; None is empty. `rows` may be a generator: one row is in
    memory at a time. Raises BadValueError (rule `export_too_long`) when there are more rows than a sheet can hold.
    """
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        text = book.add_format({"num_format": "@"})
        quoted = book.add_format({"num_format": "@", "quote_prefix": True})
        head = book.add_format({"bold": True, "bg_color": "#EEF2F6", "bottom": 1, "num_format": "@"})
        for position, name in enumerate(columns):
            sheet.set_column(position, position, _width(name), text)
        sheet.freeze_panes(HEAD_ROWS, 0)
        sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
        for position, name in enumerate(columns):
            sheet.write_string(HEAD_ROWS - 1, position, name, head)
        written = 0
        for written, row in enumerate(rows, start=1):
            line = written + HEAD_ROWS - 1
            if line >= MOST_ROWS:
                raise _too_long()
            for position, value in enumerate(row):
                if isinstance(value, int | float) and not isinstance(value, bool):
                    sheet.write_number(line, position, value)
                elif (shown := _text(value)) != "":
                    sheet.write_string(line, position, shown, quoted if shown.startswith(FORMULA_STARTS) else text)
    return written


def _sheet_name(title: str) -> str:
    """Return the title as Excel allows it for a sheet."""
    return title.translate(FORBIDDEN_IN_SHEET_NAME).strip()[:SHEET_NAME_LENGTH] or "Sheet1"


def _text(value: object) -> str:
    """Write a value as people read it; what is longer than Excel's longest cell is cut and ends in …."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


def _width(name: str) -> float:
    """Guess a column's width from its heading: rows are not known before they are written."""
    return min(max(len(name) * CHINESE_WIDTH + 4, NARROWEST), WIDEST)


def _too_long() -> BadValueError:
    return BadValueError(
        "export_too_long",
        Text(
            zh=f"本列表超过 {MOST_ROWS - HEAD_ROWS:,} 行，一张 Excel 工作表放不下，没有导出。",
            en=f"The list has more than {MOST_ROWS - HEAD_ROWS:,} rows, too many for one sheet; nothing was exported.",
        ),
        Text(zh="请加上筛选条件分次导出。", en="Add a filter and export it in parts."),
    )
