"""Stages, grades, school years and cohorts."""

from __future__ import annotations

from datetime import date

import pytest

from xueji.vocabulary.schooling.grades import Grade, final_grade, parse_grade
from xueji.vocabulary.schooling.school_years import SchoolYear, cohort
from xueji.vocabulary.schooling.stages import Stage, StageGroup


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("小学一年级", Grade.P1), ("一年级", Grade.P1), ("六年级", Grade.P6), ("初一", Grade.J1),
        ("初中一年级", Grade.J1),
        ("七年级", Grade.J1), ("九年级", Grade.J3), ("高一", Grade.S1), ("高中一年级", Grade.S1),
        ("高中三年级", Grade.S3),
        ("预科", Grade.S0), ("高中预科", Grade.S0), (" 初 三 ", Grade.J3), ("p3", Grade.P3), ("8年级", Grade.J2),
        ("12年级", Grade.S3), ("十年级", Grade.S1), ("幼儿园", None), ("十三年级", None), ("小学七年级", None),
        ("", None),
    ],
)  # fmt: skip
def test_it_reads_a_grade(text: str, grade: Grade | None) -> None:
    assert parse_grade(text) is grade


@pytest.mark.parametrize("grade", list(Grade))
def test_every_grade_is_read_from_its_own_label(grade: Grade) -> None:
    assert parse_grade(grade.label.zh) is grade
    assert parse_grade(grade.value) is grade


def test_four_grades_are_entry_grades() -> None:
    assert [grade for grade in Grade if grade.is_entry] == [Grade.P1, Grade.J1, Grade.S0, Grade.S1]


def test_a_grade_leads_to_the_next_within_its_stage_only() -> None:
    assert Grade.P1.next is Grade.P2
    assert Grade.S0.next is Grade.S1
    assert [grade for grade in Grade if grade.next is None] == [Grade.P6, Grade.J3, Grade.S3]


def test_the_preparatory_year_is_senior() -> None:
    assert Grade.S0.stage is Stage.SENIOR
    assert Grade.S0.stage.group is StageGroup.SENIOR
    assert Grade.J3.stage.group is StageGroup.COMPULSORY
    assert Grade.P6.stage.group is StageGroup.COMPULSORY


@pytest.mark.parametrize(
    ("stage", "length", "grade"),
    [
        (Stage.PRIMARY, 6, Grade.P6),
        (Stage.PRIMARY, 5, Grade.P5),
        (Stage.JUNIOR, 3, Grade.J3),
        (Stage.SENIOR, 3, Grade.S3),
    ],
)
def test_the_final_grade_follows_from_the_length_of_the_program(stage: Stage, length: int, grade: Grade) -> None:
    assert final_grade(stage, length) is grade


def test_it_refuses_a_program_nobody_knows() -> None:
    with pytest.raises(ValueError, match="known: 5, 6"):
        final_grade(Stage.PRIMARY, 7)


@pytest.mark.parametrize(
    ("grade", "year"),
    [(Grade.P1, 2021), (Grade.P6, 2016), (Grade.J1, 2018), (Grade.J3, 2016), (Grade.S1, 2018), (Grade.S0, 2019)],
)
def test_a_cohort_is_the_year_of_expected_leaving(grade: Grade, year: int) -> None:
    assert cohort(grade, SchoolYear(2015)) == year


def test_a_cohort_knows_shorter_programs() -> None:
    assert cohort(Grade.P1, SchoolYear(2015), 5) == 2020
    with pytest.raises(ValueError, match="beyond P5"):
        cohort(Grade.P6, SchoolYear(2015), 5)


def test_a_cohort_stays_the_same_from_grade_to_grade() -> None:
    for grade in Grade:
        if grade.next is not None:
            assert cohort(grade, SchoolYear(2015)) == cohort(grade.next, SchoolYear(2016))


def test_a_school_year_begins_in_september() -> None:
    assert SchoolYear.of(date(2015, 8, 31)) == SchoolYear(2014)
    assert SchoolYear.of(date(2015, 9, 1)) == SchoolYear(2015)
    assert str(SchoolYear(2015)) == "2015-2016"
    assert SchoolYear(2015).next.previous == SchoolYear(2015)
    assert SchoolYear(2015).label.zh == "2015-2016学年"


@pytest.mark.parametrize("text", ["2015-2016", "2015-2016学年", "2015", "2015 — 2016"])
def test_it_reads_a_school_year(text: str) -> None:
    assert SchoolYear.parse(text) == SchoolYear(2015)


@pytest.mark.parametrize("text", ["", "2015-2017", "15-16", "2016-2015"])
def test_it_refuses_what_is_no_school_year(text: str) -> None:
    with pytest.raises(ValueError, match="school year"):
        SchoolYear.parse(text)
