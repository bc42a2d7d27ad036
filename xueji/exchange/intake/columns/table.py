"""A list as it comes out of a file: its place, its columns and its rows, in the order and numbering of the sheet."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from xueji.exchange.intake.columns.layout import Layout, find_layout
from xueji.exchange.intake.workbook.reader import open_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from xueji.exchange.intake.limits import Limits
    from xueji.exchange.intake.workbook.cells import Row
    from xueji.exchange.intake.workbook.reader import OpenFile


@dataclass(frozen=True, slots=True)
class Table:
    """A list. `top` holds the rows down to the header, `rows` those below it that hold anything.

    From `open_table` the rows can be gone through once and come while the file is still being read; from `read_table`
    they are a list.
    """

    name: str
    layout: Layout
    top: tuple[Row, ...]
    rows: Iterable[Row]

    @property
    def sheet(self) -> str:
        """The name of the sheet that holds the list."""
        return self.layout.sheet


@contextmanager
def open_table(
    path: Path, *, name: str | None = None, limits: Limits | None = None, own_list: bool = False
) -> Iterator[Table]:
    """Open the list in a file; memory stays small whatever its length. `name` is what the sender called the file.

    `own_list`: a school brings its own list, whose registration numbers and school may be missing. Raises FileRefused,
    also while the rows are gone through; ReadingFailedError for a failure of ours.
    """
    with open_file(path, name=name, limits=limits) as file:
        layout = find_layout(file.sheets, own_list=own_list)
        head = file.sheets[layout.sheet_index]
        top = tuple(row for row in head.rows if row[0] <= layout.header_row)
        yield Table(name or path.name, layout, top, _rows_below(file, layout))


def read_table(path: Path, *, name: str | None = None, limits: Limits | None = None, own_list: bool = False) -> Table:
    """Read a whole list into memory; for lists of a school. Raises FileRefused or ReadingFailedError."""
    with open_table(path, name=name, limits=limits, own_list=own_list) as table:
        return replace(table, rows=list(table.rows))


def _rows_below(file: OpenFile, layout: Layout) -> Iterator[Row]:
    for row in file.rows(layout.sheet_index):
        if row[0] > layout.header_row:
            yield row
