"""The national student number and its three kinds."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueji.vocabulary.numbers.national_student_number import (
    BadNationalStudentNumber,
    NationalStudentNumber,
    NumberKind,
    candidate_temporary,
)
from xueji.vocabulary.numbers.resident_id import resident_id_check_char

BODY = "110229200803150017"


def rule_of(raw: str) -> str:
    with pytest.raises(BadNationalStudentNumber) as caught:
        NationalStudentNumber.parse(raw)
    assert caught.value.says.en
    assert caught.value.mend.zh
    return caught.value.rule


@pytest.mark.parametrize(
    ("letter", "kind"), [("G", NumberKind.FORMAL), ("L", NumberKind.TEMPORARY), ("J", NumberKind.EDUCATION)]
)
def test_it_reads_the_three_kinds(letter: str, kind: NumberKind) -> None:
    found = NationalStudentNumber.parse(letter + BODY)
    assert (found.kind, found.body, found.region, found.birth_date) == (kind, BODY, "110229", date(2008, 3, 15))
    assert str(found) == letter + BODY


@pytest.mark.parametrize(
    "raw", ["", BODY, "H" + BODY, "G" + BODY[:-1], f"G{BODY}0", f"G {BODY[1:]}", "G１x" + BODY[2:]]
)
def test_it_refuses_what_has_not_the_shape(raw: str) -> None:
    assert rule_of(raw) == "national_student_number_shape"


@pytest.mark.parametrize("letter", ["G", "J"])
def test_it_refuses_a_wrong_check_digit_of_a_formal_or_education_number(letter: str) -> None:
    assert rule_of(f"{letter}{BODY[:-1]}8") == "national_student_number_check_digit"


def test_a_temporary_number_need_not_have_a_check_digit() -> None:
    assert NationalStudentNumber.parse(f"L{BODY[:-1]}8").kind is NumberKind.TEMPORARY


@pytest.mark.parametrize("letter", ["G", "J", "L"])
def test_it_refuses_an_impossible_birth_date(letter: str) -> None:
    assert rule_of(f"{letter}110229200902300017") == "national_student_number_date"


def test_small_and_full_width_letters_count_as_plain_ones() -> None:
    number = "G11010820080315001X"
    assert NationalStudentNumber.parse(" g11010820080315001x ").number == number
    assert NationalStudentNumber.parse("Ｇ１１０１０８２００８０３１５００１Ｘ").number == number


def test_a_formal_number_that_differs_from_the_identity_is_noticed_and_not_refused() -> None:
    number = NationalStudentNumber.parse("G" + BODY)
    assert number.differs_from_identity("110108200907212326")
    assert not number.differs_from_identity(BODY)
    assert not NationalStudentNumber.parse("L" + BODY).differs_from_identity("110108200907212326")


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.integers(0, 999))
def test_a_temporary_number_we_make_carries_a_valid_check_character(born: date, serial: int) -> None:
    number = candidate_temporary("110119", born, serial)
    found = NationalStudentNumber.parse(number)
    assert found.kind is NumberKind.TEMPORARY
    assert found.birth_date == born
    assert number[-1] == resident_id_check_char(number[1:18])
    assert number == candidate_temporary("110119", born, f"{serial:03d}")


@pytest.mark.parametrize("serial", [-1, 1000, "1000"])
def test_a_serial_beyond_three_digits_is_refused(serial: int | str) -> None:
    with pytest.raises(ValueError, match="between 0 and 999"):
        candidate_temporary("110119", date(2009, 1, 1), serial)


def test_a_region_that_is_not_six_digits_is_refused() -> None:
    with pytest.raises(ValueError, match="17 digits"):
        candidate_temporary("11011", date(2009, 1, 1), 1)


@pytest.mark.parametrize("kind", list(NumberKind))
def test_every_kind_has_a_name(kind: NumberKind) -> None:
    assert kind.label.zh.endswith("学籍号")
