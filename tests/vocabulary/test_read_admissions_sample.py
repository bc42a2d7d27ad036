"""The sample list of admissions, judged by the words alone: every fault that needs no school or other row is found."""

from __future__ import annotations

from pathlib import Path

from python_calamine import CalamineWorkbook

from xueji.vocabulary.form.items import check_answers
from xueji.vocabulary.numbers.school_code import SchoolCode
from xueji.vocabulary.people.names import tidy_name
from xueji.vocabulary.people.residency import parse_residency
from xueji.vocabulary.schooling.grades import Grade, parse_grade

SAMPLE = Path(__file__).parents[1] / "samples" / "admissions_2015_primary.xlsx"
KEYS = {
    "姓名": "name", "性别": "sex", "出生日期": "birth_date", "身份证件类型": "document_type",
    "身份证件号": "document_number",
    "民族": "ethnicity", "国籍/地区": "nationality", "户口所在地": "hukou_place", "现住址": "present_address",
    "监护人姓名": "member1_name", "监护人关系": "member1_kinship", "监护人联系电话": "member1_telephone",
    "入学年级": "grade",
    "入学方式": "admission_mode", "就读方式": "attendance_mode",
}  # fmt: skip


def faulty_rows() -> dict[int, set[str]]:
    header, *rows = CalamineWorkbook.from_path(str(SAMPLE)).get_sheet_by_index(0).to_python()[2:]
    found: dict[int, set[str]] = {}
    for number, cells in enumerate(rows, start=4):
        row = dict(zip(map(str, header), cells, strict=True))
        answers = {
            key: tidy_name(value) if key == "name" else value
            for title, key in KEYS.items()
            if isinstance(value := row[title], str)
        }
        rules = {fault.rule for fault in check_answers(answers)}
        rules |= set() if answers.get("name") else {"name_empty"}
        rules |= set() if parse_grade(answers["grade"]) is Grade.P1 else {"grade"}
        assert SchoolCode.parse(str(row["录取学校标识码"]))
        assert parse_residency(str(row["户籍类别"]))
        if rules:
            found[number] = rules
    return found


def test_every_row_with_a_fault_of_its_own_is_found_and_no_other() -> None:
    assert faulty_rows() == {
        38: {"grade"},
        40: {"resident_id_check_digit"},
        54: {"document_number_missing"},
        109: {"name_empty"},
        169: {"resident_id_check_digit"},
        177: {"resident_id_date", "date_shape"},
        199: {"phone_shape"},
        237: {"document_number_missing"},  # the cell holds a number, which is no answer
        240: {"birth_date_differs"},
        252: {"birth_date_differs"},
        277: {"resident_id_check_digit"},
        290: {"sex_differs"},
        296: {"code_unknown"},
        303: {"name_formula"},
        323: {"sex_differs"},
    }
