"""Writing cells so that nothing in them can ever run."""

from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xueji.exchange.intake.workbook.cells import Cell, CellError, Formula

Target = Path | BinaryIO

# Text stays text: no formula, no number and no link is made of what looks like one.
_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "constant_memory": True,
    "default_date_format": "yyyy-mm-dd",
}
_FIRST_YEAR = 1900
_NAME_LENGTH = 31
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def new_workbook(target: Target, *, constant_memory: bool = True) -> xlsxwriter.Workbook:
    """Open a workbook for writing; with constant memory its rows are written from top to bottom."""
    where = str(target) if isinstance(target, Path) else target
    return xlsxwriter.Workbook(where, {**_OPTIONS, "constant_memory": constant_memory})


def text_format(workbook: xlsxwriter.Workbook, **more: object) -> Format:
    """Return a format for text that stays text even when somebody edits the cell: the sign ' stands before it unseen."""
    return workbook.add_format({"num_format": "@", "quote_prefix": True, **more})


def write_cell(sheet: Worksheet, place: tuple[int, int], cell: Cell, text: Format, day: Format, plain: Format) -> None:
    """Write a cell as it was; a formula is written as the text of its last value, an error as its sign."""
    row, column = place
    value = cell.value if isinstance(cell, Formula) else cell
    if isinstance(value, CellError):
        sheet.write_string(row, column, "#N/A", text)
    elif isinstance(value, str):
        if value:
            sheet.write_string(row, column, value, text)
        else:
            sheet.write_blank(row, column, None, plain)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, plain)
    elif isinstance(value, int | float) and math.isfinite(value):
        sheet.write_number(row, column, value, plain)
    elif isinstance(value, date | datetime) and value.year >= _FIRST_YEAR:
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, date | time | timedelta | float):
        sheet.write_string(row, column, str(value), text)


def sheet_name(name: str) -> str:
    """Return a name that a sheet may bear."""
    fit = name.translate(_NOT_IN_NAMES).strip().strip("'")[:_NAME_LENGTH].strip()
    return fit or "名单"
