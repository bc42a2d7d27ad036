"""The sheet by which a school assigns: who (登记编号, 证件号, 姓名) and which class. Read like every list: in its own child."""

from __future__ import annotations

import os
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xueji.exchange.intake.columns.fields import plain_heading
from xueji.exchange.intake.limits import Limits
from xueji.exchange.intake.refusals import FileRefused
from xueji.exchange.intake.workbook.cells import Cell, CellError, Formula, Row, SheetHead
from xueji.exchange.intake.workbook.reader import open_file
from xueji.vocabulary.text import Text

LIMITS = Limits(file_bytes=8 << 20, rows=10_000, columns=100)
HEADER_WITHIN_ROWS = 20
_HEADINGS = {
    "registration_number": ("登记编号", "登记号", "报名号", "报名编号", "编号", "registration_number"),
    "document_number": (
        "身份证件号",
        "证件号",
        "证件号码",
        "身份证件号码",
        "身份证号",
        "身份证号码",
        "document_number",
    ),
    "name": ("姓名", "学生姓名", "新生姓名", "name"),
    "class_group": ("班级", "班", "分班", "班号", "所在班级", "拟分班级", "分班结果", "班级名称", "class"),
}
_FIELD_OF = {plain_heading(heading): field for field, headings in _HEADINGS.items() for heading in headings}
_WHO = frozenset({"registration_number", "document_number", "name"})
_BRACKETS = re.compile(r"[(（].*?[)）]")


@dataclass(frozen=True)
class SheetRow:
    """One data row as typed; empty where the sheet has no such column."""

    row: int
    registration_number: str
    document_number: str
    name: str
    class_group: str


def read_sheet(upload: Any) -> list[SheetRow]:
    """Read the rows of an uploaded file. Raises FileRefused: for the file itself, or when the columns are not there."""
    handle, path = tempfile.mkstemp(prefix="xueji-assign-")
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in upload.chunks():
                file.write(chunk)
        with open_file(Path(path), name=upload.name, limits=LIMITS) as opened:
            sheet, header, columns = _columns(opened.sheets)
            return [_row(row, columns) for row in opened.rows(sheet) if row[0] > header and any(row[1])]
    finally:
        Path(path).unlink(missing_ok=True)


def _columns(heads: Sequence[SheetHead]) -> tuple[int, int, dict[str, int]]:
    """Find the sheet and row whose headings name a class and a child."""
    for sheet, head in enumerate(heads):
        for number, cells in head.rows[:HEADER_WITHIN_ROWS]:
            found = _named(cells)
            if "class_group" in found and _WHO & set(found):
                return sheet, number, found
    raise FileRefused(
        "assignment_columns_missing",
        Text(
            f"前{HEADER_WITHIN_ROWS}行中没有找到标题行：须有“班级”，并有“登记编号”“身份证件号”或“姓名”之一。",
            f"No heading row in the first {HEADER_WITHIN_ROWS} rows: it needs 班级 and one of 登记编号, 身份证件号, 姓名.",
        ),
        Text(
            "请下载模板，在“班级”一列填写后重新上传。",
            "Download the template, fill in the class column and upload it again.",
        ),
    )


def _named(cells: Iterable[Cell]) -> dict[str, int]:
    """Where each field stands; the first of two columns of one field counts."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        if isinstance(cell, str) and cell:
            field = _FIELD_OF.get(plain_heading(cell)) or _FIELD_OF.get(plain_heading(_BRACKETS.sub("", cell)))
            if field:
                found.setdefault(field, place)
    return found


def _row(row: Row, columns: dict[str, int]) -> SheetRow:
    number, cells = row
    told = {
        field: _typed(cells[place]) if (place := columns.get(field)) is not None and place < len(cells) else ""
        for field in _HEADINGS
    }
    return SheetRow(number, **told)


def _typed(cell: Cell) -> str:
    """A cell as text: a whole number without its point, a formula as what it last gave."""
    if isinstance(cell, CellError):
        return ""
    if isinstance(cell, Formula):
        return _typed(cell.value)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return unicodedata.normalize("NFC", str(cell)).strip()
