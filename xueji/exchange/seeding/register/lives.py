"""A life: one child in one line, with everything its rows need."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import cast

from xueji.exchange.seeding.invention.answers import LEFT_OUT, admissions_row, filled_in, given_at_admission
from xueji.exchange.seeding.invention.children import Child, Family
from xueji.exchange.seeding.invention.dice import Dice
from xueji.exchange.seeding.invention.numbers import Serials
from xueji.exchange.seeding.plan import Plan
from xueji.exchange.seeding.register.lines import Line
from xueji.records.models.identity import Identity
from xueji.records.student_form import identity_answers
from xueji.vocabulary.form.items import missing
from xueji.vocabulary.numbers.city_student_number import SchoolCategory, build
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.schooling.grades import Grade

# How many forms are complete in the first year at the school, in the second, and later: parents are reminded.
_COMPLETE = (0.6, 0.9, 0.985)
_json = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))


@dataclass(slots=True)
class Life:
    """A child, its class, its seat there, and what was written about it; JSON as the database takes it."""

    child: Child
    line: Line
    seat: int
    registration_number: str
    temporary_number: str
    city_number: str
    given: str
    verbatim: str
    answers: str
    missing: int


class Chronicle:
    """Tells the lives of a city's children, line by line."""

    def __init__(self, plan: Plan, seed: int, serials: Serials, series: str, province: str | None) -> None:
        """Draw from `seed`; `series` begins every registration number, so that two seedings never share one.

        `province` begins every city number; without it children have none.
        """
        self._plan = plan
        self._province = province
        self._dice = Dice(seed, "lives")
        self._serials = serials
        self._series = series
        self._family = Family(Dice(seed, "children"), serials)
        self._told = 0

    def lives(self, line: Line, children: int, *, foreigners: int = 0) -> Iterator[Life]:
        """Yield `children` lives in one class, the first `foreigners` of them of foreign nationality."""
        home = self._plan.home(line.district.code)
        for seat in range(1, children + 1):
            residency = Residency.FOREIGN if seat <= foreigners else None
            child = self._family.child(home, line.entry_grade, line.entry_year, residency)
            yield self._life(child, line, seat)

    def _life(self, child: Child, line: Line, seat: int) -> Life:
        self._told += 1
        number = f"{self._series}{line.entry_year}{self._told:07d}"
        given = given_at_admission(child, line.entry_grade)
        answers = self._form(child, line, given)
        return Life(
            child=child,
            line=line,
            seat=seat,
            registration_number=number,
            temporary_number=self._serials.temporary_number(line.district.region_code, child.birth_date),
            city_number=self._city_number(child, line, seat),
            given=_json(given),
            verbatim=_json(admissions_row(child, line.entry_grade, (line.school.code, line.school.name), number)),
            answers=_json(answers),
            missing=len(missing(answers)),
        )

    def _city_number(self, child: Child, line: Line, seat: int) -> str:
        if self._province is None:
            return ""
        return build(
            province=self._province,
            district=line.district.region_code[4:6],
            school_category=SchoolCategory(line.school.category),
            school=line.school.city_code,
            stage=line.entry_grade.stage,
            residency=Residency(child.residency),
            cohort=line.last.cohort,
            class_number=line.number,
            serial=seat,
        )

    def _form(self, child: Child, line: Line, given: dict[str, str]) -> dict[str, str]:
        answers = {
            **given,
            **filled_in(child, self._dice),
            # A child has every column of an Identity; that it is no row of a table does not matter here.
            **identity_answers(cast("Identity", child)),
            "ethnicity": child.ethnicity,
            "grade": Grade(line.last.grade).label.zh,
            "class_group": line.last.name,
            "entry_month": f"{line.entry_year}09",
        }
        complete = self._dice.chance(_COMPLETE[min(len(line.spells), len(_COMPLETE)) - 1])
        forgotten = () if complete else LEFT_OUT[: 1 + self._dice.below(len(LEFT_OUT))]
        return {key: value for key, value in answers.items() if value and key not in forgotten}
