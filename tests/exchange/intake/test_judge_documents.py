"""Identity documents: type, number, and whether they go with each other and with the nationality."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tests.exchange.intake.small_lists import resident_id, rules_of
from xueji.exchange.intake.verdicts.outcome import RowVerdict

JudgeRow = Callable[..., RowVerdict]
SOUND = resident_id("11022920090102003")
WITH_X = next(number for serial in range(1, 99, 2) if (number := resident_id(f"11022920090102{serial:03d}"))[-1] == "X")
FOREIGN = {
    "document_type": "护照",
    "document_number": "E26830824",
    "nationality": "美国",
    "residency": "外籍",
    "ethnicity": "",
    "hukou_place": "",
    "school_code": "2111000304",
    "school_name": "国际小学",
}


@pytest.mark.parametrize(
    "written",
    [
        f" {SOUND} ",
        f"{SOUND[:6]} {SOUND[6:14]} {SOUND[14:]}",
        "".join(chr(ord(sign) + 0xFEE0) for sign in SOUND),
        f"'{SOUND}",
        f"\t{SOUND}\u200b",
    ],
)
def test_numbers_are_tidied_with_a_note(judge_row: JudgeRow, written: str) -> None:
    row = judge_row(document_number=written)
    assert rules_of(row) == ["document_number_tidied"]
    assert row.values is not None
    assert row.values["document_number"] == SOUND


def test_a_small_x_at_the_end_is_the_same_number(judge_row: JudgeRow) -> None:
    row = judge_row(document_number=WITH_X.lower())
    assert row.reasons == ()
    assert row.values is not None
    assert row.values["document_number"] == WITH_X


@pytest.mark.parametrize(
    ("number", "rule"),
    [
        ("", "document_number_missing"),
        ("无", "document_number_placeholder"),
        ("000000000000000000", "document_number_placeholder"),
        (SOUND[:17], "resident_id_shape"),
        (SOUND + "0", "resident_id_shape"),
        ("A" + SOUND[1:], "resident_id_shape"),
        ("99" + SOUND[2:], "resident_id_region"),
        (resident_id("11022920090230001"), "resident_id_date"),
        (SOUND[:17] + ("0" if SOUND[17] != "0" else "1"), "resident_id_check_digit"),
        (1.10229200901020e17, "number_stored_as_number"),
        (110229090102001.0, "number_stored_as_number"),
        (12.0, "number_stored_as_number"),
        ("1.10229E+17", "number_stored_as_number"),
    ],
)
def test_what_is_no_resident_id_is_rejected(judge_row: JudgeRow, number: object, rule: str) -> None:
    row = judge_row(document_number=number)
    assert rules_of(row) == [rule]
    assert row.reasons[0].field == "身份证件号"


def test_old_numbers_are_kept_in_their_new_form_for_those_who_can_have_one(judge_row: JudgeRow) -> None:
    senior = {"school_code": "3111000305", "school_name": "妫川中学", "grade": "高一", "admission_mode": "统招"}
    row = judge_row(document_number="110229990315001", birth_date="19990315", **senior)
    assert rules_of(row) == ["resident_id_15_digits"]
    assert row.verdict == "accept"
    assert row.values is not None
    assert row.values["document_number"] == resident_id("11022919990315001")


def test_a_child_born_later_cannot_have_an_old_number(judge_row: JudgeRow) -> None:
    assert rules_of(judge_row(document_number="110229090102001")) == ["resident_id_15_digits_outdated"]


@pytest.mark.parametrize("kind", ["其他", "Z", "其它"])
@pytest.mark.parametrize("number", ["", "无", "-"])
def test_without_a_document_a_proof_of_attendance_is_owed(judge_row: JudgeRow, kind: str, number: str) -> None:
    row = judge_row(document_type=kind, document_number=number)
    assert rules_of(row) == ["proof_of_attendance_owed"]
    assert row.verdict == "accept"


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        ("", "cell_missing"),
        ("学生证", "document_type_unknown"),
        ("军官证", "document_type_not_for_pupils"),
        ("户口簿", "document_type_not_for_pupils"),
        ("港澳居民居住证", "document_type_not_for_pupils"),
    ],
)
def test_types_that_no_pupil_has_are_rejected(judge_row: JudgeRow, kind: str, rule: str) -> None:
    row = judge_row(document_type=kind)
    assert rules_of(row) == [rule]
    assert row.reasons[0].field == "身份证件类型"


def test_residence_permits_are_taken_since_they_exist(judge_row: JudgeRow) -> None:
    cells = {
        "document_type": "港澳居民居住证",
        "document_number": resident_id("81000020090102001"),
        "nationality": "香港",
    }
    assert judge_row(residency="非本市户籍", hukou_place="", on=date(2019, 9, 1), **cells).verdict == "accept"


def test_a_resident_id_under_another_type_is_a_contradiction(judge_row: JudgeRow) -> None:
    for kind in ("护照", "其他", "台胞证"):
        assert rules_of(judge_row(document_type=kind)) == ["document_type_contradicts_number"]


@pytest.mark.parametrize("number", ["中文", "ABC", "12", "E2683 #24", "E" * 31])
def test_numbers_of_other_documents_have_a_shape_too(judge_row: JudgeRow, number: str) -> None:
    assert rules_of(judge_row(**FOREIGN | {"document_number": number})) in (
        ["document_number_shape"],
        ["document_number_placeholder"],
    )


def test_a_foreign_pupil_with_a_passport_needs_neither_ethnic_group_nor_hukou(judge_row: JudgeRow) -> None:
    row = judge_row(**FOREIGN)
    assert row.reasons == ()
    assert row.values is not None
    assert (row.values["nationality"], row.values["residency"]) == ("USA", "foreign")


@pytest.mark.parametrize(
    ("kind", "number", "country"),
    [
        ("居民身份证", SOUND, "美国"),
        ("香港特区护照/身份证明", "K12345678", "美国"),
    ],
)
def test_documents_of_china_do_not_go_with_a_foreign_nationality(
    judge_row: JudgeRow, kind: str, number: str, country: str
) -> None:
    row = judge_row(**FOREIGN | {"document_type": kind, "document_number": number, "nationality": country})
    assert rules_of(row) == ["document_type_contradicts_nationality"]


@pytest.mark.parametrize(
    ("kind", "number", "region", "rules"),
    [
        ("香港身份证", "A123456(7)", "香港", []),
        ("香港身份证", "A123456(7)", "中国", []),
        ("香港身份证", "A123456(7)", "澳门", ["document_type_contradicts_nationality"]),
        ("台胞证", "01234567", "台湾", []),
        ("台胞证", "01234567", "香港", ["document_type_contradicts_nationality"]),
        ("居民身份证", SOUND, "台湾", ["document_type_contradicts_nationality"]),
        ("居民身份证", resident_id("83000020090102003"), "台湾", []),
        ("护照", "K12345678", "香港", []),
    ],
)
def test_documents_go_with_their_region(
    judge_row: JudgeRow, kind: str, number: str, region: str, rules: list[str]
) -> None:
    row = judge_row(
        document_type=kind, document_number=number, nationality=region, residency="非本市户籍", hukou_place=""
    )
    assert [rule for rule in rules_of(row) if rule != "left_empty"] == rules
