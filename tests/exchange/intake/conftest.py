"""Lists made of sound rows, as workbooks and as judged rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from tests.exchange.intake.small_lists import TODAY, small_city, sound_row
from xueji.exchange.intake.columns.fields import entry_fields
from xueji.exchange.intake.columns.layout import find_layout
from xueji.exchange.intake.columns.table import Table
from xueji.exchange.intake.verdicts.city import CityKnowledge
from xueji.exchange.intake.verdicts.judging import judge
from xueji.exchange.intake.verdicts.outcome import Judgement, RowVerdict
from xueji.exchange.intake.workbook.cells import Cell, SheetHead


@pytest.fixture
def city() -> CityKnowledge:
    return small_city()


JudgeRows = Callable[..., Judgement]
JudgeRow = Callable[..., RowVerdict]


@pytest.fixture
def judge_rows(city: CityKnowledge) -> JudgeRows:
    """Judge rows given by field key, below a header in row 3; further headings stand at the end."""

    def judged(*rows: dict[str, Cell], extra: Sequence[str] = (), on: date = TODAY, **knowledge: object) -> Judgement:
        known = replace(city, **knowledge) if knowledge else city
        headings = [field.heading for field in entry_fields().values()]
        keys = [*entry_fields(), *extra]
        head = SheetHead("录取名单", [(1, ["录取名单"]), (3, [*headings, *extra])])
        layout = find_layout([head], own_list=known.own_school is not None)
        listed = [(number, [row.get(key, "") for key in keys]) for number, row in enumerate(rows, 4)]
        return judge(Table("list.xlsx", layout, tuple(head.rows), listed), known, on=on)

    return judged


@pytest.fixture
def judge_row(judge_rows: JudgeRows) -> JudgeRow:
    """Judge a sound row with some cells changed."""

    def judged(
        *, on: date = TODAY, extra: Sequence[str] = (), knowledge: dict[str, object] | None = None, **cells: Cell
    ) -> RowVerdict:
        return judge_rows(sound_row() | cells, extra=extra, on=on, **(knowledge or {})).rows[0]

    return judged


WriteList = Callable[..., Path]


@pytest.fixture
def write_list(tmp_path: Path) -> WriteList:
    """Write a workbook of one or more sheets: {name: rows of cells}; a function may write further into it."""

    def written(
        sheets: dict[str, Sequence[Sequence[Cell]]],
        *,
        name: str = "list.xlsx",
        more: Callable[[xlsxwriter.Workbook], None] | None = None,
    ) -> Path:
        path = tmp_path / name
        workbook = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "default_date_format": "yyyy-mm-dd"})
        for title, rows in sheets.items():
            sheet = workbook.add_worksheet(title)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if cell != "":
                        sheet.write(row, column, cell)
        if more is not None:
            more(workbook)
        workbook.close()
        return path

    return written


@pytest.fixture
def list_rows() -> Callable[..., list[list[Cell]]]:
    """Return the cells of a list: a header and some sound rows."""

    def rows(count: int = 3) -> list[list[Cell]]:
        headings: list[Cell] = [field.heading for field in entry_fields().values()]
        return [headings, *(list(sound_row(serial).values()) for serial in range(1, count + 1))]

    return rows
