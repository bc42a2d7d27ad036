"""Text tables are read whatever their encoding and separator, and refused when they are none."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.exchange.intake.small_lists import TODAY, rules_of
from xueji.exchange.intake.columns.table import read_table
from xueji.exchange.intake.refusals import FileRefused
from xueji.exchange.intake.verdicts.city import CityKnowledge
from xueji.exchange.intake.verdicts.judging import judge_file

Rows = Callable[..., list[list[object]]]


def text_of(rows: list[list[object]], separator: str = ",", quoting: int = csv.QUOTE_MINIMAL) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, quoting=quoting, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_it_finds_out_encoding_and_separator(
    tmp_path: Path, list_rows: Rows, city: CityKnowledge, encoding: str, separator: str
) -> None:
    path = tmp_path / "名单.csv"
    path.write_bytes(text_of(list_rows(), separator).encode(encoding))
    judgement = judge_file(path, city, on=TODAY)
    assert judgement.counts == {"rows": 3, "accept": 3, "problem": 0, "reject": 0}
    assert judgement.file.sheet == "名单"


def test_it_reads_rare_characters_of_gb18030(tmp_path: Path, list_rows: Rows) -> None:
    rows = list_rows()
    rows[1][1] = "王𬍛"
    path = tmp_path / "list.csv"
    path.write_bytes(text_of(rows).encode("gb18030"))
    assert read_table(path).rows[0][1][1] == "王𬍛"


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path, list_rows: Rows) -> None:
    rows = list_rows()
    rows[1][11] = "延庆县\n东外大街, 5号"
    path = tmp_path / "list.csv"
    path.write_text("名单\r\n\r\n" + text_of(rows[:2]) + "\r\n" + text_of(rows[2:]), encoding="utf-8", newline="")
    table = read_table(path)
    assert table.layout.header_row == 3
    assert [number for number, _ in table.rows] == [4, 6, 7]


def test_a_number_that_a_spreadsheet_has_ruined_is_recognized(
    tmp_path: Path, list_rows: Rows, city: CityKnowledge
) -> None:
    rows = list_rows(1)
    rows[1][5] = "1.10229E+17"
    path = tmp_path / "list.csv"
    path.write_text(text_of(rows), encoding="utf-8")
    assert rules_of(judge_file(path, city, on=TODAY).rows[0]) == ["number_stored_as_number"]


def refusal_of(path: Path) -> str:
    with pytest.raises(FileRefused) as caught:
        read_table(path)
    return caught.value.rule


def test_it_refuses_nul_characters(tmp_path: Path, list_rows: Rows) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(text_of(list_rows()).encode() + b"\x00")
    assert refusal_of(path) == "file_has_nul"


def test_it_refuses_an_encoding_that_is_none(tmp_path: Path, list_rows: Rows) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(text_of(list_rows()).encode() + b"\xff\xff,\x81")
    assert refusal_of(path) == "file_text_encoding"


def test_it_names_the_row_from_which_a_quotation_mark_stays_open(tmp_path: Path, list_rows: Rows) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text_of(list_rows()) + '"DJ,never closed\r\n', encoding="utf-8")
    with pytest.raises(FileRefused) as caught:
        read_table(path)
    assert caught.value.rule == "file_quote_open"
    assert "5" in caught.value.says.zh


def test_it_refuses_a_cell_without_end(tmp_path: Path, list_rows: Rows) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text_of(list_rows()) + "DJ," + "长" * 50_000 + "\r\n", encoding="utf-8")
    assert refusal_of(path) == "file_cell_too_large"


def test_it_refuses_a_million_columns(tmp_path: Path, list_rows: Rows) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text_of(list_rows()) + ",x" * 1_000_000, encoding="utf-8")
    assert refusal_of(path) == "file_too_many_columns"
