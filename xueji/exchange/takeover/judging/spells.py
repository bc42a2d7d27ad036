"""A row of the open spells by itself: the school, the grade and the class it names must be there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from xueji.exchange.intake.workbook.cells import Cell
from xueji.exchange.takeover.judging.columns import RowReader, Values, text_cells
from xueji.exchange.takeover.judging.knowledge import Knowledge, KnownSchool
from xueji.exchange.takeover.judging.places import school_faults
from xueji.exchange.takeover.rules import Reason, broken, of_value, verdict_of
from xueji.exchange.takeover.sheets import Found
from xueji.records.models.enrollments import EntryType
from xueji.records.schooling import entry_of, leaving_year
from xueji.vocabulary.faults import BadValueError
from xueji.vocabulary.numbers.national_student_number import NationalStudentNumber
from xueji.vocabulary.schooling.grades import Grade

FIELDS = (
    *("takeover", "row", "verdict", "outcome", "reasons", "cells", "number", "school_code", "campus"),
    *("school_year", "grade", "class_number", "cohort", "entry_year", "entry_grade", "seat_number", "starts_on"),
    *("entry_type", "counts_against_quota"),
)
_NUMBER, _CODE = 19, 20
_NO_COHORT: tuple[int | None, str] = (None, "")


class SpellJudge:
    """Judges the rows of the open spells, each by itself, and lays them out for COPY."""

    def __init__(self, takeover: int, sheet: Found, city: Knowledge) -> None:
        """Prepare the readers of the sheet; the schools and classes of the same file are known by now."""
        self._takeover = takeover
        self._sheet = sheet
        self._city = city
        self._reader = RowReader(sheet, city.today)
        self._cohort = cache(leaving_year)
        self._entry = cache(entry_of)

    def judge(self, number: int, cells: Sequence[Cell]) -> tuple[Any, ...]:
        """The staged row, values in the order of `FIELDS`."""
        values, reasons = self._reader.read(cells)
        reasons += self._national_number(values)
        school = self._city.schools.get(values["school_code"] or "")
        reasons += self._school(values, school)
        reasons += self._class(values, school)
        grade, year = values["grade"], values["school_year"]
        if year and year != self._city.school_year:
            heading = self._sheet.heading("school_year")
            reasons.append(broken("not_this_school_year", heading, value=year, year=self._city.school_year))
        known = isinstance(grade, Grade) and year
        entry_year, entry_grade = self._entry(grade, year) if known else _NO_COHORT
        return (
            *(self._takeover, number, verdict_of(reasons).value, ""),
            json.dumps(reasons, ensure_ascii=False).replace("\\u0000", "") if reasons else "[]",
            text_cells(cells, len(self._sheet.headings)),
            *(values["number"], (values["school_code"] or "")[:_CODE], values["campus"] or "", year or None),
            *(str(grade or ""), values["class_number"] or None, values["cohort"], entry_year, str(entry_grade)),
            *(values["seat_number"] or None, values["starts_on"] or None, self._entry_type(values)),
            values["counts_against_quota"] is not False,
        )

    def _national_number(self, values: Values) -> Iterator[Reason]:
        raw = values["number"] = values["number"] or ""
        if not raw:
            return
        try:
            values["number"] = str(NationalStudentNumber.parse(raw))
        except BadValueError as bad:
            values["number"] = raw[:_NUMBER]
            yield of_value(self._sheet.heading("number"), bad)

    def _school(self, values: Values, school: KnownSchool | None) -> Iterator[Reason]:
        code, grade, heading = values["school_code"], values["grade"], self._sheet.heading
        values["cohort"] = None
        if school is None:
            if code:
                yield broken("school_unknown", heading("school_code"), value=code)
            return
        yield from school_faults(school, heading("school_code"))
        if not isinstance(grade, Grade):
            return
        if grade.value not in school.grades:
            yield broken("grade_not_offered", heading("grade"), value=grade.label)
        elif values["school_year"]:
            values["cohort"] = self._cohort(school.grades, grade, values["school_year"])

    def _class(self, values: Values, school: KnownSchool | None) -> Iterator[Reason]:
        number, grade, heading = values["class_number"], values["grade"], self._sheet.heading
        if number == "":
            if school is not None and values["campus"] and values["campus"] not in school.campuses:
                yield broken("campus_unknown", heading("campus"), value=values["campus"])
            yield broken("class_left_out", heading("class_number"))
            return
        if school is None or school.refused or not number or not grade or not values["school_year"]:
            return
        group = self._city.classes.get((school.code, values["school_year"], str(grade), number))
        written = f"{grade}-{number}"
        if group is None:
            yield broken("class_unknown", heading("class_number"), value=written)
        elif group.refused:
            yield broken("class_refused", heading("class_number"), value=written, other=group.row)
        elif group.closed:
            yield broken("class_closed", heading("class_number"), value=written)
        else:
            values["cohort"] = group.cohort

    def _entry_type(self, values: Values) -> str:
        if isinstance(values["entry_type"], EntryType):
            return values["entry_type"].value
        grade = values["grade"]
        entry = isinstance(grade, Grade) and grade.is_entry
        return (EntryType.ENTRY if entry else EntryType.PROMOTION).value
