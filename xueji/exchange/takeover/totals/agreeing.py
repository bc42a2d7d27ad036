"""After the landing: what the register holds now, beside what it held before and what came with the file."""

from __future__ import annotations

from collections import Counter
from functools import cache

from django.db.models import Count

from xueji.exchange.models import TakenTotal, TakeOver
from xueji.exchange.models.takeover import TakenSheet, TotalLevel
from xueji.exchange.takeover.totals.counting import (
    COUNTS,
    UNKNOWN,
    by_school,
    faults_of,
    in_register,
    on_rolls,
    rows_of,
)
from xueji.parties.models import School
from xueji.records.models import Enrollment, EnrollmentQuota
from xueji.records.models.quotas import QuotaKind
from xueji.records.schooling import entry_of
from xueji.vocabulary.schooling.grades import Grade

Cohort = tuple[str, int, str]
"""School code, year and grade of entry."""


def agree(takeover: TakeOver) -> None:
    """Fill in the second half of every line; rows refused at the last moment are counted as such."""
    lines = list(TakenTotal.objects.filter(takeover=takeover))
    _schools(takeover, [line for line in lines if line.level == TotalLevel.SCHOOL])
    _districts(lines)
    for line in lines:
        if line.level == TotalLevel.SHEET:
            _recount(takeover, line)
    takeover.counts = {
        line.code: {name: getattr(line, name) for name in COUNTS} for line in lines if line.level == TotalLevel.SHEET
    }
    TakenTotal.objects.bulk_update(lines, [*COUNTS, "after", "taken", "counted", "faults"], batch_size=1000)


def _schools(takeover: TakeOver, lines: list[TakenTotal]) -> None:
    taken, counted = _places(takeover)
    after, rows = on_rolls(), by_school(takeover)
    for line in lines:
        line.after, line.taken, line.counted = after[line.code], taken[line.code], counted[line.code]
        for name, value in rows.get("" if line.code == UNKNOWN else line.code, {}).items():
            setattr(line, name, value)


def _districts(lines: list[TakenTotal]) -> None:
    """A district's line is the sum of its schools'."""
    districts = dict(School.objects.values_list("code", "district__code"))
    sums: dict[str, Counter[str]] = {name: Counter() for name in (*COUNTS, "after", "taken", "counted")}
    for line in lines:
        if line.level == TotalLevel.SCHOOL:
            for name, summed in sums.items():
                summed[districts.get(line.code, UNKNOWN)] += getattr(line, name)
    for line in lines:
        if line.level == TotalLevel.DISTRICT:
            for name, summed in sums.items():
                setattr(line, name, summed[line.code])


def _recount(takeover: TakeOver, line: TakenTotal) -> None:
    sheet = TakenSheet(line.code)
    for name, value in rows_of(takeover, sheet).aggregate(**COUNTS).items():
        setattr(line, name, value)
    line.after = in_register(sheet)
    line.faults = faults_of(takeover, sheet)


def _places(takeover: TakeOver) -> tuple[Counter[str], Counter[str]]:
    """Places taken by the quota rows of the cohorts of this file, and the open spells counted there, by school."""
    spells = rows_of(takeover, TakenSheet.SPELLS).exclude(verdict="refuse").order_by()
    touched = set(spells.values_list("school_code", "entry_year", "entry_grade").distinct())
    taken, counted = Counter[str](), Counter[str]()
    quotas = EnrollmentQuota.objects.filter(kind=QuotaKind.GENERAL)
    for code, year, grade, places in quotas.values_list("school__code", "school_year", "grade", "taken"):
        if (code, year, grade) in touched:
            taken[code] += places
    entry = cache(entry_of)
    rolls = Enrollment.objects.filter(during__upper_inf=True, counts_against_quota=True).order_by()
    for code, grade, year, children in rolls.values_list("school__code", "grade", "school_year").annotate(
        n=Count("pk")
    ):
        if (code, *_written(entry(Grade(grade), year))) in touched:
            counted[code] += children
    return taken, counted


def _written(entry: tuple[int, Grade]) -> tuple[int, str]:
    return entry[0], entry[1].value
