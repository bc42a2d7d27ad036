"""The admitting school, the grade, and the guardian who can be reached."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.exchange.intake.small_lists import rules_of
from xueji.exchange.intake.verdicts.outcome import RowVerdict
from xueji.vocabulary.schooling.grades import Grade

JudgeRow = Callable[..., RowVerdict]


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("", "school_code_missing"),
        ("211100030", "school_code_shape"),
        ("妫川一小", "school_code_shape"),
        ("2111999999", "school_code_unknown"),
        ("2111000309", "school_closed"),
    ],
)
def test_a_school_that_does_not_stand_is_rejected(judge_row: JudgeRow, code: str, rule: str) -> None:
    row = judge_row(school_code=code)
    assert rules_of(row) == [rule]
    assert row.reasons[0].field == "录取学校标识码"


def test_a_missing_code_is_suggested_from_the_name(judge_row: JudgeRow) -> None:
    assert "2111000301" in judge_row(school_code="").reasons[0].mend.zh


@pytest.mark.parametrize("code", [" 2111000301", "２１１１０００３０１", 2111000301.0, "'2111000301"])
def test_codes_are_read_without_their_dress(judge_row: JudgeRow, code: object) -> None:
    row = judge_row(school_code=code)
    assert row.verdict == "accept"
    assert row.values is not None
    assert row.values["school_code"] == "2111000301"


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        ("妫川第一小学", []),
        ("北京市延庆县妫川第一小学", []),
        ("延庆县第一小学", []),
        ("妫川第一小学（本部）", []),
        ("", ["left_empty"]),
        ("妫川一小", ["school_name_spelled"]),
        ("妨川第一小学", ["school_name_spelled"]),
        ("妫川第一小学东校区", ["school_name_spelled"]),
        ("长城路小学", ["school_name_of_another"]),
        ("北京市长城路小学", ["school_name_of_another"]),
        ("火星中心学校", ["school_name_differs"]),
        ("=1+1", ["text_formula"]),
    ],
)
def test_the_name_must_be_that_of_the_code(judge_row: JudgeRow, name: str, rules: list[str]) -> None:
    row = judge_row(school_name=name)
    assert rules_of(row) == rules
    notes = {"school_name_spelled", "left_empty"}
    assert row.verdict == ("accept" if set(rules) <= notes else "reject")


@pytest.mark.parametrize(
    ("grade", "rule"),
    [
        ("", "cell_missing"),
        ("大班", "grade_unknown"),
        ("小学三年级", "grade_not_entry"),
        ("高中一年级", "grade_not_offered"),
        ("初一", "grade_not_offered"),
    ],
)
def test_a_grade_that_the_school_does_not_enter_is_rejected_alone(judge_row: JudgeRow, grade: str, rule: str) -> None:
    row = judge_row(grade=grade)
    assert rules_of(row) == [rule]
    assert row.reasons[0].field == "入学年级"


@pytest.mark.parametrize("grade", ["一年级", "小学一年级", "小一", "P1", "1年级"])
def test_grade_one_has_many_spellings(judge_row: JudgeRow, grade: str) -> None:
    row = judge_row(grade=grade)
    assert row.values is not None
    assert row.values["grade"] == Grade.P1


def test_an_import_may_be_for_some_grades_only(judge_row: JudgeRow) -> None:
    assert rules_of(judge_row(knowledge={"grades": frozenset({Grade.J1})})) == ["grade_not_imported"]


def test_a_mode_of_admission_of_another_stage_is_noted(judge_row: JudgeRow) -> None:
    row = judge_row(admission_mode="统一招生考试/普通入学")
    assert (rules_of(row), row.verdict) == (["admission_mode_of_other_stage"], "accept")


def test_the_form_takes_day_students_and_boarders_only(judge_row: JudgeRow) -> None:
    assert rules_of(judge_row(attendance_mode="借宿")) == ["code_not_allowed"]


def test_a_school_names_itself_or_nobody(judge_row: JudgeRow) -> None:
    own = {"own_school": "2111000301"}
    empty = judge_row(school_code="", school_name="", registration_number="", knowledge=own)
    assert empty.verdict == "accept"
    assert empty.values is not None
    assert empty.values["school_code"] == "2111000301"
    other = judge_row(school_code="2111000302", school_name="长城路小学", knowledge=own)
    assert rules_of(other) == ["not_your_school"]


def test_a_name_without_code_must_be_that_of_the_own_school(judge_row: JudgeRow) -> None:
    own = {"own_school": "2111000301"}
    row = judge_row(school_code="", school_name="长城路小学", knowledge=own)
    assert rules_of(row) == ["school_name_of_another"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("13956126116", "13956126116"),
        (" 139 5612 6116 ", "13956126116"),
        ("139-5612-6116", "13956126116"),
        ("+86 13956126116", "13956126116"),
        ("１３９５６１２６１１６", "13956126116"),
        (13956126116.0, "13956126116"),
        ("010-69101234", "010-69101234"),
        ("(010)69101234", "010-69101234"),
        ("010-69101234-801", "010-69101234-801"),
        ("010-69101234转801", "010-69101234转801"),
        ("0313-6821234", "0313-6821234"),
        ("69101234", "69101234"),
    ],
)
def test_telephones_are_written_in_many_ways(judge_row: JudgeRow, written: object, kept: str) -> None:
    row = judge_row(guardian_phone=written)
    assert row.verdict == "accept"
    assert row.values is not None
    assert row.values["guardian_phone"] == kept


def test_of_several_telephones_the_first_is_taken(judge_row: JudgeRow) -> None:
    for written in ("13956126116/13956126117", "13956126116、010-69101234", "13956126116 13956126117"):
        row = judge_row(guardian_phone=written)
        assert rules_of(row) == ["phone_first_taken"]
        assert row.values is not None
        assert row.values["guardian_phone"] == "13956126116"


@pytest.mark.parametrize(
    "written", ["12345", "1395612611", "139561261166", "12956126116", "电话", "13956126116/12345", "无"]
)
def test_what_is_no_telephone_is_rejected(judge_row: JudgeRow, written: str) -> None:
    assert rules_of(judge_row(guardian_phone=written)) == ["phone_shape"]


@pytest.mark.parametrize("kinship", ["本人", "儿子", "长女", "丈夫"])
def test_some_relatives_can_be_no_guardians(judge_row: JudgeRow, kinship: str) -> None:
    assert rules_of(judge_row(guardian_kinship=kinship)) == ["kinship_not_a_guardian"]


@pytest.mark.parametrize(
    ("address", "rule"),
    [
        ("=cmd|' /C calc'!A0", "text_formula"),
        ("@SUM(A1)", "text_formula"),
        ("长" * 181, "text_too_long"),
        ("延庆县\ue000街", "text_private_character"),
        ("延庆县\ufffd街", "text_private_character"),
    ],
)
def test_an_address_must_be_text_that_can_be_kept(judge_row: JudgeRow, address: str, rule: str) -> None:
    assert rules_of(judge_row(present_address=address)) == [rule]


def test_a_registration_number_stored_as_a_number_is_rejected(judge_row: JudgeRow) -> None:
    assert rules_of(judge_row(registration_number=2015000001.0)) == ["number_stored_as_number"]
