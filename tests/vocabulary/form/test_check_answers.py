"""The national form: its items, what is wrong with an answer, what is missing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueji.vocabulary.codes.tables import code_table_names
from xueji.vocabulary.form.items import FORM_ITEMS, check_answers, form_item, missing

KINDS = {"text", "date", "month", "code", "phone", "number", "photo", "yes_no", "region", "document"}
GOOD = {
    "name": "陈浩佑", "sex": "女", "birth_date": "20081117", "birth_place": "110229000000",
    "native_place": "北京市延庆县",
    "ethnicity": "汉族", "nationality": "中国", "document_type": "居民身份证", "document_number": "110229200811170608",
    "overseas_category": "00", "health": "10", "hukou_place": "北京市延庆县", "hukou_kind": "2", "grade": "小学一年级",
    "class_group": "1班", "entry_month": "201509", "admission_mode": "就近入学", "attendance_mode": "走读",
    "present_address": "东外大街5号", "mailing_address": "东外大街5号", "home_address": "东外大街5号",
    "telephone": "13956126116", "postal_code": "102100", "only_child": "是", "preschool": "1", "left_behind": "0",
    "migrant_worker_child": "0", "orphan": "0", "martyr_or_preferential_child": "0", "disability": "0",
    "needs_aid": "0", "living_subsidy": "0", "commute_distance": "1.5", "commute_mode": "步行", "school_bus": "0",
    "member1_name": "陈欣", "member1_kinship": "母亲", "member1_address": "东外大街5号",
    "member1_hukou_place": "北京市延庆县",
    "member1_telephone": "010-69101234", "member1_guardian": "1",
}  # fmt: skip


def rules(**changes: str) -> list[tuple[str, str]]:
    found = check_answers({**GOOD, **changes})
    for fault in found:
        assert fault.says.zh
        assert fault.says.en
        assert fault.mend.zh
        assert fault.mend.en
        assert "{" not in fault.says.zh + fault.says.en + fault.mend.zh + fault.mend.en
    return [(fault.key, fault.rule) for fault in found]


def test_the_form_has_its_72_items_in_order() -> None:
    assert [item.number for item in FORM_ITEMS] == list(range(1, 73))
    assert len({item.key for item in FORM_ITEMS}) == 72
    national = [item.national for item in FORM_ITEMS if item.national]
    assert len(set(national)) == len(national) == 71


def test_every_item_is_described() -> None:
    for item in FORM_ITEMS:
        assert item.label.zh
        assert item.label.en
        assert item.section.zh
        assert item.kind in KINDS
        assert item.required in {"yes", "no", "conditional"}
        assert (item.table != "") == (item.kind in {"code", "yes_no"}), item.key
        assert item.table == "" or item.table in code_table_names()
        assert item.note.startswith("[")


def test_the_two_family_members_are_asked_the_same() -> None:
    first, second = FORM_ITEMS[48:60], FORM_ITEMS[60:72]
    for one, other in zip(first, second, strict=True):
        assert other.key == one.key.replace("member1_", "member2_")
        assert (other.kind, other.table, other.label) == (one.kind, one.table, one.label)


def test_a_good_form_has_no_fault_and_lacks_nothing() -> None:
    assert rules() == []
    assert missing(GOOD) == []


@pytest.mark.parametrize(
    ("key", "answer", "rule"),
    [
        ("name", "=1+1", "name_formula"), ("sex", "9", "code_not_allowed"), ("birth_date", "20090230", "date_shape"),
        ("birth_place", "999999", "region_unknown"), ("ethnicity", "火星族", "code_unknown"),
        ("document_number", "110229200811170609", "resident_id_check_digit"), ("entry_month", "201513", "month_shape"),
        ("document_type", "军官证", "code_not_allowed"), ("political_status", "民盟", "code_not_allowed"),
        ("telephone", "一三九", "phone_shape"), ("member1_telephone", "12", "phone_shape"),
        ("postal_code", "10210", "postal_code_shape"), ("email", "a@b", "email_shape"),
        ("grade", "幼儿园", "grade_unknown"),
        ("name_pinyin", "陈", "pinyin_shape"), ("document_validity", "2015-03-01", "validity_shape"),
        ("city_student_number", "12", "city_student_number_shape"), ("commute_distance", "很远", "number_shape"),
        ("present_address", "长" * 181, "answer_too_long"), ("only_child", "也许", "code_unknown"),
        ("sex", "男", "sex_differs"), ("birth_date", "20081118", "birth_date_differs"),
        ("document_number", "", "document_number_missing"), ("overseas_category", "51", "overseas_category_differs"),
    ],
)  # fmt: skip
def test_it_names_the_item_and_the_rule_of_a_bad_answer(key: str, answer: str, rule: str) -> None:
    assert (key, rule) in rules(**{key: answer})


def test_an_item_the_form_does_not_have_is_named() -> None:
    assert rules(shoe_size="36") == [("shoe_size", "form_key_unknown")]


def test_all_faults_are_told_at_once() -> None:
    found = rules(ethnicity="火星族", telephone="1", grade="幼儿园", sex="男")
    assert {key for key, _ in found} == {"ethnicity", "telephone", "grade", "sex"}


def test_type_other_may_go_without_a_number() -> None:
    answers = {**GOOD, "document_type": "其他", "document_number": ""}
    assert check_answers(answers) == []
    assert missing(answers) == []


def test_a_passport_is_not_judged_as_a_resident_id() -> None:
    changed = {
        "document_type": "护照",
        "document_number": "E12345678",
        "nationality": "美国",
        "overseas_category": "51",
    }
    assert rules(**changed) == []
    assert rules(**{**changed, "overseas_category": "00"}) == [("overseas_category", "overseas_category_differs")]


def test_a_pupil_from_hong_kong_is_not_a_foreigner() -> None:
    assert rules(nationality="中国香港", overseas_category="51") == [("overseas_category", "overseas_category_differs")]
    assert rules(nationality="中国香港", overseas_category="01") == []


def test_the_id_of_a_family_member_is_checked_only_if_it_is_given() -> None:
    assert rules(member1_document_type="居民身份证") == []
    bad = rules(member1_document_type="居民身份证", member1_document_number="110108197201150038")
    assert bad == [("member1_document_number", "resident_id_check_digit")]


def test_one_of_the_family_is_the_guardian() -> None:
    assert rules(member1_guardian="0", member2_guardian="0") == [("member1_guardian", "guardian_missing")]
    assert rules(member1_guardian="0", member2_guardian="1") == []


def test_a_second_member_is_asked_about_only_once_named() -> None:
    assert missing(GOOD) == []
    named = [item.key for item in missing({**GOOD, "member2_name": "陈父"})]
    assert named == [
        "member2_kinship",
        "member2_address",
        "member2_hukou_place",
        "member2_telephone",
        "member2_guardian",
    ]


def test_an_empty_form_lacks_every_required_item_in_order() -> None:
    lacking = missing({})
    assert [item.number for item in lacking] == sorted(item.number for item in lacking)
    assert {item.key for item in lacking} == {item.key for item in FORM_ITEMS if item.required == "yes"} | {
        "document_number"
    }
    assert missing({**GOOD, "name": "  "}) == [form_item("name")]


@given(st.dictionaries(st.sampled_from([item.key for item in FORM_ITEMS]), st.text(max_size=40), max_size=12))
def test_whatever_is_answered_there_is_a_verdict_and_never_a_crash(answers: dict[str, str]) -> None:
    for fault in check_answers(answers):
        assert fault.rule
        assert fault.key in answers or fault.key in {"document_number", "member1_guardian"}
