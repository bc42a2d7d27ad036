"""School years (学年) and the year in which a child is expected to leave a stage (届)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xueji.vocabulary.schooling.grades import Grade, final_grade
from xueji.vocabulary.schooling.stages import Stage
from xueji.vocabulary.text import Text

if TYPE_CHECKING:
    from datetime import date

_FIRST_MONTH = 9
_WRITTEN = re.compile(r"\s*(\d{4})\s*(?:[-–—－/至~]\s*(\d{4}))?\s*(?:学年)?\s*")
_USUAL_LENGTH = {Stage.PRIMARY: 6, Stage.JUNIOR: 3, Stage.SENIOR: 3}


@dataclass(frozen=True, slots=True, order=True)
class SchoolYear:
    """The school year that begins on 1 September of `start` and ends on 31 August of the next year."""

    start: int

    @classmethod
    def of(cls, day: date) -> SchoolYear:
        """Return the school year a day belongs to."""
        return cls(day.year if day.month >= _FIRST_MONTH else day.year - 1)

    @classmethod
    def parse(cls, text: str) -> SchoolYear:
        """Read "2015-2016", "2015-2016学年" or "2015". Raises ValueError if it is none of them."""
        match = _WRITTEN.fullmatch(text)
        if match is None or (match[2] is not None and int(match[2]) != int(match[1]) + 1):
            message = f"not a school year: {text!r}; write two years that follow each other, such as 2015-2016"
            raise ValueError(message)
        return cls(int(match[1]))

    @property
    def end(self) -> int:
        """The calendar year in which the school year ends."""
        return self.start + 1

    @property
    def next(self) -> SchoolYear:
        """The school year after this one."""
        return SchoolYear(self.start + 1)

    @property
    def previous(self) -> SchoolYear:
        """The school year before this one."""
        return SchoolYear(self.start - 1)

    @property
    def label(self) -> Text:
        """The name people read."""
        return Text(f"{self}学年", f"School year {self}")

    def __str__(self) -> str:
        """Return "2015-2016"."""
        return f"{self.start}-{self.end}"


def cohort(grade: Grade, school_year: SchoolYear, program_length: int | None = None) -> int:
    """Return the year in which a child of this grade is expected to leave the stage (届): P1 in 2015-2016 -> 2021.

    `program_length` is in years; the usual one is 6 for primary, 3 for junior and senior. A child of the preparatory
    year has it and the whole program before it. Raises ValueError for an unknown program, or a grade beyond its end.
    """
    stage = grade.stage
    last = final_grade(stage, _USUAL_LENGTH[stage] if program_length is None else program_length)
    if grade.number > last.number:
        message = f"grade {grade.value} lies beyond {last.value}, the final grade of this program"
        raise ValueError(message)
    return school_year.end + last.number - grade.number
