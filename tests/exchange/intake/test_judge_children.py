"""Name, sex, birth date and age of one row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from tests.exchange.intake.small_lists import resident_id, rules_of, sound_row
from xueji.exchange.intake.verdicts.outcome import RowVerdict
from xueji.exchange.intake.workbook.cells import CellError, Formula

JudgeRow = Callable[..., RowVerdict]


def born(day: str, *, sex: int = 1) -> dict[str, str]:
    """Return the cells of a child born that day."""
    return {"birth_date": day, "document_number": resident_id(f"110229{day}01{sex}")}


def test_a_sound_row_is_accepted_with_its_values_tidied(judge_row: JudgeRow) -> None:
    row = judge_row()
    assert (row.row, row.verdict, row.reasons) == (4, "accept", ())
    assert row.values is not None
    assert row.values["birth_date"] == date(2009, 1, 2)
    codes = ("sex", "document_type", "ethnicity", "nationality", "residency", "guardian_kinship", "grade")
    assert [str(row.values[key]) for key in codes] == ["1", "1", "01", "CHN", "local", "51", "P1"]
    assert [row.values[key] for key in ("school_code", "admission_mode", "attendance_mode")] == [
        "2111000301",
        "11",
        "1",
    ]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" 王　小一\t", "王小一"),
        ("王\u200b小一\x07", "王小一"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("ＪＯＨＮ　Ｓｍｉｔｈ", "JOHN Smith"),
    ],
)
def test_names_are_tidied_with_a_note(judge_row: JudgeRow, written: str, kept: str) -> None:
    row = judge_row(name=written)
    assert rules_of(row) == ["name_tidied"]
    assert row.verdict == "accept"
    assert row.values is not None
    assert row.values["name"] == kept


@pytest.mark.parametrize("name", ["王𬍛", "阿依古丽·买买提", "Mary-Ann O'Neil", "欧阳娜娜", "〇〇", "𠮷田"])
def test_unusual_names_are_taken_as_they_are(judge_row: JudgeRow, name: str) -> None:
    row = judge_row(name=name)
    assert row.reasons == ()
    assert row.values is not None
    assert row.values["name"] == name


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("", "cell_missing"),
        ("　", "cell_missing"),
        ("=1+1", "name_formula"),
        ("+CMD", "name_formula"),
        ("王小2", "name_digits"),
        ("王" * 51, "name_too_long"),
        ("无", "name_placeholder"),
        ("王#小", "name_signs"),
        (12345.0, "name_digits"),
        (True, "cell_not_text"),
        (CellError(), "cell_error"),
        (Formula("王小一"), "cell_formula"),
        (datetime(2009, 1, 2), "cell_not_text"),  # noqa: DTZ001  (a sheet knows no time zone)
    ],
)
def test_what_is_no_name_is_rejected(judge_row: JudgeRow, name: object, rule: str) -> None:
    row = judge_row(name=name)
    assert rules_of(row) == [rule]
    assert row.verdict == "reject"
    assert row.values is None
    assert row.reasons[0].field == "姓名"


@pytest.mark.parametrize("sex", ["男", "1", "男性", "男生", " 男 ", "１", 1.0])
def test_sex_has_many_spellings(judge_row: JudgeRow, sex: object) -> None:
    row = judge_row(sex=sex)
    assert row.verdict == "accept"
    assert row.values is not None
    assert row.values["sex"] == "1"


@pytest.mark.parametrize("sex", ["未知", "0", "9", "公", "male?"])
def test_any_other_sex_is_rejected(judge_row: JudgeRow, sex: str) -> None:
    assert rules_of(judge_row(sex=sex)) == ["sex_unknown"]


def test_sex_and_resident_id_must_agree(judge_row: JudgeRow) -> None:
    row = judge_row(sex="女")
    assert rules_of(row) == ["sex_differs"]
    assert row.reasons[0].field == "性别"


@pytest.mark.parametrize(
    "written",
    [
        "20090102",
        "2009-01-02",
        "2009/1/2",
        "2009.1.2",
        "2009年1月2日",
        "２００９０１０２",
        "2009-01-02 00:00:00",
        "2009/1/2 0:00",
        "'20090102",
        20090102.0,
        date(2009, 1, 2),
        datetime(2009, 1, 2),  # noqa: DTZ001
    ],
)
def test_birth_dates_are_read_in_every_common_notation(judge_row: JudgeRow, written: object) -> None:
    row = judge_row(birth_date=written)
    assert row.reasons == ()
    assert row.values is not None
    assert row.values["birth_date"] == date(2009, 1, 2)


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("", "cell_missing"),
        ("20090230", "birth_date_impossible"),
        ("2009-13-01", "birth_date_impossible"),
        ("200901", "birth_date_shape"),
        ("1/2/2009", "birth_date_shape"),
        ("二〇〇九年一月", "birth_date_shape"),
        (39815.0, "birth_date_serial"),
        (0.5, "birth_date_shape"),
        ("20160101", "birth_date_future"),
        ("20090103", "birth_date_differs"),
        (date(2008, 1, 2), "birth_date_differs"),
    ],
)
def test_what_is_no_birth_date_of_this_child_is_rejected(judge_row: JudgeRow, written: object, rule: str) -> None:
    row = judge_row(birth_date=written)
    assert rules_of(row) == [rule]
    assert row.reasons[0].field == "出生日期"


@pytest.mark.parametrize(
    ("day", "rules"),
    [
        ("20090831", []),
        ("20090901", ["too_young"]),
        ("20130105", ["too_young"]),
        ("20060901", []),
        ("20060831", ["unusual_age"]),
        ("20030115", ["unusual_age"]),
        ("20020831", ["too_old"]),
        ("19890604", ["too_old"]),
        ("19090102", ["too_old"]),
    ],
)
def test_grade_one_wants_six_years_by_the_end_of_august(judge_row: JudgeRow, day: str, rules: list[str]) -> None:
    assert rules_of(judge_row(**born(day))) == rules


def test_the_ages_of_higher_stages_are_other_ones(judge_row: JudgeRow) -> None:
    senior = {"school_code": "3111000305", "school_name": "妫川中学", "grade": "高中一年级", "admission_mode": "统招"}
    assert rules_of(judge_row(**senior, **born("20000315"))) == []
    assert rules_of(judge_row(**senior, **born("20090102"))) == ["too_young"]
    junior = senior | {"grade": "初一", "admission_mode": "就近入学"}
    assert rules_of(judge_row(**junior, **born("20030315"))) == []


def test_all_faults_of_a_row_are_told_at_once_in_the_order_of_its_columns(judge_row: JudgeRow) -> None:
    row = judge_row(
        name="", sex="女", birth_date="20090103", ethnicity="火星族", residency="按本市户籍对待", guardian_phone="12345"
    )
    assert rules_of(row) == [
        "cell_missing",
        "sex_differs",
        "birth_date_differs",
        "code_unknown",
        "as_local_category_missing",
        "phone_shape",
    ]


def test_every_missing_field_is_named(judge_row: JudgeRow) -> None:
    kept = {"registration_number": "DJ1", "name": "王小一"}
    row = judge_row(**{key: "" for key in sound_row() if key not in kept}, **kept)
    assert row.verdict == "reject"
    assert [(reason.field, reason.rule) for reason in row.reasons] == [
        ("性别", "cell_missing"),
        ("出生日期", "cell_missing"),
        ("身份证件类型", "cell_missing"),
        ("民族", "cell_missing"),
        ("国籍/地区", "cell_missing"),
        ("户籍类别", "cell_missing"),
        ("户口所在地", "left_empty"),
        ("现住址", "left_empty"),
        ("监护人姓名", "cell_missing"),
        ("监护人关系", "cell_missing"),
        ("监护人联系电话", "cell_missing"),
        ("录取学校标识码", "school_code_missing"),
        ("录取学校名称", "left_empty"),
        ("入学年级", "cell_missing"),
        ("入学方式", "left_empty"),
        ("就读方式", "left_empty"),
    ]


def test_what_may_wait_is_only_noted(judge_row: JudgeRow) -> None:
    row = judge_row(hukou_place="无", present_address="", admission_mode="", attendance_mode="")
    assert row.verdict == "accept"
    assert rules_of(row) == ["left_empty"] * 4
