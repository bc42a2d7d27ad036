"""A list as a workbook."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from xueji.documents.exports import excel
from xueji.documents.exports.excel import export_table
from xueji.vocabulary.faults import BadValueError

HOSTILE = ["=cmd|' /C calc'!A0", "+1+1", "-2", "@SUM(A1)", "\t=1", "http://example.org"]


def exported(title: str, columns: list[str], rows: list[list[object]]) -> io.BytesIO:
    out = io.BytesIO()
    assert export_table(out, title, columns, rows) == len(rows)
    out.seek(0)
    return out


def test_it_writes_title_headings_and_rows() -> None:
    sheet = load_workbook(exported("新生名单", ["姓名", "证件号"], [["王𬍛", "110229200811170608"]])).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["新生名单", None],
        ["姓名", "证件号"],
        ["王𬍛", "110229200811170608"],
    ]
    assert sheet.title == "新生名单"


def test_an_id_number_stays_text_and_a_count_stays_a_number() -> None:
    sheet = load_workbook(exported("x", ["号", "数", "无"], [["110229200811170608", 12, None]])).active
    number, count, nothing = sheet[3]
    assert (number.data_type, number.number_format, number.value) == ("s", "@", "110229200811170608")
    assert (count.data_type, count.value) == ("n", 12)
    assert nothing.value is None


def test_dates_are_written_as_people_read_them() -> None:
    moment = datetime(2015, 9, 16, 10, 5)  # noqa: DTZ001 - a wall clock, as the caller gives it
    sheet = load_workbook(exported("x", ["日", "时"], [[date(2015, 9, 16), moment]])).active
    assert [cell.value for cell in sheet[3]] == ["2015-09-16", "2015-09-16 10:05"]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_never_becomes_a_formula_or_a_link(text: str) -> None:
    book = exported(text, [text], [[text]])
    cells = [row[0] for row in load_workbook(book).active.iter_rows()]
    assert [cell.value for cell in cells] == [text, text, text]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.hyperlink for cell in cells} == {None}
    book.seek(0)
    with zipfile.ZipFile(book) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
        looks = parts.read("xl/styles.xml")
    assert b'quotePrefix="1"' in looks or text.startswith("http")


def test_it_takes_rows_from_a_generator() -> None:
    def rows() -> Iterator[list[object]]:
        for number in range(1000):
            yield [number, "陈浩佑"]

    out = io.BytesIO()
    assert export_table(out, "长列表", ["序号", "姓名"], rows()) == 1000
    out.seek(0)
    assert load_workbook(out).active.max_row == 1002


def test_an_empty_list_is_a_workbook_with_headings() -> None:
    assert load_workbook(exported("空", ["姓名"], [])).active.max_row == 2


@pytest.mark.parametrize(
    ("title", "name"), [("一年级[1]班: 名单/2015", "一年级 1 班  名单 2015"), ("?", "Sheet1"), ("长" * 40, "长" * 31)]
)
def test_a_title_becomes_a_sheet_name_that_excel_takes(title: str, name: str) -> None:
    assert load_workbook(exported(title, ["x"], [])).active.title == name


def test_a_text_longer_than_a_cell_is_cut_and_shows_it() -> None:
    cell = load_workbook(exported("x", ["x"], [["长" * 40_000]])).active["A3"]
    assert len(cell.value) == 32_767
    assert cell.value.endswith("…")


def test_it_refuses_more_rows_than_a_sheet_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "MOST_ROWS", 4)
    assert export_table(io.BytesIO(), "x", ["x"], [[1], [2]]) == 2
    with pytest.raises(BadValueError) as refused:
        export_table(io.BytesIO(), "x", ["x"], [[1], [2], [3]])
    assert refused.value.rule == "export_too_long"
    assert "筛选" in refused.value.mend.zh
