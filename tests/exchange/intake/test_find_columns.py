"""The list is found wherever it stands in the file, and what its columns mean is told by their headings."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.exchange.intake.small_lists import TODAY
from xueji.exchange.intake.columns.fields import entry_fields, form_fields
from xueji.exchange.intake.columns.layout import column_letter, find_layout
from xueji.exchange.intake.columns.table import read_table
from xueji.exchange.intake.refusals import FileRefused
from xueji.exchange.intake.verdicts.city import CityKnowledge
from xueji.exchange.intake.verdicts.judging import judge_file
from xueji.exchange.intake.workbook.cells import SheetHead

HEADINGS = [field.heading for field in entry_fields().values()]
Rows = Callable[..., list[list[object]]]
Write = Callable[..., Path]


def layout_of(headings: list[str], *, row: int = 1, own_list: bool = False):  # noqa: ANN201
    return find_layout([SheetHead("名单", [(row, list(headings))])], own_list=own_list)


def refusal_of(headings: list[str], **arguments: object) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        layout_of(headings, **arguments)
    return caught.value


def test_the_header_may_stand_in_any_of_the_first_twenty_rows(write_list: Write, list_rows: Rows) -> None:
    for row in (1, 5, 20):
        titles = [["某区2015年录取名单", "共3人"]] * (row - 1)
        assert read_table(write_list({"名单": [*titles, *list_rows()]})).layout.header_row == row


def test_a_header_below_the_first_twenty_rows_is_not_looked_for(write_list: Write, list_rows: Rows) -> None:
    with pytest.raises(FileRefused) as caught:
        read_table(write_list({"名单": [["说明"]] * 20 + list_rows()}))
    assert caught.value.rule == "header_not_found"
    assert "名单" in caught.value.says.zh


def test_columns_may_stand_in_any_order(write_list: Write, list_rows: Rows, city: CityKnowledge) -> None:
    order = list(range(20))
    random.Random(5).shuffle(order)  # noqa: S311  (a seeded order, no secret)
    rows = [[row[place] for place in order] for row in list_rows()]
    assert judge_file(write_list({"名单": rows}), city, on=TODAY).counts["accept"] == 3


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("*学生姓名", "name"),
        ("姓 名（与户口簿一致）", "name"),
        ("证件号码", "document_number"),
        ("公民身份号码", "document_number"),
        ("学校标识码", "school_code"),
        ("国籍", "nationality"),
        ("户籍所在地", "hukou_place"),
        ("家长姓名", "guardian_name"),
        ("与学生关系", "guardian_kinship"),
        ("联系电话", "guardian_phone"),
        ("年级", "grade"),
        ("ＸＢ", "sex"),
        ("现居住地址", "present_address"),
    ],
)
def test_headings_have_many_spellings(heading: str, key: str) -> None:
    others = [field.heading for field in entry_fields().values() if field.key != key]
    column = layout_of([*others, heading]).column_of(key)
    assert column is not None
    assert column.index == 19
    assert column.heading == heading


def test_a_telephone_beside_that_of_the_guardian_is_the_childs_own() -> None:
    layout = layout_of([*HEADINGS, "联系电话", "家庭成员一姓名", "家庭成员2联系电话", "健康状况", "备注"])
    keys = [column.field and column.field.key for column in layout.columns[20:]]
    assert keys == ["telephone", "member1_name", "member2_telephone", "health", None]


def test_every_heading_of_the_form_leads_to_its_item() -> None:
    fields = form_fields()
    layout = layout_of([*HEADINGS, *(field.heading for field in fields.values())])
    assert [column.field.key for column in layout.columns[20:] if column.field] == list(fields)


def test_missing_columns_are_named_all_at_once() -> None:
    refused = refusal_of([heading for heading in HEADINGS if heading not in {"姓名", "身份证件号"}], row=3)
    assert refused.rule == "columns_missing"
    assert "姓名、身份证件号" in refused.says.zh
    assert "3" in refused.says.zh


def test_columns_that_may_wait_may_be_missing() -> None:
    later = {"户口所在地", "现住址", "录取学校名称", "入学方式", "就读方式", "按本市户籍对待类别"}
    assert layout_of([heading for heading in HEADINGS if heading not in later]).column_of("name")


def test_only_a_schools_own_list_may_omit_number_and_school() -> None:
    headings = [heading for heading in HEADINGS if heading not in {"登记编号", "录取学校标识码"}]
    assert layout_of(headings, own_list=True).column_of("registration_number") is None
    assert "登记编号、录取学校标识码" in refusal_of(headings).says.zh


def test_two_columns_of_one_field_are_refused() -> None:
    refused = refusal_of([*HEADINGS, "学生姓名"])
    assert refused.rule == "column_twice"
    assert "姓名、学生姓名" in refused.says.zh


def test_unknown_columns_are_kept_even_if_they_share_a_heading() -> None:
    layout = layout_of([*HEADINGS, "备注", "", "备注"])
    assert layout.verbatim(["DJ1", *[""] * 19, "甲", "乙", "丙", "丁"]) == {
        "登记编号": "DJ1",
        "备注（U 列）": "甲",
        "V 列": "乙",
        "备注（W 列）": "丙",
        "X 列": "丁",
    }


def test_the_sheet_with_the_best_header_is_read_and_the_others_are_named(
    write_list: Write, list_rows: Rows, city: CityKnowledge
) -> None:
    rows = list_rows()
    sheets = {"说明": [["请先阅读"]], "去年": [row[:8] for row in rows], "今年": rows}
    judgement = judge_file(write_list(sheets), city, on=TODAY)
    assert judgement.file.sheet == "今年"
    assert [reason.rule for reason in judgement.file.reasons] == ["other_sheets_not_read"]
    assert "去年" in judgement.file.reasons[0].says.zh


def test_a_hidden_sheet_is_never_taken_for_the_list(write_list: Write, list_rows: Rows) -> None:
    path = write_list({"a": list_rows(), "b": list_rows(1)}, more=lambda workbook: workbook.worksheets()[1].hide())
    table = read_table(path)
    assert table.sheet == "a"
    assert table.layout.other_sheets == ()


def test_a_header_without_rows_is_refused(write_list: Write, list_rows: Rows, city: CityKnowledge) -> None:
    judgement = judge_file(write_list({"名单": [*list_rows(0), ["　", "\u200b"]]}), city, on=TODAY)
    assert judgement.file.verdict == "refused"
    assert [reason.rule for reason in judgement.file.reasons] == ["rows_missing"]


def test_columns_are_lettered_as_in_a_spreadsheet() -> None:
    assert [column_letter(place) for place in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]
