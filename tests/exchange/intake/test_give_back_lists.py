"""People get back their own list with a result column, and an empty template that can be filled in and imported."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.exchange.intake.small_lists import TODAY, rules_of, small_city, sound_row
from xueji.exchange.intake.columns.fields import entry_fields
from xueji.exchange.intake.columns.table import open_table, read_table
from xueji.exchange.intake.refusals import FileRefused
from xueji.exchange.intake.returned.result import RESULT_HEADING, write_result
from xueji.exchange.intake.returned.template import write_template
from xueji.exchange.intake.verdicts.city import CityKnowledge
from xueji.exchange.intake.verdicts.judging import judge_file, judge_rows

SAMPLE = Path(__file__).parents[2] / "samples" / "admissions_2015_primary.xlsx"
Rows = Callable[..., list[list[object]]]
Write = Callable[..., Path]


def given_back(path: Path, city: CityKnowledge, *, language: str = "zh") -> io.BytesIO:
    out = io.BytesIO()
    with open_table(path) as table:
        write_result(table, judge_rows(table, city, on=TODAY), out, language=language)
    out.seek(0)
    return out


@cache
def sample_given_back() -> bytes:
    return given_back(SAMPLE, small_city()).getvalue()


@cache
def sample_sheet() -> Worksheet:
    return load_workbook(io.BytesIO(sample_given_back())).active


def test_the_list_comes_back_row_by_row_with_its_results() -> None:
    sheet, before = sample_sheet(), load_workbook(SAMPLE).active
    assert sheet.title == "录取名单"
    assert [cell.value for cell in sheet[1]][:1] == ["2015年延庆县义务教育入学服务平台录取名单（虚构数据）"]
    assert [cell.value for cell in sheet[3]] == [*(cell.value for cell in before[3]), RESULT_HEADING]
    for row in range(4, 334):
        assert [cell.value or "" for cell in sheet[row][:20]] == [cell.value for cell in before[row][:20]], row
    assert sheet.cell(4, 21).value == "可以导入"
    assert sheet.cell(40, 21).value.startswith("不能导入：居民身份证号“110108200908214570”的校验位不对。")
    assert sheet.cell(267, 21).value.startswith(
        "可以导入，列为疑似重复：“身份证件号”的“410181200903048555”与第 53 行相同。"
    )


def test_rejected_rows_are_red_and_doubtful_ones_amber() -> None:
    sheet = sample_sheet()
    colors = {row: sheet.cell(row, 2).fill.start_color.rgb for row in (4, 40, 267)}
    assert colors == {4: "00000000", 40: "FFFFC7CE", 267: "FFFFEB9C"}


def test_nothing_that_looks_like_a_formula_becomes_one() -> None:
    with zipfile.ZipFile(io.BytesIO(sample_given_back())) as package:
        xml = package.read("xl/worksheets/sheet1.xml")
        assert b"<f" not in xml
        assert b"=1+1" in xml
        assert b'quotePrefix="1"' in package.read("xl/styles.xml")


def test_a_formula_comes_back_as_the_text_of_its_last_value(
    write_list: Write, list_rows: Rows, city: CityKnowledge
) -> None:
    def formula(workbook: xlsxwriter.Workbook) -> None:
        workbook.worksheets()[0].write_formula(1, 1, '=HYPERLINK("http://example.cn")', None, "点这里")

    out = given_back(write_list({"名单": list_rows(1)}, more=formula), city)
    with zipfile.ZipFile(out) as package:
        assert b"HYPERLINK" not in package.read("xl/worksheets/sheet1.xml")
    assert load_workbook(out).active["B2"].value == "点这里"


def test_dates_numbers_and_truth_values_stay_what_they_are(
    write_list: Write, list_rows: Rows, city: CityKnowledge
) -> None:
    rows = list_rows(1)
    rows[0] += ["报名日", "距离", "已核"]
    rows[1] += [date(2015, 5, 20), 1.5, True]
    sheet = load_workbook(given_back(write_list({"名单": rows}), city)).active
    assert [sheet["U2"].value.date(), sheet["V2"].value, sheet["W2"].value] == [date(2015, 5, 20), 1.5, True]


def test_a_list_given_back_can_be_mended_and_imported_again(
    tmp_path: Path, write_list: Write, list_rows: Rows, city: CityKnowledge
) -> None:
    rows = list_rows(2)
    rows[2][14] = "12345"
    book = load_workbook(given_back(write_list({"名单": rows}), city))
    book.active["O3"] = "13956126116"
    path = tmp_path / "mended.xlsx"
    book.save(path)
    assert judge_file(path, city, on=TODAY).counts["accept"] == 2
    again = load_workbook(given_back(path, city)).active
    assert [cell.value for cell in again[1]].count(RESULT_HEADING) == 1
    assert again["U3"].value == "可以导入"


def test_cells_under_no_heading_are_not_lost(write_list: Write, list_rows: Rows, city: CityKnowledge) -> None:
    rows = list_rows(1)
    rows[1] += ["旁注"]
    sheet = load_workbook(given_back(write_list({"名单": rows}), city)).active
    assert [sheet["U2"].value, sheet["V2"].value] == ["可以导入", "旁注"]


def test_results_speak_english_when_asked(city: CityKnowledge) -> None:
    sheet = load_workbook(given_back(SAMPLE, city, language="en")).active
    assert sheet.cell(40, 21).value.startswith("Rejected: The check digit of the resident ID")


def test_a_text_table_comes_back_as_a_workbook(tmp_path: Path, list_rows: Rows, city: CityKnowledge) -> None:
    path = tmp_path / "名单[2015]*.csv"
    path.write_text("\n".join(",".join(map(str, row)) for row in list_rows(2)), encoding="utf-8")
    sheet = load_workbook(given_back(path, city)).active
    assert sheet.title == "名单 2015"
    assert sheet["U3"].value == "可以导入"


def test_giving_back_a_long_list_takes_little_memory(write_list: Write, list_rows: Rows, city: CityKnowledge) -> None:
    path = write_list({"名单": list_rows(4_000)})
    tracemalloc.start()
    given_back(path, city)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # The rows alone, held at once, would take more than this.
    assert peak < 16 << 20


def test_an_empty_template_is_found_but_holds_no_rows(tmp_path: Path, city: CityKnowledge) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path, city, on=TODAY)
    table = read_table(path)
    assert table.sheet == "录取名单"
    assert table.layout.other_sheets == ()
    assert [column.heading for column in table.layout.columns] == [field.heading for field in entry_fields().values()]
    assert [reason.rule for reason in judge_file(path, city, on=TODAY).file.reasons] == ["rows_missing"]


def test_a_filled_template_is_imported_without_a_word(tmp_path: Path, city: CityKnowledge) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path, city, on=TODAY)
    book = load_workbook(path)
    for column, cell in enumerate(sound_row().values(), 1):
        book["录取名单"].cell(2, column, cell or None)
    book.save(path)
    assert rules_of(judge_file(path, city, on=TODAY).rows[0]) == []


def test_every_choice_the_template_offers_is_one_the_import_takes(
    tmp_path: Path, city: CityKnowledge, judge_row: Callable[..., object]
) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path, city, on=TODAY)
    choices = load_workbook(path)["选项"]
    unknown = {
        "code_unknown",
        "code_not_allowed",
        "sex_unknown",
        "document_type_unknown",
        "document_type_not_for_pupils",
    }
    unknown |= {
        "residency_unknown",
        "as_local_category_unknown",
        "grade_unknown",
        "school_code_unknown",
        "school_closed",
    }
    unknown |= {"kinship_not_a_guardian", "as_local_category_not_in_force", "grade_not_imported", "school_name_differs"}
    seen = 0
    for column, key in enumerate(entry_fields(), 1):
        offered = [cell for (cell,) in choices.iter_rows(2, None, column, column, values_only=True) if cell is not None]
        for choice in offered if len(offered) < 80 else offered[::20]:
            seen += 1
            assert not unknown & set(rules_of(judge_row(**{key: choice}))), (key, choice)
    assert seen > 100


def test_columns_of_numbers_are_text_in_the_template(tmp_path: Path, city: CityKnowledge) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path, city, on=TODAY)
    sheet = load_workbook(path)["录取名单"]
    assert {sheet.column_dimensions[letter].number_format for letter in "AFOP"} == {"@"}
    ranges = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert ranges["C2:C20001"] == "'选项'!$C$2:$C$3"


def test_a_school_gets_a_template_that_offers_only_itself(tmp_path: Path, city: CityKnowledge) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path, replace(city, own_school="2111000302"), on=TODAY)
    codes = [cell for (cell,) in load_workbook(path)["选项"].iter_rows(2, None, 16, 16, values_only=True) if cell]
    assert codes == ["2111000302"]


def test_the_result_of_a_refused_file_is_the_refusal(tmp_path: Path, city: CityKnowledge) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(FileRefused):
        given_back(path, city)
