"""When a child of a school entered its stage, where its place is counted, and when it is expected to leave."""

from collections.abc import Sequence

from xueji.vocabulary.schooling.grades import Grade


def leaving_year(grades: Sequence[str], grade: Grade, school_year: int) -> int:
    """届: the year in which a child now in `grade` leaves the stage, by the grades this school runs (5+4, six-year …)."""
    last = max(Grade(code).number for code in grades if Grade(code).stage is grade.stage)
    return school_year + 1 + last - grade.number


def entry_of(grade: Grade, school_year: int) -> tuple[int, Grade]:
    """Year and grade of entry to the stage: the cohort by which places are counted, a child of P3 with those of P1.

    The preparatory year is a cohort of its own until it becomes the first senior grade.
    """
    if grade is Grade.S0:
        return school_year, grade
    return school_year - grade.number + 1, Grade(f"{grade.value[0]}1")


def grade_after(grade: Grade, years: int) -> Grade:
    """The grade a child has come into some years later; at most the last one of its stage."""
    later = [
        each for each in Grade if each.stage is grade.stage and grade.number <= each.number <= grade.number + years
    ]
    return max(later, key=lambda each: each.number, default=grade)
