"""The 16-digit city number: put together and read again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueji.vocabulary.numbers.city_student_number import (
    BadCityStudentNumber,
    CityStudentNumber,
    SchoolCategory,
    build,
    mod_11_10,
    student_category,
)
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.schooling.stages import Stage


def test_its_parts_stand_where_the_rule_says() -> None:
    number = build(
        province="01",
        district="29",
        school_category=SchoolCategory.COMPLETE_SECONDARY,
        school="017",
        stage=Stage.JUNIOR,
        residency=Residency.AS_LOCAL,
        cohort=2018,
        class_number=3,
        serial=42,
    )
    assert number[:15] == "012940178180342"
    found = CityStudentNumber.parse(number, mod_11_10)
    assert (found.region, found.school_category, found.school) == ("0129", "4", "017")
    assert (found.student_category, found.cohort, found.class_number, found.serial) == ("8", "18", "03", "42")
    assert str(found) == number


@pytest.mark.parametrize(
    ("stage", "residency", "digit"),
    [
        (Stage.PRIMARY, Residency.LOCAL, "0"), (Stage.JUNIOR, Residency.LOCAL, "1"),
        (Stage.SENIOR, Residency.LOCAL, "2"),
        (Stage.PRIMARY, Residency.NON_LOCAL, "4"), (Stage.JUNIOR, Residency.NON_LOCAL, "5"),
        (Stage.SENIOR, Residency.NON_LOCAL, "6"), (Stage.PRIMARY, Residency.AS_LOCAL, "7"),
        (Stage.JUNIOR, Residency.AS_LOCAL, "8"), (Stage.SENIOR, Residency.AS_LOCAL, "9"),
        (Stage.SENIOR, Residency.FOREIGN, "6"),
    ],
)  # fmt: skip
def test_one_digit_tells_stage_and_residency(stage: Stage, residency: Residency, digit: str) -> None:
    assert student_category(stage, residency) == digit


def test_the_check_digit_is_a_known_answer_of_iso_7064() -> None:
    # "0794" is the example of the standard for MOD 11,10; its check digit is 5.
    assert mod_11_10("0794") == "5"


def test_another_way_to_draw_the_check_digit_can_be_plugged_in() -> None:
    def always_seven(body15: str) -> str:
        assert len(body15) == 15
        return "7"

    number = build(
        province="01",
        district="29",
        school_category=SchoolCategory.PRIMARY,
        school="001",
        stage=Stage.PRIMARY,
        residency=Residency.LOCAL,
        cohort=2021,
        class_number=1,
        serial=1,
        check=always_seven,
    )
    assert number.endswith("7")
    assert CityStudentNumber.parse(number, always_seven).number == number
    with pytest.raises(BadCityStudentNumber) as caught:
        CityStudentNumber.parse(number[:15] + "6", always_seven)
    assert caught.value.rule == "city_student_number_check_digit"


def test_without_a_published_way_the_last_digit_is_not_judged() -> None:
    for digit in "0123456789":
        assert CityStudentNumber.parse("012900010210103" + digit).number.endswith(digit)


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        ("", "shape"),
        ("01290001021010", "shape"),
        ("0129000102101031x", "shape"),
        ("0129000132101031", "student_category"),
    ],
)
def test_it_refuses_what_is_no_such_number(raw: str, rule: str) -> None:
    with pytest.raises(BadCityStudentNumber) as caught:
        CityStudentNumber.parse(raw)
    assert caught.value.rule == f"city_student_number_{rule}"


@pytest.mark.parametrize(("part", "value"), [("province", "1"), ("district", "1a"), ("school", "12")])
def test_it_refuses_a_part_that_does_not_fit(part: str, value: str) -> None:
    parts = {"province": "01", "district": "29", "school": "001", part: value}
    with pytest.raises(ValueError, match=part):
        build(
            **parts,
            school_category=SchoolCategory.PRIMARY,
            stage=Stage.PRIMARY,
            residency=Residency.LOCAL,
            cohort=2021,
            class_number=1,
            serial=1,
        )


def test_it_refuses_a_hundredth_class_or_child() -> None:
    with pytest.raises(ValueError, match="serial"):
        build(
            province="01",
            district="29",
            school_category=SchoolCategory.PRIMARY,
            school="001",
            stage=Stage.PRIMARY,
            residency=Residency.LOCAL,
            cohort=2021,
            class_number=1,
            serial=100,
        )


@given(st.text(alphabet="0123456789", min_size=15, max_size=15), st.integers(0, 14), st.integers(1, 9))
def test_our_check_digit_finds_every_single_wrong_digit(body: str, place: int, shift: int) -> None:
    wrong = str((int(body[place]) + shift) % 10)
    assert mod_11_10(body) != mod_11_10(body[:place] + wrong + body[place + 1 :])
