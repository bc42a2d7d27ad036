"""Names: tidied without changing a letter, refused with a sentence, compared by a key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueji.vocabulary.people.names import LONGEST_NAME, name_fault, name_key, name_problem, tidy_name


@pytest.mark.parametrize(
    ("raw", "tidy"),
    [
        ("陈浩佑", "陈浩佑"),
        (" 陈涵阳　", "陈涵阳"),
        ("张　三", "张三"),
        ("张\u200b三\ufeff", "张三"),
        ("\x07李\x00四\r\n", "李四"),
        ("阿依古丽・买买提", "阿依古丽·买买提"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("阿依古丽．买买提", "阿依古丽·买买提"),
        ("阿依古丽.买买提", "阿依古丽·买买提"),
        ("阿依古丽 · 买买提", "阿依古丽·买买提"),
        ("ＪＯＨＮ　Smith", "JOHN Smith"),
        ("John  A.  Smith", "John A. Smith"),
        ("王𬍛", "王𬍛"),
        ("葛\U000e0100洪", "葛洪"),
        ("Jose\u0301", "José"),
        ("隆", "隆"),
    ],
)
def test_it_tidies_what_was_typed(raw: str, tidy: str) -> None:
    assert tidy_name(raw) == tidy


def test_a_compatibility_ideograph_stays_the_character_it_is() -> None:
    assert tidy_name(" \uf9dc三") == "\uf9dc三"
    assert name_key("\uf9dc三") == name_key("隆三")


@pytest.mark.parametrize(
    "name", ["陈浩佑", "王𬍛", "阿依古丽·买买提", "John A. Smith", "O'Neil-Smith", "〇一", "José", "李\U00031350"]
)
def test_it_has_nothing_to_say_about_a_good_name(name: str) -> None:
    assert name_problem(name) is None


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("", "name_empty"), ("  ", "name_empty"), ('=HYPERLINK("x")', "name_formula"), ("+1", "name_formula"),
        ("@SUM(A1)", "name_formula"), ("-1", "name_formula"), ("张3", "name_digits"), ("张３", "name_digits"),
        ("不详", "name_placeholder"), ("null", "name_placeholder"), ("张\ue000", "name_private_character"),
        ("张三(大)", "name_signs"), ("张三?", "name_signs"), ("<b>", "name_signs"), ("···", "name_signs"),
        ("陈" * (LONGEST_NAME + 1), "name_too_long"),
    ],
)  # fmt: skip
def test_it_names_the_rule_a_bad_name_breaks(name: str, rule: str) -> None:
    fault = name_fault(name)
    assert fault is not None
    assert fault.rule == rule
    assert name_problem(name) == fault.says
    assert fault.says.zh
    assert fault.mend.en


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("阿依古丽·买买提", "阿依古丽买买提"), ("JOHN SMITH", "John  Smith"), ("○一", "〇一"), ("张 三", "张三"),
        ("O’Neil", "ONeil"),
    ],
)  # fmt: skip
def test_two_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_two_names_have_two_keys() -> None:
    assert name_key("张三") != name_key("张叁")


@given(st.text(max_size=30))
def test_tidying_twice_changes_nothing_more(raw: str) -> None:
    once = tidy_name(raw)
    assert tidy_name(once) == once
    assert name_key(once) == name_key(raw)


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=20))
def test_no_chinese_character_is_ever_lost(name: str) -> None:
    assert tidy_name(f"\u200b {name}\x00") == name


@given(st.text(max_size=60))
def test_no_name_passes_that_a_spreadsheet_would_run(raw: str) -> None:
    name = tidy_name(raw)
    if name_problem(name) is None:
        assert name[0] not in "=+-@"
        assert not any(sign.isdigit() for sign in name)
        assert len(name) <= LONGEST_NAME
