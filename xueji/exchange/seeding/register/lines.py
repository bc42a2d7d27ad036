"""A line: one class on its way through a stage, from the year of entry to today or to its leaving."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from xueji.exchange.seeding.places import class_group
from xueji.exchange.seeding.plan import SchoolPlan
from xueji.parties.models import Campus, Office, School
from xueji.records.models import ClassGroup
from xueji.records.models.enrollments import EntryType, ExitType
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.schooling.stages import Stage


@dataclass(frozen=True, slots=True)
class Spell:
    """One year of a line. `during` is written as PostgreSQL reads a range; the end is excluded."""

    group: ClassGroup
    during: str
    entry: str
    exit: str


@dataclass
class Line:
    """One class. `left_on` is the last day of a class that has left its stage."""

    school: School
    district: Office
    campus: Campus
    entry_grade: Grade
    entry_year: int
    number: int
    opened_on: date
    entered_on: date
    left_on: date | None
    spells: list[Spell] = field(default_factory=list)

    @property
    def last(self) -> ClassGroup:
        """The class as it is now, or was at the leaving."""
        return self.spells[-1].group


@dataclass(frozen=True)
class Times:
    """The present school year, when the years turn, and the day a leaving class left."""

    year: int
    today: date
    left_on: date

    def entered(self, entry_year: int) -> date:
        """The day on which a class that entered in some year was established."""
        return min(date(entry_year, 9, 7), self.today)


def lines_of(
    plan: SchoolPlan, school: School, campuses: Sequence[Campus], times: Times, *, entrants: bool, leavers: bool
) -> Iterator[Line]:
    """Yield the classes of a school: every grade on roll (the entry grades if `entrants`), and those who just left.

    Senior leavers of July are never told of: nobody in the city's schools waits for them.
    """
    for stage in Stage:
        grades = [grade for grade in plan.grades if grade.stage is stage and grade.number > 0]
        if not grades:
            continue
        gone = leavers and stage is not Stage.SENIOR
        for years_ago in range(0 if entrants else 1, len(grades) + gone):
            for number in range(1, plan.classes + 1):
                yield _line(school, _campus(plan, stage, campuses, number), grades, times, years_ago, number)


def save_groups(lines: Iterable[Line]) -> None:
    """Save the class groups of the lines in one statement; their keys are filled in."""
    ClassGroup.objects.bulk_create([spell.group for line in lines for spell in line.spells], batch_size=5000)


def _campus(plan: SchoolPlan, stage: Stage, campuses: Sequence[Campus], number: int) -> Campus:
    """Stages have campuses of their own where there is one for each; else classes take turns."""
    stages = sorted({grade.stage for grade in plan.grades}, key=list(Stage).index)
    if len(stages) == len(campuses) and len(stages) > 1:
        return campuses[stages.index(stage)]
    return campuses[(number - 1) % len(campuses)]


def _line(school: School, campus: Campus, grades: list[Grade], times: Times, years_ago: int, number: int) -> Line:
    entry_year = times.year - years_ago
    left = years_ago >= len(grades)
    entered = times.entered(entry_year)
    line = Line(
        *(school, school.district, campus, grades[0], entry_year, number),
        opened_on=min(date(entry_year, 8, 20), times.today),
        entered_on=entered,
        left_on=times.left_on if left else None,
    )
    years = range(entry_year, entry_year + min(years_ago + 1, len(grades)))
    for grade, year in zip(grades, years, strict=False):
        group = class_group(school, campus, grade, number, year)
        begins = entered if year == entry_year else date(year, 9, 1)
        leaves = year == years[-1]
        ends = date(year + 1, 9, 1) if not leaves else times.left_on + timedelta(days=1) if left else None
        line.spells.append(
            Spell(
                group,
                f"[{begins},{ends or ''})",
                EntryType.ENTRY.value if year == entry_year else EntryType.PROMOTION.value,
                "" if ends is None else ExitType.LEAVING.value if leaves else ExitType.PROMOTION.value,
            )
        )
    return line
