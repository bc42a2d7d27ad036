"""The rows of a text table (csv): its encoding and its separator are found out, not asked."""

from __future__ import annotations

import codecs
import csv
from typing import TYPE_CHECKING

from xueji.exchange.intake.workbook.unreadable import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from xueji.exchange.intake.limits import Limits
    from xueji.exchange.intake.workbook.cells import Row

_ENCODINGS = ("utf-8-sig", "gb18030")
_SEPARATORS = (",", "\t", ";")
_CHUNK = 1 << 20
_SHORT_LINE = 200


class TextTable:
    """A text table; it counts as one sheet named after the file."""

    def __init__(self, path: Path, name: str, limits: Limits) -> None:
        """Find encoding and separator. Raises UnreadableError."""
        self._path = path
        self._name = name
        self._limits = limits
        self._encoding = _encoding_of(path)
        self._separator = self._best_separator()

    def heads(self, count: int) -> list[tuple[str, list[Row]]]:
        """Return the first rows that hold anything."""
        rows = []
        for row in self.rows(0):
            rows.append(row)
            if len(rows) == count:
                break
        return [(self._name, rows)]

    def rows(self, index: int) -> Iterator[Row]:
        """Yield the rows that hold anything; rows count as a spreadsheet would show them, empty lines included."""
        del index
        yield from self._split(self._separator)

    def _split(self, separator: str) -> Iterator[Row]:
        csv.field_size_limit(self._limits.cell_characters)
        number = 0
        with self._path.open(encoding=self._encoding, newline="") as file:
            try:
                for number, cells in enumerate(csv.reader(file, delimiter=separator, strict=True), 1):
                    if any(cells):
                        yield number, list(cells)
            except csv.Error as error:
                self._refuse(str(error), number + 1)

    def _refuse(self, problem: str, row: int) -> None:
        if "field larger" in problem:
            raise UnreadableError("file_cell_too_large", row=row, limit=self._limits.cell_characters)
        raise UnreadableError("file_quote_open", row=row)

    def _best_separator(self) -> str:
        """Take the separator that makes the widest row near the top; a comma if none makes two columns."""
        widths = {}
        for separator in _SEPARATORS:
            widest = 0
            try:
                for row, (_, cells) in enumerate(self._split(separator)):
                    widest = max(widest, len(cells))
                    if row > _SHORT_LINE:
                        break
            except UnreadableError:
                # Under the wrong separator quotation marks may stand in the midst of a cell; the right one reads well.
                widest = min(widest, 1)
            widths[separator] = widest
        return max(_SEPARATORS, key=lambda separator: widths[separator])


def _encoding_of(path: Path) -> str:
    """Return the first encoding in which the whole file can be read."""
    for encoding in _ENCODINGS:
        decoder = codecs.getincrementaldecoder(encoding)("strict")
        try:
            with path.open("rb") as file:
                while chunk := file.read(_CHUNK):
                    if b"\x00" in chunk:
                        raise UnreadableError("file_has_nul")
                    decoder.decode(chunk)
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    raise UnreadableError("file_text_encoding")
