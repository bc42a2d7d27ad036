"""The rows of a workbook, parsed slice by slice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from python_calamine import CalamineError, CalamineWorkbook

from xueji.exchange.intake.workbook.cells import Cell, CellError, Formula, Row
from xueji.exchange.intake.workbook.package import Package, SheetPart
from xueji.exchange.intake.workbook.slices import Slicer, small_workbook
from xueji.exchange.intake.workbook.unreadable import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from xueji.exchange.intake.limits import Limits

_SLICE_BYTES = 16 << 20
# Every slice parses the shared strings again; slices grow with them so that this stays a small part of the work.
_SLICE_PER_STRING_BYTE = 1
# The parser drops formulas and shows errors as empty cells: where they stand is read from the XML itself.
_MARKED = re.compile(
    rb"<(?:\w+:)?c\s(?P<attributes>[^>]*)>(?P<formula>\s*<(?:\w+:)?f[\s>/])?",
)
_TOP_BYTES = 4096
_REFERENCE = re.compile(rb"\br=[\"']([A-Z]+)(\d+)[\"']")
_ERROR = re.compile(rb"\bt=[\"']e[\"']")


class Workbook:
    """A workbook of which one sheet is read."""

    def __init__(self, path: Path, limits: Limits) -> None:
        """Check the package and find its visible sheets. Raises UnreadableError."""
        self._limits = limits
        self._package = Package(path, limits)
        self._package.look_through()
        self._sheets = self._package.sheets()
        self._parts = self._package.kept_parts()

    def heads(self, count: int) -> list[tuple[str, list[Row]]]:
        """Return the first rows of every sheet, with the names of the sheets."""
        tops = {sheet.part: self._slicer(sheet).first_rows(count) for sheet in self._sheets}
        book = _parsed(self._parts, tops)
        return [(sheet.name, list(self._rows_of(book, sheet, tops[sheet.part]))[:count]) for sheet in self._sheets]

    def rows(self, index: int) -> Iterator[Row]:
        """Yield the rows of a sheet that hold anything, each with its number in the sheet."""
        sheet = self._sheets[index]
        strings = len(self._parts.get("xl/sharedStrings.xml", b""))
        for piece in self._slicer(sheet).slices(max(_SLICE_BYTES, _SLICE_PER_STRING_BYTE * strings)):
            yield from self._rows_of(_parsed(self._parts, {sheet.part: piece}), sheet, piece)

    def _slicer(self, sheet: SheetPart) -> Slicer:
        return Slicer(self._package.stream(sheet.part), column_limit=self._limits.columns, row_limit=self._limits.rows)

    def _rows_of(self, book: CalamineWorkbook, sheet: SheetPart, xml: bytes) -> Iterator[Row]:
        try:
            table = book.get_sheet_by_name(sheet.name)
            start = table.start
            rows: list[list[Cell]] = table.to_python(skip_empty_area=True)  # type: ignore[assignment]
        except CalamineError as error:
            raise UnreadableError("file_damaged") from error
        if start is None:
            return
        top, left = start
        marks = _marks(xml)
        for number, cells in enumerate(rows, top + 1):
            if left:
                cells[:0] = [""] * left
            if number in marks:
                _apply(marks[number], cells)
            if any(cell != "" for cell in cells):
                yield number, cells


def _parsed(parts: dict[str, bytes], sheets: dict[str, bytes]) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(small_workbook(parts, sheets))
    except CalamineError as error:
        raise UnreadableError("file_damaged") from error


def _marks(xml: bytes) -> dict[int, dict[int, bool]]:
    """Find formulas (True) and errors (False) by row number and column index; most sheets have none."""
    found: dict[int, dict[int, bool]] = {}
    # An error is written as its text, #N/A and the like. A prefix before the element names is rare but allowed.
    prefixed = b":sheetData" in xml[:_TOP_BYTES] and (b":f>" in xml or b":f " in xml)
    if not prefixed and b"<f" not in xml and b">#" not in xml:
        return found
    for cell in _MARKED.finditer(xml):
        if not cell["formula"] and not _ERROR.search(cell["attributes"]):
            continue
        reference = _REFERENCE.search(cell["attributes"])
        if reference is not None:
            column = 0
            for letter in reference[1]:
                column = column * 26 + letter - 64
            found.setdefault(int(reference[2]), {})[column - 1] = bool(cell["formula"])
    return found


def _apply(marks: dict[int, bool], cells: list[Cell]) -> None:
    for column, is_formula in marks.items():
        if column >= len(cells):
            cells.extend([""] * (column + 1 - len(cells)))
        value = cells[column]
        if is_formula and not isinstance(value, Formula | CellError):
            cells[column] = Formula(value)
        elif value == "":
            cells[column] = CellError()
