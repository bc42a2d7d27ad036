"""Children that come twice, in the list or in the city, and rows that are no children."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

import pytest

from tests.exchange.intake.small_lists import rules_of, sound_row
from xueji.exchange.intake.verdicts.city import DocumentKey, Holder, PersonKey, Registered
from xueji.exchange.intake.verdicts.outcome import Judgement
from xueji.vocabulary.people.names import name_key
from xueji.vocabulary.text import Text

JudgeRows = Callable[..., Judgement]
WITHOUT = {"document_type": "其他", "document_number": ""}
SOMEBODY = Text("另一名学生。", "another child.")


def told(judgement: Judgement) -> list[tuple[str, list[str]]]:
    return [(str(row.verdict), rules_of(row)) for row in judgement.rows]


def test_of_two_rows_with_one_document_the_later_is_flagged_and_names_the_earlier(judge_rows: JudgeRows) -> None:
    first, second = sound_row(1), sound_row(2)
    judgement = judge_rows(first, second | {"document_number": first["document_number"]})
    assert told(judgement) == [("accept", []), ("problem", ["same_document_in_file"])]
    assert "第 4 行" in judgement.rows[1].reasons[0].says.zh
    assert judgement.rows[1].values is not None


def test_a_document_is_the_same_however_it_is_written(judge_rows: JudgeRows) -> None:
    first, second = sound_row(1), sound_row(2)
    written = " ".join(str(first["document_number"]))
    assert told(judge_rows(first, second | {"document_number": written}))[1] == (
        "problem",
        ["document_number_tidied", "same_document_in_file"],
    )


def test_a_third_row_names_the_first_too(judge_rows: JudgeRows) -> None:
    number = sound_row(1)["document_number"]
    judgement = judge_rows(*(sound_row(serial) | {"document_number": number} for serial in (1, 2, 3)))
    assert "第 4 行" in judgement.rows[2].reasons[0].says.zh


def test_a_rejected_row_holds_no_document(judge_rows: JudgeRows) -> None:
    first, second = sound_row(1) | {"guardian_phone": "12345"}, sound_row(2)
    second["document_number"] = first["document_number"]
    assert told(judge_rows(first, second)) == [("reject", ["phone_shape"]), ("accept", [])]


def test_the_same_number_of_two_kinds_of_document_is_no_repeat(judge_rows: JudgeRows) -> None:
    region = {"residency": "非本市户籍", "hukou_place": "外省", "nationality": "中国"}
    first = sound_row(1) | region | {"document_type": "护照", "document_number": "01234567"}
    second = sound_row(2) | region | {"document_type": "台胞证", "document_number": "01234567"}
    assert [row.verdict for row in judge_rows(first, second).rows] == ["accept", "accept"]


def test_a_row_repeated_whole_is_rejected(judge_rows: JudgeRows) -> None:
    assert told(judge_rows(sound_row(1), sound_row(2), sound_row(1)))[2] == ("reject", ["row_repeated"])


def test_a_registration_number_belongs_to_one_row(judge_rows: JudgeRows) -> None:
    judgement = judge_rows(sound_row(1), sound_row(2) | {"registration_number": "DJ2015000001"})
    assert told(judgement)[1] == ("reject", ["registration_number_repeated"])
    assert judgement.rows[1].reasons[0].field == "登记编号"


@pytest.mark.parametrize(
    ("first", "second"), [(WITHOUT, WITHOUT), (WITHOUT, {}), ({}, WITHOUT)], ids=["neither", "later", "earlier"]
)
def test_namesakes_are_doubtful_if_one_of_them_has_no_document(
    judge_rows: JudgeRows, first: dict[str, str], second: dict[str, str]
) -> None:
    rows = sound_row(1) | first, sound_row(2) | second | {"name": "王 小一"}
    verdict, rules = told(judge_rows(*rows))[1]
    assert verdict == "problem"
    assert "same_child_in_file" in rules


def test_namesakes_with_documents_of_their_own_are_two_children(judge_rows: JudgeRows) -> None:
    assert told(judge_rows(sound_row(1), sound_row(2) | {"name": "王小一"}))[1] == ("accept", [])


def test_a_document_held_in_the_city_is_flagged(judge_rows: JudgeRows) -> None:
    asked: list[int] = []
    taken = ("1", sound_row(2)["document_number"])

    def holders(keys: Collection[DocumentKey]) -> dict[DocumentKey, Holder]:
        asked.append(len(keys))
        return {key: Holder(SOMEBODY) for key in keys if key == taken}

    judgement = judge_rows(sound_row(1), sound_row(2), sound_row(3), holders=holders)
    assert told(judgement) == [("accept", []), ("problem", ["same_document_in_city"]), ("accept", [])]
    assert "另一名学生" in judgement.rows[1].reasons[0].says.zh
    assert asked == [3]


def test_the_city_is_asked_in_batches_never_row_by_row(judge_rows: JudgeRows) -> None:
    asked: list[int] = []

    def holders(keys: Collection[DocumentKey]) -> dict[DocumentKey, Holder]:
        asked.append(len(keys))
        return {}

    judge_rows(*(sound_row(serial) for serial in range(1, 2_502)), holders=holders)
    assert asked == [1_000, 1_000, 501]


def test_a_child_without_document_is_compared_with_the_city_by_name(judge_rows: JudgeRows) -> None:
    known = (name_key("王小一"), "1", date(2009, 1, 2))

    def namesakes(keys: Collection[PersonKey]) -> dict[PersonKey, Holder]:
        return {key: Holder(SOMEBODY) for key in keys if key == known}

    verdict, rules = told(judge_rows(sound_row(1) | WITHOUT, namesakes=namesakes))[0]
    assert (verdict, rules[-1]) == ("problem", "same_child_in_city")
    assert told(judge_rows(sound_row(1), namesakes=namesakes)) == [("accept", [])]


def test_a_list_imported_again_finds_its_own_children_and_flags_none(judge_rows: JudgeRows) -> None:
    row = sound_row(1)
    document = ("1", str(row["document_number"]))
    judgement = judge_rows(
        row,
        registered=lambda _: {"DJ2015000001": Registered("王小一", date(2009, 1, 2), document)},
        holders=lambda _: {document: Holder(SOMEBODY, registration_number="DJ2015000001")},
    )
    assert told(judgement) == [("accept", ["already_imported"])]


def test_a_registration_number_of_another_child_is_rejected(judge_rows: JudgeRows) -> None:
    other = Registered("李四", date(2009, 5, 5), ("1", "110229200905050011"))
    assert told(judge_rows(sound_row(1), registered=lambda _: {"DJ2015000001": other})) == [
        ("reject", ["registration_number_taken"])
    ]


def test_a_child_imported_without_document_is_known_again_with_one(judge_rows: JudgeRows) -> None:
    before = Registered("王 小一", date(2009, 1, 2), None)
    assert told(judge_rows(sound_row(1), registered=lambda _: {"DJ2015000001": before})) == [
        ("accept", ["already_imported"])
    ]


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        ({"registration_number": "合计", "name": "330人"}, "row_is_total"),
        ({"name": "总计："}, "row_is_total"),
        ({"registration_number": "共330人"}, "row_is_total"),
        ({"registration_number": "妫川第一小学小计", "grade": 110.0}, "row_is_total"),
        ({"registration_number": "备注：本表由招生办提供"}, "row_is_remark"),
        ({"registration_number": "填表人：张三", "grade": "审核人：李四"}, "row_is_remark"),
        ({"name": "注：以上为虚构数据"}, "row_is_remark"),
        ({"school_name": "（学校盖章）"}, "row_is_remark"),
        ({"registration_number": "本名单一式两份，学校和区县各存一份。"}, "row_is_remark"),
        ({"registration_number": "第2页"}, "row_is_remark"),
    ],
)
def test_totals_and_remarks_are_told_with_one_reason(
    judge_rows: JudgeRows, cells: dict[str, object], rule: str
) -> None:
    assert told(judge_rows(sound_row(1), cells))[1] == ("reject", [rule])


def test_headings_repeated_on_a_new_page_are_no_child(judge_rows: JudgeRows) -> None:
    headings = {"registration_number": "登记编号", "name": "姓名", "sex": "性别", "birth_date": "出生日期"}
    more = {"document_type": "身份证件类型", "document_number": "身份证件号", "grade": "入学年级"}
    assert told(judge_rows(sound_row(1), headings | more))[1] == ("reject", ["row_is_heading"])


def test_a_child_with_few_cells_is_a_child_all_the_same(judge_rows: JudgeRows) -> None:
    assert "cell_missing" in rules_of(judge_rows({"name": "王小一"}).rows[0])
    assert "cell_missing" in rules_of(judge_rows({"document_number": sound_row(1)["document_number"]}).rows[0])


def test_blank_rows_are_no_rows_but_keep_their_number(judge_rows: JudgeRows) -> None:
    judgement = judge_rows(sound_row(1), {"name": " \u3000", "sex": "\u200b"}, sound_row(2))
    assert [row.row for row in judgement.rows] == [4, 6]


def test_answers_of_the_form_come_along_and_faulty_ones_are_left_out(judge_rows: JudgeRows) -> None:
    extra = ["健康状况", "邮政编码", "是否孤儿", "备注"]
    good = dict(zip(extra, ["健康或良好", "102100", "否", "插班"], strict=True))
    bad = dict(zip(extra, ["超人", 12.0, "=1+1", "=1+1"], strict=True))
    judgement = judge_rows(sound_row(1) | good, sound_row(2) | bad, extra=extra)
    assert told(judgement) == [("accept", []), ("accept", ["form_answer_left_out"] * 3)]
    first, second = judgement.rows
    assert first.values is not None
    assert second.values is not None
    assert first.values["form"] == {"health": "10", "postal_code": "102100", "orphan": "0"}
    assert second.values["form"] == {}
