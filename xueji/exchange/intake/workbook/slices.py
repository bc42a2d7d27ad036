"""A large sheet, cut into small workbooks that can be parsed one after the other in little memory.

The parser holds a whole sheet at once: a list of 100,000 children in 45 columns would take 600 MB. Cut by rows it takes
a tenth, and whatever a hostile sheet makes of its cells stays under the memory limit of the process.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from xueji.exchange.intake.workbook.unreadable import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SHEET_DATA = re.compile(rb"<(\w+:)?sheetData\b[^>]*>")
_NUMBERED_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*\br=\"\d")
_HEAD_LIMIT = 4 << 20
_LONGEST_ROW = 64 << 20
# A value in a column of three letters or a row of seven digits: no list of children looks like this. Cells that are
# only formatted (<c … />) may lie that far out in a genuine sheet. The first pattern is quick and asks for a closer look.
_FAR = re.compile(rb" r=\"(?:[A-Z]{3}|[A-Z]*\d{7})")
_FAR_RIGHT = re.compile(rb"<(?:\w+:)?c\s[^>]*\br=\"[A-Z]{3,}\d+\"[^>]*(?<!/)>")
_FAR_DOWN = re.compile(rb"<(?:\w+:)?c\s[^>]*\br=\"[A-Z]+\d{7,}\"[^>]*(?<!/)>")


class Slicer:
    """Cuts the XML of one sheet into whole sheets of a number of rows each."""

    def __init__(self, chunks: Iterable[bytes], *, column_limit: int, row_limit: int) -> None:
        """Take the unpacked XML, piece by piece; the limits are only spoken of in the refusal."""
        self._chunks = iter(chunks)
        self._limits = column_limit, row_limit
        self._buffer = b""
        self._opening = b""
        self._closing = b""

    def first_rows(self, count: int) -> bytes:
        """Return a sheet of the first rows only; afterwards the slicer is spent."""
        if not self._open():
            return self._opening
        row = b"<" + self._prefix + b"row"
        while (
            self._buffer.count(row) <= count and len(self._buffer) < _LONGEST_ROW and self._fill(len(self._buffer) + 1)
        ):
            pass
        cut = _find_nth(self._buffer, row, count + 1)
        return self._near(self._whole(cut) if cut > 0 else self._opening + self._buffer)

    def slices(self, size: int) -> Iterator[bytes]:
        """Yield sheets of about `size` bytes that together hold every row once, in order."""
        if not self._open():
            yield self._opening
            return
        more = self._fill(size)
        if _NUMBERED_ROW.search(self._buffer) is None:
            # Rows without a number of their own count from the top of the sheet, so such a sheet stays in one piece.
            more = self._fill(_LONGEST_ROW)
            if more:
                raise UnreadableError("reading_too_much_memory")
        mark = b"<" + self._prefix + b"row "
        while more:
            cut = self._buffer.rfind(mark)
            if cut > 0:
                yield self._whole(cut)
                self._buffer = self._buffer[cut:]
                more = self._fill(size)
            elif len(self._buffer) < _LONGEST_ROW:
                more = self._fill(2 * len(self._buffer))
            else:
                raise UnreadableError("reading_too_much_memory")
        yield self._near(self._opening + self._buffer)

    def _open(self) -> bool:
        """Read up to the first row; False if the sheet has no rows at all (then the opening is the whole sheet)."""
        while (found := _SHEET_DATA.search(self._buffer)) is None:
            if len(self._buffer) > _HEAD_LIMIT or not self._fill(len(self._buffer) + 1):
                raise UnreadableError("file_damaged")
        self._prefix = found[1] or b""
        self._opening, self._buffer = self._buffer[: found.end()], self._buffer[found.end() :]
        self._closing = b"</" + self._prefix + b"sheetData></" + self._prefix + b"worksheet>"
        if found[0].endswith(b"/>"):
            self._opening = self._opening + b"</" + self._prefix + b"worksheet>"
            return False
        return True

    def _fill(self, size: int) -> bool:
        """Fill the buffer up to a size; False if the sheet ends before."""
        pieces, length = [self._buffer], len(self._buffer)
        while length < size:
            chunk = next(self._chunks, None)
            if chunk is None:
                break
            pieces.append(chunk)
            length += len(chunk)
        self._buffer = b"".join(pieces)
        return length >= size

    def _whole(self, cut: int) -> bytes:
        return self._opening + self._buffer[:cut] + self._closing

    def _near(self, sheet: bytes) -> bytes:
        """Refuse cells far out. Only the top and the end of a sheet are looked at: in between the memory limit stands."""
        if _FAR.search(sheet) is None:
            return sheet
        if _FAR_RIGHT.search(sheet):
            raise UnreadableError("file_too_many_columns", limit=self._limits[0])
        if _FAR_DOWN.search(sheet):
            raise UnreadableError("file_too_many_rows", limit=self._limits[1])
        return sheet


def small_workbook(parts: dict[str, bytes], sheets: dict[str, bytes]) -> io.BytesIO:
    """Pack the common parts and some sheets into a workbook in memory."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as package:
        for name, content in {**parts, **sheets}.items():
            package.writestr(name, content)
    file.seek(0)
    return file


def _find_nth(text: bytes, mark: bytes, count: int) -> int:
    position = -1
    for _ in range(count):
        position = text.find(mark, position + 1)
        if position < 0:
            return -1
    return position
