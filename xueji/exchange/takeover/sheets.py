"""The five sheets: their columns, and finding them in what was sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from xueji.exchange.intake.refusals import FileRefused
from xueji.exchange.intake.verdicts.rules.cells import squeeze
from xueji.exchange.intake.workbook.cells import Cell, Formula, SheetHead
from xueji.exchange.models.takeover import TakenSheet
from xueji.vocabulary.tables import read_table
from xueji.vocabulary.text import Text

HEADER_ROWS = 20
RESULT_HEADING = "接管结论"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its key here, its heading, other headings it may bear, and what it takes."""

    key: str
    heading: str
    must: bool
    longest: int
    also: tuple[str, ...]
    help: Text


@dataclass(frozen=True, slots=True)
class Found:
    """A sheet found in a file: which file, which of its sheets, and where each column stands."""

    sheet: TakenSheet
    path: Path
    file_name: str
    index: int
    title: str
    header_row: int
    headings: tuple[str, ...]
    places: Mapping[str, int] = field(default_factory=dict)

    def heading(self, key: str) -> str:
        """The heading of a column as the file writes it; our own where the file has no such column."""
        place = self.places.get(key)
        return columns(self.sheet)[key].heading if place is None else self.headings[place]


def columns(sheet: TakenSheet) -> dict[str, Column]:
    """The columns of one sheet by their keys, in the order of the template."""
    return _tables()[sheet]


def find_sheets(files: Iterable[tuple[Path, str, Sequence[SheetHead]]]) -> dict[TakenSheet, Found]:
    """Find the sheets among all files. Raises FileRefused: none found, one twice, or a named one lacks columns."""
    found: dict[TakenSheet, Found] = {}
    named: list[FileRefused] = []
    for path, file_name, heads in files:
        for index, head in enumerate(heads):
            match = _best(path, file_name, index, head)
            if match is None:
                named += _lacking(head)
            elif match.sheet in found:
                raise _twice(match)
            else:
                found[match.sheet] = match
    if named:
        raise named[0]
    if not found:
        raise FileRefused(
            "takeover_no_sheet",
            Text("没有找到“学校、人员、班级、学籍、在读”中的任何一张表。", "None of the five sheets was found."),
            Text(
                "请下载模板，按模板的表名和列名整理。", "Download the template and use its names of sheets and columns."
            ),
        )
    return dict(sorted(found.items(), key=lambda pair: list(TakenSheet).index(pair[0])))


def _best(path: Path, file_name: str, index: int, head: SheetHead) -> Found | None:
    """The row and sheet that explain most headings; a sheet whose required columns are not all there is none."""
    best: Found | None = None
    for number, cells in head.rows[:HEADER_ROWS]:
        headings = tuple(_heading(cell) for cell in cells)
        for sheet in TakenSheet:
            places = _places(sheet, headings)
            complete = all(column.must is False or key in places for key, column in columns(sheet).items())
            if complete and (best is None or len(places) > len(best.places)):
                best = Found(sheet, path, file_name, index, head.name, number, headings, places)
    return best


def _places(sheet: TakenSheet, headings: Sequence[str]) -> dict[str, int]:
    spelled = _spellings(sheet)
    places: dict[str, int] = {}
    for place, heading in enumerate(headings):
        key = spelled.get(heading.rstrip("*＊"))
        if key is not None:
            places.setdefault(key, place)
    return places


def _heading(cell: Cell) -> str:
    value = cell.value if isinstance(cell, Formula) else cell
    return squeeze(str(value)) if isinstance(value, str) else ""


def _lacking(head: SheetHead) -> list[FileRefused]:
    """A sheet that is named like one of ours but lacks columns is a mistake, not a page of notes."""
    sheet = next((sheet for sheet in TakenSheet if head.name.strip().lower() in (sheet.label, sheet.value)), None)
    if sheet is None:
        return []
    seen = max((_places(sheet, [_heading(cell) for cell in cells]) for _, cells in head.rows), key=len, default={})
    lacking = "、".join(one.heading for key, one in columns(sheet).items() if one.must and key not in seen)
    return [
        FileRefused(
            "takeover_columns_missing",
            Text(f"“{head.name}”表缺少必需的列：{lacking}。", f"Sheet {head.name} lacks required columns: {lacking}."),
            Text("请补上这些列（先后不限）；可下载模板对照。", "Add them in any order; compare with the template."),
        )
    ]


def _twice(match: Found) -> FileRefused:
    label = match.sheet.label
    return FileRefused(
        "takeover_sheet_twice",
        Text(f"有两张表都是“{label}”表：{match.title}。", f"Two sheets hold {match.sheet.value}: {match.title}."),
        Text("每种表只留一张，合并后再上传。", "Keep one of each kind."),
    )


@cache
def _tables() -> dict[TakenSheet, dict[str, Column]]:
    made: dict[TakenSheet, dict[str, Column]] = {sheet: {} for sheet in TakenSheet}
    for row in read_table("xueji.exchange.takeover", "sheets.csv"):
        also = tuple(one for one in row["also"].split("|") if one)
        made[TakenSheet(row["sheet"])][row["key"]] = Column(
            *(row["key"], row["heading"], row["need"] == "must", int(row["longest"]), also),
            Text(row["help_zh"], row["help_en"]),
        )
    return made


@cache
def _spellings(sheet: TakenSheet) -> dict[str, str]:
    written: dict[str, str] = {}
    for key, column in columns(sheet).items():
        for one in (column.heading, *column.also, key):
            written.setdefault(one, key)
    return written
