"""One spoiled row, one rule: every other row stays as good as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.exchange.takeover.registers import (
    SCHOOL,
    Register,
    class_group,
    judged,
    national_number,
    person,
    record,
    rules,
    school,
    spell,
    taken_over,
)
from xueji.exchange.models import TakenPlace, TakenRecord
from xueji.exchange.takeover.rules import sentences, told

RECORDS = [
    ({"身份证件号": "110229200703040000"}, "resident_id_check_digit"),
    ({"全国学籍号": "X123"}, "national_student_number_shape"),
    ({"姓名": ""}, "cell_missing"),
    ({"性别": "女"}, "sex_differs"),
    ({"出生日期": "20070305"}, "birth_date_differs"),
    ({"学籍状态": "在家"}, "not_listed"),
    ({"学籍状态": "离校", "离校日期": "20150720"}, "outcome_missing"),
    ({"学籍状态": "辍学"}, "closed_on_missing"),
    ({"离校日期": "20150720"}, "closed_on_surplus"),
    ({"建籍日期": "20060907"}, "dates_out_of_order"),
    ({"学籍辅号": "12345"}, "city_student_number_shape"),
    ({"户籍类别": "外籍"}, "residency_foreign_but_chinese"),
]
SPELLS = [
    ({"学校标识码": "2111009999"}, "school_unknown"),
    ({"年级": "J1"}, "grade_not_offered"),
    ({"年级": "幼儿园"}, "grade_unknown"),
    ({"班号": "7"}, "class_unknown"),
    ({"学年": "去年"}, "school_year_unknown"),
    ({"起始日期": ""}, "cell_missing"),
    ({"全国学籍号": "X123"}, "national_student_number_shape"),
]
PLACES = [
    ("学校", {"所属区县": "无名县"}, "district_unknown"),
    ("学校", {"学校标识码": "123"}, "school_code_shape"),
    ("学校", {"开设年级": "P1-J3"}, "school_grades_category"),
    ("学校", {"学籍辅号校码": "301"}, "city_code_taken"),
    ("人员", {"岗位": "市级学籍管理员"}, "role_not_taken_over"),
    ("人员", {"岗位": "区县学籍管理员"}, "role_elsewhere"),
    ("人员", {"单位代码": "9999999999"}, "place_unknown"),
    ("人员", {"用户名": "张三"}, "username_shape"),
    ("人员", {"岗位": "班主任"}, "classes_of_homeroom_teacher"),
    ("班级", {"班号": "0"}, "whole_number"),
    ("班级", {"校区": "月球校区"}, "campus_unknown"),
]
SHEETS = {"学校": "schools", "人员": "staff", "班级": "classes"}


@pytest.mark.parametrize(("changes", "rule"), RECORDS)
def test_a_spoiled_record_is_refused_with_its_spell(
    register: Register, tmp_path: Path, changes: dict[str, str], rule: str
) -> None:
    register.tables["学籍"][1].update(changes)
    takeover = taken_over(register.write(tmp_path))
    assert rule in rules(takeover, "学籍", 3)
    assert takeover.counts["records"]["accepted"] == 2
    assert takeover.counts["spells"]["refused"] == 1


@pytest.mark.parametrize(("changes", "rule"), SPELLS)
def test_a_spoiled_spell_is_refused_with_its_record(
    register: Register, tmp_path: Path, changes: dict[str, str], rule: str
) -> None:
    register.tables["在读"][1].update(changes)
    takeover = taken_over(register.write(tmp_path))
    assert rule in rules(takeover, "在读", 3)
    assert rules(takeover, "学籍", 3) & {"spell_refused", "record_without_spell"}
    assert takeover.counts["records"]["accepted"] == 2


@pytest.mark.parametrize(("sheet", "changes", "rule"), PLACES)
def test_a_spoiled_place_says_why(
    register: Register, tmp_path: Path, sheet: str, changes: dict[str, str], rule: str
) -> None:
    register.tables[sheet][0].update(changes)
    takeover = judged(register.write(tmp_path))
    row = TakenPlace.objects.get(takeover=takeover, sheet=SHEETS[sheet])
    assert rule in {reason["rule"] for reason in row.reasons}
    assert row.verdict == "refuse"
    says, mend = told(next(reason for reason in row.reasons if reason["rule"] == rule))
    assert says.zh
    assert says.en
    assert mend.zh
    assert mend.en


def test_two_children_with_one_identity_are_both_refused(register: Register, tmp_path: Path) -> None:
    register.tables["学籍"][2]["身份证件号"] = register.tables["学籍"][0]["身份证件号"]
    register.tables["学籍"][2]["出生日期"] = register.tables["学籍"][0]["出生日期"]
    takeover = taken_over(register.write(tmp_path))
    assert "identity_twice" in rules(takeover, "学籍", 2)
    assert "identity_twice" in rules(takeover, "学籍", 4)
    assert takeover.counts["records"]["accepted"] == 1


def test_a_child_on_two_rolls_is_on_none(register: Register, tmp_path: Path) -> None:
    register.tables["在读"].append(spell(0, 班内学号="9"))
    takeover = judged(register.write(tmp_path))
    assert "spell_twice" in rules(takeover, "在读", 2)
    assert "spell_twice" in rules(takeover, "在读", 5)
    assert "spell_refused" in rules(takeover, "学籍", 2)


def test_a_child_on_roll_must_have_a_spell_and_one_who_left_must_not(register: Register, tmp_path: Path) -> None:
    register.tables["学籍"][2].update({"学籍状态": "离校", "毕结肄业": "毕业", "离校日期": "20150720"})
    register.tables["学籍"].append(record(5))
    takeover = judged(register.write(tmp_path))
    assert "spell_of_closed_record" in rules(takeover, "在读", 4)
    assert "record_without_spell" in rules(takeover, "学籍", 5)
    assert TakenRecord.objects.get(takeover=takeover, row=4).verdict == "accept"


def test_what_the_register_knows_otherwise_is_refused(register: Register, tmp_path: Path) -> None:
    taken_over(register.write(tmp_path / "first"))
    changed = Register()
    changed.tables["学籍"][0]["姓名"] = "周大同"
    other = record(1)
    changed.tables["学籍"][1] = {**record(6), "身份证件号": other["身份证件号"], "出生日期": other["出生日期"]}
    changed.tables["在读"][1] = spell(6)
    changed.tables["在读"][2]["年级"] = "P4"
    changed.tables["班级"].append(class_group(年级="P4"))
    takeover = judged(changed.write(tmp_path / "second"))
    assert "number_of_another" in rules(takeover, "学籍", 2)
    assert "identity_has_record" in rules(takeover, "学籍", 3)
    assert "other_open_spell" in rules(takeover, "在读", 4)


def test_a_refused_school_takes_its_classes_staff_and_children_with_it(register: Register, tmp_path: Path) -> None:
    register.tables["学校"][0]["所属区县"] = "无名县"
    takeover = judged(register.write(tmp_path))
    assert [counts["refused"] for counts in takeover.counts.values()] == [1, 1, 1, 3, 3]
    assert "school_refused" in rules(takeover, "在读", 2)


def test_a_row_that_stands_twice_counts_for_neither(register: Register, tmp_path: Path) -> None:
    register.tables["学校"].append(school())
    register.tables["人员"].append(person())
    takeover = judged(register.write(tmp_path))
    assert takeover.counts["schools"]["refused"] == 2
    assert takeover.counts["staff"]["refused"] == 2


def test_warnings_let_a_row_pass(register: Register, tmp_path: Path) -> None:
    register.tables["在读"][0]["班号"] = ""
    register.tables["学籍"][1]["姓名"] = register.tables["学籍"][0]["姓名"]
    first = register.tables["学籍"][0]
    register.tables["学籍"][1].update(
        {"出生日期": first["出生日期"], "身份证件类型": "护照", "身份证件号": "E1234567", "国籍/地区": "中国"}
    )
    takeover = taken_over(register.write(tmp_path))
    assert rules(takeover, "在读", 2) == {"class_left_out"}
    assert "likeness" in rules(takeover, "学籍", 2)
    assert takeover.counts["spells"]["warned"] == 1


def test_every_rule_speaks_both_languages() -> None:
    for sentence in sentences().values():
        assert sentence.weight in {"refuse", "warn"}
        assert sentence.says.zh
        assert sentence.says.en
        assert sentence.mend.zh
        assert sentence.mend.en
    assert SCHOOL
    assert national_number(1)
