"""Cells keep their kind, rows keep their number, and long sheets are read in pieces without a seam."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import Workbook

from xueji.exchange.intake.columns.table import open_table, read_table
from xueji.exchange.intake.limits import Limits
from xueji.exchange.intake.workbook import workbooks
from xueji.exchange.intake.workbook.cells import CellError, Formula
from xueji.exchange.intake.workbook.reader import ReadingFailedError, open_file

Rows = Callable[..., list[list[object]]]
Write = Callable[..., Path]


def test_every_kind_of_cell_arrives_as_what_it_is(write_list: Write, list_rows: Rows) -> None:
    def kinds(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.worksheets()[0]
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        time = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_datetime(2, 0, datetime(2009, 1, 2), day)  # noqa: DTZ001  (a sheet knows no time zone)
        sheet.write_datetime(2, 1, datetime(2009, 1, 2, 3, 4), time)  # noqa: DTZ001
        sheet.write_number(2, 2, 110229200907093900)
        sheet.write_boolean(2, 3, boolean=True)
        sheet.write_formula(2, 4, "=1+1", None, 2)
        sheet.write_formula(2, 5, '=A1&"x"', None, "登记编号x")
        sheet.write_formula(2, 6, "=1/0", None, "#DIV/0!")
        sheet.write_string(2, 7, "=1+1")

    (number, cells) = read_table(write_list({"名单": list_rows(1)}, more=kinds)).rows[1]
    assert number == 3
    assert cells[:8] == [
        date(2009, 1, 2),
        datetime(2009, 1, 2, 3, 4),  # noqa: DTZ001
        1.102292009070939e17,
        True,
        Formula(2.0),
        Formula("登记编号x"),
        Formula(""),
        "=1+1",
    ]


def test_an_error_without_a_formula_is_an_error(tmp_path: Path, list_rows: Rows) -> None:
    book = Workbook()
    for row in list_rows(1):
        book.active.append(row)
    book.active["G2"] = "#N/A"
    book.active["G2"].data_type = "e"
    path = tmp_path / "list.xlsx"
    book.save(path)
    assert read_table(path).rows[0][1][6] == CellError()


def test_a_list_away_from_the_corner_keeps_its_rows_and_columns(tmp_path: Path, list_rows: Rows) -> None:
    book = Workbook()
    for row, cells in enumerate(list_rows(2), 6):
        for column, cell in enumerate(cells, 4):
            book.active.cell(row, column, cell)
    path = tmp_path / "list.xlsx"
    book.save(path)
    table = read_table(path)
    assert table.layout.header_row == 6
    assert table.layout.columns[3].heading == "登记编号"
    assert [(number, cells[3]) for number, cells in table.rows] == [(7, "DJ2015000001"), (8, "DJ2015000002")]


def test_a_long_sheet_is_read_in_pieces_without_a_seam(
    write_list: Write, list_rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = list_rows(400)
    for place in range(0, 400, 7):
        rows.insert(place + 1, [])
    path = write_list({"名单": rows})
    monkeypatch.setattr(workbooks, "_SLICE_BYTES", 3_000)
    monkeypatch.setattr(workbooks, "_SLICE_PER_STRING_BYTE", 0)
    found = list(workbooks.Workbook(path, Limits()).rows(0))
    assert found == [(number, row) for number, row in enumerate(map(_padded, rows), 1) if any(row)]


def _padded(row: list[object]) -> list[object]:
    return row + [""] * (20 - len(row))


@pytest.mark.parametrize("size", [1_000, 1 << 20])
def test_rows_without_numbers_of_their_own_count_from_the_top(
    write_list: Write, list_rows: Rows, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    path = write_list({"名单": list_rows(60)})
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = re.sub(rb'<row r="\d+"[^>]*>', b"<row>", parts[sheet])
    parts[sheet] = re.sub(rb'<c r="[A-Z]+\d+"', b"<c", parts[sheet])
    bare = path.with_name("bare.xlsx")
    with zipfile.ZipFile(bare, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    monkeypatch.setattr(workbooks, "_SLICE_BYTES", size)
    monkeypatch.setattr(workbooks, "_SLICE_PER_STRING_BYTE", 0)
    assert [number for number, _ in workbooks.Workbook(bare, Limits()).rows(0)] == list(range(1, 62))


def test_it_reads_a_workbook_whose_elements_bear_a_prefix(write_list: Write, list_rows: Rows) -> None:
    path = write_list({"名单": list_rows(2)})
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    sheet = re.sub(
        rb"<(/?)(worksheet|sheetData|row|c|v|sheetViews?|dimension|sheetFormatPr|pageMargins)\b", rb"<\1x:\2", sheet
    )
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b'xmlns="http', b'xmlns:x="http')
    prefixed = path.with_name("prefixed.xlsx")
    with zipfile.ZipFile(prefixed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    assert [cells[0] for _, cells in read_table(prefixed).rows] == ["DJ2015000001", "DJ2015000002"]


def test_the_rows_of_a_file_are_read_once(write_list: Write, list_rows: Rows) -> None:
    with open_table(write_list({"名单": list_rows(2)})) as table:
        assert len(list(table.rows)) == 2
        assert list(table.rows) == []


def test_leaving_in_the_midst_ends_the_child(write_list: Write, list_rows: Rows) -> None:
    with open_file(write_list({"名单": list_rows(3_000)})) as file:
        next(file.rows(0))
        child = file._child
        assert child.poll() is None
    assert child.poll() is not None


def test_a_failure_of_ours_is_not_blamed_on_the_file(write_list: Write, list_rows: Rows, tmp_path: Path) -> None:
    path = write_list({"名单": list_rows(1)})
    with open_file(path) as file, pytest.raises(ReadingFailedError):
        list(file.rows(7))


def test_the_child_cannot_take_more_memory_than_it_may() -> None:
    program = (
        "from xueji.parties.confined.bounds import confine\n"
        "confine(300 << 20, 10)\n"
        "try:\n    bytearray(400 << 20)\nexcept MemoryError:\n    print('refused')\n"
    )
    out = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert out.stdout == "refused\n"
