"""Places of each cohort as it grows, with the children who take none and those about to move."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.small_city import SCHOOL_YEAR, SmallCity, small_city
from xueji.cases.models import Case, CaseParty
from xueji.insight.places import (
    FULL,
    OVER,
    Around,
    Surroundings,
    cases_moving,
    children_aside,
    grade_now,
    in_stage,
    places_of,
    pressed,
    totals,
)
from xueji.parties.actors import Actor
from xueji.parties.models import School
from xueji.parties.scope import UnscopedQueryError, scope
from xueji.records.models import Enrollment, EnrollmentQuota, Student, StudentRecord
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.schooling.stages import Stage


@pytest.fixture
def town(db: None) -> SmallCity:
    made = small_city()
    EnrollmentQuota.objects.all().delete()
    return made


def grant(
    school: School, year: int, grade: str, granted: int = 10, kind: str = "general", **more: int
) -> EnrollmentQuota:
    return EnrollmentQuota.objects.create(
        school=school, school_year=year, grade=grade, kind=kind, granted=granted, **more
    )


def listed(actor: Actor, year: int = SCHOOL_YEAR) -> list[tuple[int, str]]:
    with scope(actor):
        return [(row.school_year, grade_now(row).value) for row in places_of(actor, year).order_by("rank", "pk")]


def child(school: School, grade: str = "P3", *, counts: bool = True, residency: str = "local") -> Enrollment:
    student = Student.objects.create(
        name="王小明", sex="1", birth_date=date(2007, 3, 4), document_type="1", ethnicity="01", residency=residency
    )
    record = StudentRecord.objects.create(
        student=student,
        standing="studying" if counts else "on_leave",
        document_type="1",
        established_on=date(2013, 9, 5),
    )
    return Enrollment.objects.create(
        record=record,
        student=student,
        school=school,
        district=school.district,
        campus=school.campuses.get(main=True),
        school_year=SCHOOL_YEAR,
        grade=grade,
        cohort=2019,
        during=(date(2015, 9, 1), None),
        entry_type="entry",
        counts_against_quota=counts,
    )


def moving(spell: Enrollment, to: School, *, residency: str = "local") -> Case:
    case = Case.objects.create(
        procedure="in_city_transfer",
        edition="beijing_2015",
        student_record=spell.record,
        school=to,
        state="x",
        opened_on=date(2015, 9, 1),
        entered_on=date(2015, 9, 1),
        frozen={"grade": spell.grade, "school_year": spell.school_year, "residency": residency},
    )
    CaseParty.objects.create(case=case, party="receiving_school", school=to)
    CaseParty.objects.create(case=case, party="sending_school", school=spell.school)
    return case


def test_a_cohort_is_told_by_the_grade_it_is_in_now(town: SmallCity) -> None:
    for year in (2009, 2010, 2013, 2015, 2016):
        grant(town.school, year, "P1")
    assert listed(town.city_officer()) == [(2015, "P1"), (2013, "P3"), (2010, "P6")]


def test_a_cohort_that_the_school_does_not_teach_any_more_is_gone(town: SmallCity) -> None:
    School.objects.filter(pk=town.school.pk).update(grades=["P1", "P2", "P3", "P4", "P5"])
    grant(town.school, 2010, "P1")
    grant(town.school, 2011, "P1")
    assert listed(town.city_officer()) == [(2011, "P5")]


def test_the_preparatory_year_is_a_cohort_of_its_own(town: SmallCity) -> None:
    school = town.schools[2]
    School.objects.filter(pk=school.pk).update(grades=["S0", "S1", "S2", "S3"])
    grant(school, 2014, "S0")
    grant(school, 2015, "S0")
    grant(school, 2015, "S1")
    assert listed(town.city_officer()) == [(2015, "S0"), (2015, "S1")]


def test_an_office_sees_the_schools_below_it(town: SmallCity) -> None:
    grant(town.school, 2015, "P1")
    grant(town.schools[2], 2015, "J1")
    assert listed(town.city_officer()) == [(2015, "P1"), (2015, "J1")]
    assert listed(town.district_officer()) == [(2015, "P1")]


def test_totals_and_stages(town: SmallCity) -> None:
    officer = town.city_officer()
    grant(town.school, 2015, "P1", held=3, taken=7)
    grant(town.schools[2], 2014, "J1", taken=2)
    with scope(officer):
        summed = totals(places_of(officer, SCHOOL_YEAR))
        assert (summed.rows, summed.granted, summed.held, summed.taken, summed.free, summed.full) == (2, 20, 3, 9, 8, 1)
        assert totals(in_stage(places_of(officer, SCHOOL_YEAR), Stage.JUNIOR)).taken == 2


def test_children_aside_and_moving_stand_beside_their_cohort(town: SmallCity) -> None:
    officer, here, there = town.city_officer(), town.schools[0], town.schools[1]
    general, foreign = grant(here, 2013, "P1"), grant(here, 2013, "P1", kind="foreign")
    receiving, other = grant(there, 2013, "P1"), grant(here, 2014, "P1")
    with scope(officer):
        child(here)
        child(here, counts=False)
        child(here, counts=False, residency="foreign")
        moving(child(here), there)
        moving(child(here, residency="foreign"), there, residency="foreign")
        Case.objects.filter(pk=moving(child(here), there).pk).update(closed_on=date(2015, 9, 2))
        around = Surroundings({here.pk, there.pk})
        assert around.of(general) == Around(aside=2, coming=0, leaving=2)
        assert around.of(foreign) == Around(aside=1, coming=0, leaving=1)
        assert around.of(receiving) == Around(aside=0, coming=2, leaving=0)
        assert around.of(other) == Around()
        # The rows behind each figure are as many as it says.
        assert len(children_aside(general)) == 2
        assert len(children_aside(foreign)) == 1
        assert [case.comes for case in cases_moving(general)] == [False, False]
        assert [case.comes for case in cases_moving(receiving)] == [True, True]
        assert len(cases_moving(foreign)) == 1


def test_full_has_no_free_place_and_over_has_more_children_than_places(town: SmallCity) -> None:
    officer, school = town.city_officer(), town.school
    grant(school, 2015, "P1", 5, taken=3)
    full = grant(school, 2014, "P1", 5, taken=4, held=1)
    over = grant(school, 2013, "P1", 2, taken=1)
    foreign = grant(school, 2013, "P1", 1, kind="foreign", taken=1)
    with scope(officer):
        child(school, "P3", counts=False)
        child(school, "P3", counts=False)
        rows = places_of(officer, SCHOOL_YEAR)
        assert set(pressed(rows, FULL)) == {full, foreign}
        assert set(pressed(rows, OVER)) == {over}


def test_any_number_of_rows_costs_one_statement(town: SmallCity) -> None:
    officer = town.city_officer()
    for school in town.schools[:2]:
        for year in range(2010, 2016):
            grant(school, year, "P1")
    with scope(officer):
        rows = list(places_of(officer, SCHOOL_YEAR))
        with CaptureQueriesContext(connection) as asked:
            around = Surroundings({school.pk for school in town.schools})
            assert [around.of(row) for row in rows] == [Around()] * 12
    assert len(asked) == 1


def test_children_are_not_counted_outside_a_scope(town: SmallCity) -> None:
    with pytest.raises(UnscopedQueryError):
        Surroundings({town.school.pk})


def test_every_grade_has_a_rank_in_the_order_of_schooling(town: SmallCity) -> None:
    grant(town.schools[2], 2015, Grade.J1.value)
    grant(town.schools[2], 2015, Grade.S1.value)
    grant(town.school, 2010, Grade.P1.value)
    assert [grade for _year, grade in listed(town.city_officer())] == ["P6", "J1", "S1"]
