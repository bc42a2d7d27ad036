"""Code tables: complete, dated, read by code, label or common spelling."""

from __future__ import annotations

from datetime import date

import pytest

from xueji.vocabulary.codes.tables import code_table, code_table_names
from xueji.vocabulary.tables import table_remarks

NAMES = {
    "sex", "document_type", "overseas_category", "political_status", "health", "hukou_kind_form", "hukou_kind_ga324",
    "admission_mode", "admission_mode_jyt", "attendance_mode", "student_source", "left_behind", "special_needs_class",
    "disability", "disciplinary_measure",
    "commute_mode", "yes_no", "blood_type", "ethnicity", "kinship", "class_kind", "movement",
    "movement_reason", "nationality",
    "province",
}  # fmt: skip


def test_all_tables_are_there() -> None:
    assert set(code_table_names()) == NAMES


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_table_is_sound(name: str) -> None:
    table = code_table(name)
    assert table.standard
    assert table.title.zh
    assert table.title.en
    assert "[" in table_remarks("xueji.vocabulary.codes", f"{name}.csv")["source"], "says how sure it is"
    assert len({entry.code for entry in table.entries}) == len(table.entries)
    assert len({entry.zh for entry in table.entries}) == len(table.entries)
    for entry in table.entries:
        assert entry.en
        assert table.code_of(entry.code) == entry.code
        assert table.code_of(entry.zh) == entry.code
        assert table.label(entry.code) == entry.label
        assert entry.code in table


@pytest.mark.parametrize("name", sorted(NAMES))
def test_no_spelling_stands_for_two_codes(name: str) -> None:
    seen: dict[str, str] = {}
    for entry in code_table(name).entries:
        for spelling in (entry.code, entry.zh, entry.en, *entry.also):
            assert seen.setdefault(spelling.casefold(), entry.code) == entry.code, spelling


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("ethnicity", "汉族", "01"), ("ethnicity", "汉", "01"), ("ethnicity", "1", "01"), ("ethnicity", "01", "01"),
        ("ethnicity", " 蒙古族 ", "02"), ("ethnicity", "火星族", None), ("sex", "男", "1"), ("sex", "女", "2"),
        ("document_type", "居民身份证", "1"), ("document_type", "其他", "Z"), ("nationality", "中国", "CHN"),
        ("nationality", "usa", "USA"), ("nationality", "香港", "HKG"), ("nationality", "中国台湾", "TWN"),
        ("nationality", "刚果（金）", "COD"), ("nationality", "刚果(金)", "COD"), ("kinship", "母亲", "52"),
        ("kinship", "爷爷", "61"), ("admission_mode", "就近入学", "11"), ("attendance_mode", "走读", "1"),
        ("yes_no", "是", "1"), ("yes_no", "否", "0"), ("sex", "", None), ("overseas_category", "否", "00"),
        ("ethnicity", "02-蒙古族", "02"),
    ],
)  # fmt: skip
def test_it_reads_what_lists_say(name: str, text: str, code: str | None) -> None:
    assert code_table(name).code_of(text) == code


def test_the_two_tables_of_hukou_kinds_mean_opposite_things_by_one_and_two() -> None:
    form, police = code_table("hukou_kind_form"), code_table("hukou_kind_ga324")
    assert str(form.label("1")) == "农业户口"
    assert str(police.label("1")) == "非农业家庭户口"
    assert form.standard != police.standard


def test_the_fifty_six_ethnic_groups_are_in_the_order_of_the_standard() -> None:
    codes = [entry.code for entry in code_table("ethnicity").entries]
    assert codes[:56] == [f"{number:02d}" for number in range(1, 57)]
    assert codes[56:] == ["97", "98"]
    assert str(code_table("ethnicity").label("56")) == "基诺族"


def test_a_code_counts_only_on_the_days_it_was_in_force() -> None:
    table = code_table("document_type")
    early = {entry.code for entry in table.entries_on(date(2015, 9, 1))}
    assert early == set("123456789ABDZ")
    assert {entry.code for entry in table.entries_on(date(2018, 9, 1))} - early == {"H", "I"}


def test_an_unknown_code_has_no_label() -> None:
    assert code_table("sex").label("7") is None
    assert code_table("sex").entry("7") is None


def test_an_unknown_table_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(KeyError, match="ethnicity"):
        code_table("shoe_size")


def test_every_nationality_has_three_letters() -> None:
    for entry in code_table("nationality").entries:
        assert len(entry.code) == 3
        assert entry.code.isupper()
