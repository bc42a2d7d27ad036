"""学籍总量 at a glance: places granted, taken, held and free of each cohort, and which children are about to move.

A quota row is kept by the cohort's year and grade of entry; here it is told by the grade in which that cohort now is.
What stands beside a row (children who take no place, open transfers) is counted for many rows in one statement.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Substr

from xueji.cases.models import Case as CaseInMotion
from xueji.cases.models import CaseParty
from xueji.parties.actors import Actor
from xueji.parties.scope import UnscopedQueryError, current_actor
from xueji.records.models import Enrollment, EnrollmentQuota
from xueji.records.models.quotas import QuotaKind
from xueji.vocabulary.parties import Party
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.schooling.stages import Stage

FULL, OVER = "full", "over"
LETTERS = {Stage.PRIMARY: "P", Stage.JUNIOR: "J", Stage.SENIOR: "S"}
_STEP = 10
"""Ranks of a stage begin with a multiple of ten: P1 is 1, J1 is 11, the preparatory year S0 is 20."""

GRADES = {
    _STEP * place + grade.number: grade for place, stage in enumerate(Stage) for grade in Grade if grade.stage is stage
}
RANKS = {grade: rank for rank, grade in GRADES.items()}

NUMBER = Cast(Substr("grade", 2, 1), IntegerField())
"""The year within the stage, of any row that has a grade."""

_AROUND = """
WITH aside AS (
    SELECT e.school_id, left(e.grade, 1) AS letter, e.school_year - substr(e.grade, 2, 1)::int AS began,
           'aside' AS what, count(*) AS children, count(*) FILTER (WHERE s.residency = %(foreign)s) AS foreigners
      FROM records_enrollment e JOIN records_student s ON s.id = e.student_id
     WHERE e.school_id = ANY(%(schools)s) AND upper_inf(e.during) AND NOT e.counts_against_quota
     GROUP BY 1, 2, 3
), moving AS (
    SELECT p.school_id, left(c.frozen ->> 'grade', 1) AS letter,
           (c.frozen ->> 'school_year')::int - substr(c.frozen ->> 'grade', 2, 1)::int AS began,
           p.party AS what, count(*) AS children,
           count(*) FILTER (WHERE c.frozen ->> 'residency' = %(foreign)s) AS foreigners
      FROM cases_caseparty p JOIN cases_case c ON c.id = p.case_id
     WHERE p.school_id = ANY(%(schools)s) AND p.party = ANY(%(parties)s)
       AND c.closed_on IS NULL AND c.student_record_id IS NOT NULL AND c.frozen ->> 'grade' IS NOT NULL
     GROUP BY 1, 2, 3, 4
)
SELECT * FROM aside UNION ALL SELECT * FROM moving
"""


@dataclass(frozen=True, slots=True)
class Around:
    """What stands beside a quota row.

    `aside` are children on the roll without a place of their own (on leave, or back from it: S32); `coming` and
    `leaving` are open cases that would bring a child or take one away.
    """

    aside: int = 0
    coming: int = 0
    leaving: int = 0


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over quota rows, and how many rows have no free place."""

    rows: int
    granted: int
    held: int
    taken: int
    full: int

    @property
    def free(self) -> int:
        """Places neither held nor taken."""
        return self.granted - self.held - self.taken


_Key = tuple[int, str, int, str]


class Surroundings:
    """What stands beside the quota rows of some schools, read at once."""

    def __init__(self, schools: Collection[int]) -> None:
        """Count for these schools in one statement. Raises UnscopedQueryError outside `parties.scope`."""
        if current_actor() is None:
            raise UnscopedQueryError(__name__)
        self._counted: dict[_Key, tuple[int, int]] = {}
        if not schools:
            return
        asked: dict[str, Any] = {
            "schools": sorted(schools),
            "foreign": Residency.FOREIGN.value,
            "parties": [Party.RECEIVING_SCHOOL.value, Party.SENDING_SCHOOL.value],
        }
        with connection.cursor() as cursor:
            cursor.execute(_AROUND, asked)
            for school, letter, began, what, children, foreigners in cursor.fetchall():
                self._counted[school, letter, began, what] = (children, foreigners)

    def of(self, quota: EnrollmentQuota) -> Around:
        """What stands beside one row. A foreign child counts in the row of its cohort and in the foreign one."""
        return Around(
            self._count(quota, "aside"),
            self._count(quota, Party.RECEIVING_SCHOOL.value),
            self._count(quota, Party.SENDING_SCHOOL.value),
        )

    def _count(self, quota: EnrollmentQuota, what: str) -> int:
        letter, began = cohort_of(quota)
        children, foreigners = self._counted.get((quota.school_id, letter, began, what), (0, 0))
        return foreigners if quota.kind == QuotaKind.FOREIGN else children


def places_of(actor: Actor, school_year: int) -> QuerySet[EnrollmentQuota]:
    """Quota rows of the cohorts now at the schools below the actor, with `rank`: the grade they are in this year.

    Cohorts that have left, and grades that a school does not teach, are left out.
    """
    base = Case(
        *(When(grade__startswith=LETTERS[stage], then=Value(_STEP * place)) for place, stage in enumerate(Stage)),
        output_field=IntegerField(),
    )
    rows = EnrollmentQuota.objects.filter(school_year__lte=school_year, school_year__gt=school_year - _STEP)
    # The preparatory year is a cohort of its own until it becomes the first senior grade.
    rows = rows.exclude(grade=Grade.S0.value, school_year__lt=school_year)
    rows = rows.annotate(number=NUMBER, rank=base + F("number") + Value(school_year) - F("school_year"))
    taught = Q()
    for rank, grade in GRADES.items():
        taught |= Q(rank=rank, school__grades__contains=[grade.value])
    rows = rows.filter(taught)
    if actor.school_id:
        return rows.filter(school_id=actor.school_id)
    return rows.filter(school__district_id=actor.district_id) if actor.district_id else rows


def in_stage(rows: QuerySet[EnrollmentQuota], stage: Stage) -> QuerySet[EnrollmentQuota]:
    """The rows of one stage."""
    return rows.filter(grade__startswith=LETTERS[stage])


def pressed(rows: QuerySet[EnrollmentQuota], how: str) -> QuerySet[EnrollmentQuota]:
    """Rows without a free place (FULL), or with more children, on the roll and promised, than places (OVER).

    A row can be over its grant although the database never lets held and taken exceed it: children on leave keep
    their record and come back without asking for a place (S32).
    """
    if how == FULL:
        return rows.filter(granted__lte=F("held") + F("taken"))
    return rows.annotate(aside=_aside()).filter(granted__lt=F("held") + F("taken") + F("aside"))


def totals(rows: QuerySet[EnrollmentQuota]) -> Totals:
    """Sums over the rows, in one query."""
    full = Count("pk", filter=Q(granted__lte=F("held") + F("taken")))
    sums = rows.order_by().aggregate(
        rows=Count("pk"), granted_=Sum("granted"), held_=Sum("held"), taken_=Sum("taken"), full=full
    )
    granted, held, taken = (sums[f"{name}_"] or 0 for name in ("granted", "held", "taken"))
    return Totals(sums["rows"], granted, held, taken, sums["full"])


def cases_moving(quota: EnrollmentQuota) -> QuerySet[CaseInMotion]:
    """Open cases that would bring a child into the cohort of a row, or take one away, the next due first.

    `comes` says which of the two. The row must be one of `places_of(actor)`: who sees a school sees its cases.
    """
    sides = CaseParty.objects.filter(case_id=OuterRef("pk"), school_id=quota.school_id)
    comes = Exists(sides.filter(party=Party.RECEIVING_SCHOOL.value))
    moving = Exists(sides.filter(party__in=[Party.RECEIVING_SCHOOL.value, Party.SENDING_SCHOOL.value]))
    cases = CaseInMotion.objects.filter(
        moving, _cohort_rows(quota, "frozen__"), closed_on__isnull=True, student_record__isnull=False
    )
    if quota.kind == QuotaKind.FOREIGN:
        cases = cases.filter(frozen__residency=Residency.FOREIGN.value)
    return cases.select_related("student_record__student").annotate(comes=comes).order_by("due_on", "pk")


def children_aside(quota: EnrollmentQuota) -> QuerySet[Enrollment]:
    """Open spells of the cohort that take no place."""
    spells = Enrollment.objects.filter(
        _cohort_rows(quota, ""), school_id=quota.school_id, during__upper_inf=True, counts_against_quota=False
    )
    if quota.kind == QuotaKind.FOREIGN:
        spells = spells.filter(student__residency=Residency.FOREIGN.value)
    return spells.select_related("student", "record", "class_group").order_by("grade", "class_group__number", "pk")


def grade_now(quota: Any) -> Grade:
    """The grade in which the cohort of a row of `places_of` now is."""
    return GRADES[quota.rank]


def cohort_of(quota: EnrollmentQuota) -> tuple[str, int]:
    """The key of a cohort that does not change as it grows: letter of the stage, and the year before its first grade."""
    return quota.grade[0], quota.school_year - int(quota.grade[1])


def schools_of(rows: Iterable[EnrollmentQuota]) -> set[int]:
    """The schools of some rows."""
    return {row.school_id for row in rows}


def _cohort_rows(quota: EnrollmentQuota, prefix: str) -> Q:
    letter, began = cohort_of(quota)
    same = Q()
    for grade in Grade:
        if grade.value[0] == letter:
            same |= Q(**{f"{prefix}grade": grade.value, f"{prefix}school_year": began + grade.number})
    return same


def _aside() -> Coalesce:
    """Children of a row's cohort who take no place, as a column."""
    spells = (
        Enrollment.objects.filter(school_id=OuterRef("school_id"), during__upper_inf=True, counts_against_quota=False)
        .annotate(began=F("school_year") - NUMBER)
        .filter(grade__startswith=Substr(OuterRef("grade"), 1, 1), began=OuterRef("school_year") - OuterRef("number"))
        .order_by()
        .annotate(children=Func(F("pk"), function="count", output_field=IntegerField()))
        .values("children")
    )
    foreign = spells.filter(student__residency=Residency.FOREIGN.value)
    counted = Case(When(kind=QuotaKind.FOREIGN, then=Subquery(foreign)), default=Subquery(spells))
    return Coalesce(counted, 0)
