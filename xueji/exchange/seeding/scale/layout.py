"""So many children, laid out over districts, schools and classes. Pure: the same numbers give the same city."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from xueji.exchange.seeding.plan import DistrictPlan, SchoolPlan
from xueji.vocabulary.numbers.city_student_number import SchoolCategory
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.schooling.stages import Stage
from xueji.vocabulary.tables import read_table

SCHOOL_SIZE = 1000
CLASS_SIZE = 38
# A place in ten stays free, so that there is something to hold.
_ROOM = 1.1
_GRADES = {stage: tuple(grade for grade in Grade if grade.stage is stage and grade.number) for stage in Stage}
_KINDS = {
    Stage.PRIMARY: (SchoolCategory.PRIMARY, "2", "小学"),
    Stage.JUNIOR: (SchoolCategory.JUNIOR, "3", "中学"),
    Stage.SENIOR: (SchoolCategory.SENIOR, "3", "高级中学"),
}
_ORDINALS = "一二三四五六七八九"


@dataclass(frozen=True)
class Laid:
    """A school, and how many children each of its classes has, by grade from the lowest."""

    plan: SchoolPlan
    children: tuple[tuple[int, ...], ...]


def lay_out(students: int, districts: Sequence[DistrictPlan], used: Mapping[str, set[str]]) -> Iterator[Laid]:
    """Yield schools that hold exactly `students` children, half of them in primary, a quarter each in the others.

    `used` are the three-digit codes taken, by region and category as "110108:0"; `""` holds the school codes taken.
    """
    grades = [grade for stage in Stage for grade in _GRADES[stage]]
    of_grade = dict(zip(grades, shared(students, [1] * len(grades)), strict=True))
    for stage in Stage:
        total = sum(of_grade[grade] for grade in _GRADES[stage])
        count = max(1, round(total / SCHOOL_SIZE))
        places = shared(count, [district.share for district in districts])
        where = [district for district, schools in zip(districts, places, strict=True) for _ in range(schools)]
        by_grade = [shared(of_grade[grade], [1] * count) for grade in _GRADES[stage]]
        for number, district in enumerate(where):
            yield _school(stage, number, district, [sizes[number] for sizes in by_grade], used)


def shared(total: int, weights: Sequence[int]) -> list[int]:
    """Cut `total` into whole parts as nearly as possible in proportion to the weights."""
    whole = sum(weights)
    ends, reached = [], 0
    for weight in weights:
        reached += weight
        ends.append((2 * total * reached + whole) // (2 * whole))
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]


def _school(
    stage: Stage, number: int, district: DistrictPlan, sizes: Sequence[int], used: Mapping[str, set[str]]
) -> Laid:
    category, first, noun = _KINDS[stage]
    classes = max(1, -(-max(sizes) // CLASS_SIZE))
    words = _words()
    turn, word = divmod(number, len(words))
    short = f"{words[word]}{f'第{_ordinal(turn + 1)}' if turn else ''}{noun}"
    plan = SchoolPlan(
        code=_free((f"{first}1119{each:05d}" for each in range(1, 100_000)), used[""]),
        name=f"{district.name.removesuffix('地区').rstrip('区县')}{short}",
        short_name=short,
        district=district.code,
        category=category.value,
        city_code=_free((f"{each:03d}" for each in range(1000)), used[f"{district.region_code}:{category.value}"]),
        grades=_GRADES[stage],
        campuses=("本部",),
        model=False,
        foreign=False,
        classes=classes,
        size=CLASS_SIZE,
        places=int(max(sizes) * _ROOM) + 1,
        foreign_places=0,
    )
    return Laid(plan, tuple(tuple(shared(size, [1] * classes)) for size in sizes))


def _free(wished: Iterator[str], used: set[str]) -> str:
    """Take the first code nobody has. Raises StopIteration beyond a thousand schools of one kind and district."""
    found = next(code for code in wished if code not in used)
    used.add(found)
    return found


def _ordinal(number: int) -> str:
    """Write a number up to 99 in Chinese: 二, 十二, 二十一."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _ORDINALS[ones - 1]
    return f"{_ORDINALS[tens - 1] if tens > 1 else ''}十{_ORDINALS[ones - 1] if ones else ''}"


@cache
def _words() -> list[str]:
    return [row["word"] for row in read_table("xueji.exchange.seeding.city", "school_words.csv")]
