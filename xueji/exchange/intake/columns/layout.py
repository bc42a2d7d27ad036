"""Where the list stands in a file: which sheet, which header row, which column is which field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xueji.exchange.intake.columns.fields import (
    Field,
    entry_fields,
    field_of_heading,
    field_of_weak_heading,
    plain_heading,
    required_fields,
)
from xueji.exchange.intake.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xueji.exchange.intake.workbook.cells import Cell, SheetHead

HEADER_WITHIN_ROWS = 20
_FEWEST_HEADINGS = 4
_SHOWN_SHEETS = 5


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the list: its place from 0, its heading as in the file, and the field it holds, if it is known."""

    index: int
    heading: str
    field: Field | None


@dataclass(frozen=True, slots=True)
class Layout:
    """The list found in a file. `other_sheets` are those that look like lists too and are not read."""

    sheet_index: int
    sheet: str
    header_row: int
    columns: tuple[Column, ...]
    other_sheets: tuple[str, ...] = ()

    def column_of(self, key: str) -> Column | None:
        """Return the column of a field; None if the list has none."""
        return next((column for column in self.columns if column.field is not None and column.field.key == key), None)

    def heading_of(self, key: str) -> str:
        """Return the heading of a field as in the file, or the usual one if the list has no such column."""
        column = self.column_of(key)
        return column.heading if column is not None else entry_fields()[key].heading

    def verbatim(self, cells: Sequence[Cell]) -> dict[str, Cell]:
        """Return a row as the file has it, by heading, without its empty cells; cells under no heading by letter."""
        headings = [column.heading for column in self.columns]
        headings += [_nameless(place) for place in range(len(headings), len(cells))]
        return {heading: cell for heading, cell in zip(headings, cells, strict=False) if cell != ""}


def find_layout(heads: Sequence[SheetHead], *, own_list: bool = False) -> Layout:
    """Find the sheet and row whose headings are best known. `own_list`: a school brings its own list.

    Raises FileRefused: header_not_found, column_twice, columns_missing.
    """
    best: list[tuple[int, int, int]] = []
    for index, head in enumerate(heads):
        scores = [(_score(cells), -number) for number, cells in head.rows if number <= HEADER_WITHIN_ROWS]
        score, row = max(scores, default=(0, 0))
        if score >= _FEWEST_HEADINGS:
            best.append((score, -index, -row))
    if not best:
        raise refusal("header_not_found", rows=HEADER_WITHIN_ROWS, sheets=_named(heads))
    _, chosen, row = max(best)
    head = heads[-chosen]
    columns = _columns(next(cells for number, cells in head.rows if number == row), row)
    layout = Layout(
        sheet_index=-chosen,
        sheet=head.name,
        header_row=row,
        columns=columns,
        other_sheets=tuple(heads[-index].name for _, index, _ in sorted(best, reverse=True) if index != chosen),
    )
    missing = [field.heading for field in required_fields(own_list=own_list) if layout.column_of(field.key) is None]
    if missing:
        raise refusal("columns_missing", sheet=layout.sheet, row=row, columns="、".join(missing))
    return layout


def _score(cells: Sequence[Cell]) -> int:
    """Count the fields of the admissions list that a row names; items of the form count only as company."""
    found = set()
    for cell in cells:
        if isinstance(cell, str) and cell:
            field = field_of_heading(cell) or field_of_weak_heading(cell)
            if field is not None and field.item is None:
                found.add(field.key)
    return len(found)


def _columns(cells: Sequence[Cell], row: int) -> tuple[Column, ...]:
    headings = [str(cell).strip() if isinstance(cell, str) else "" for cell in cells]
    found: list[Field | None] = [field_of_heading(heading) if heading else None for heading in headings]
    claimed = {field.key for field in found if field is not None}
    for place, heading in enumerate(headings):
        weak = field_of_weak_heading(heading) if heading else None
        if weak is not None and weak.key not in claimed:
            found[place] = weak
            claimed.add(weak.key)
    _refuse_twins(headings, found, row)
    return tuple(
        Column(place, _own_name(heading, place, headings), found[place]) for place, heading in enumerate(headings)
    )


def _refuse_twins(headings: Sequence[str], found: Sequence[Field | None], row: int) -> None:
    """Two columns of one field are refused; two unknown columns of one heading are kept apart by their letters."""
    places: dict[str, list[str]] = {}
    for place, field in enumerate(found):
        if field is not None:
            places.setdefault(field.key, []).append(headings[place])
    twins = ["、".join(names) for names in places.values() if len(names) > 1]
    if twins:
        raise refusal("column_twice", row=row, columns="；".join(twins))


def _own_name(heading: str, place: int, headings: Sequence[str]) -> str:
    if not heading:
        return _nameless(place)
    plain = plain_heading(heading)
    twice = sum(plain_heading(other) == plain for other in headings) > 1
    return f"{heading}（{_nameless(place)}）" if twice else heading


def _nameless(place: int) -> str:
    return f"{column_letter(place)} 列"


def column_letter(place: int) -> str:
    """Return the letters of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _named(heads: Sequence[SheetHead]) -> str:
    names = "、".join(head.name for head in heads[:_SHOWN_SHEETS])
    return names + "…" if len(heads) > _SHOWN_SHEETS else names
