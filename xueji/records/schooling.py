"""When a child of a school is expected to leave its stage there."""

from collections.abc import Sequence

from xueji.vocabulary.schooling.grades import Grade


def leaving_year(grades: Sequence[str], grade: Grade, school_year: int) -> int:
    """届: the year in which a child now in `grade` leaves the stage, by the grades this school runs (5+4, six-year …)."""
    last = max(Grade(code).number for code in grades if Grade(code).stage is grade.stage)
    return school_year + 1 + last - grade.number
