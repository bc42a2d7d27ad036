"""The city's offices, schools and campuses, with terms, quotas and classes, written as rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from xueji.exchange.seeding.plan import BEIJING, Plan, SchoolPlan
from xueji.parties.acts.setup_city import setup_city
from xueji.parties.models import Campus, Office, School, Term
from xueji.records.models import ClassGroup, EnrollmentQuota
from xueji.records.models.quotas import QuotaKind
from xueji.records.schooling import leaving_year
from xueji.vocabulary.parties import Party
from xueji.vocabulary.schooling.grades import Grade

_CLASS_KINDS = {"P": "10", "J": "20", "S": "40"}


@dataclass
class Places:
    """What was written, by the codes of the plan."""

    plan: Plan
    city: Office
    service_team: Office | None
    districts: dict[str, Office]
    schools: dict[str, School] = field(default_factory=dict)
    campuses: dict[str, list[Campus]] = field(default_factory=dict)


@transaction.atomic
def found_city(plan: Plan = BEIJING) -> Places:
    """Set up a training city or province with its districts and terms. Raises RefusedError if there is one already."""
    setup_city(
        jurisdiction=plan.jurisdiction,
        city_code=plan.code,
        city_name=plan.name,
        username=plan.administrator.username,
        full_name=plan.administrator.full_name,
        training_date=plan.first_day,
    )
    city = Office.objects.get(code=plan.code)
    made = Office.objects.bulk_create(
        Office(
            level=Party.DISTRICT.value,
            code=each.code,
            region_code=each.region_code,
            name=each.name,
            parent=city,
        )
        for each in plan.districts
    )
    Term.objects.bulk_create(
        Term(school_year=each.school_year, number=each.number, starts_on=each.starts_on, ends_on=each.ends_on)
        for each in plan.terms
    )
    return Places(plan, city, _service_team(), {office.code: office for office in made})


def standing_city() -> Places:
    """The city and districts that stand already; its schools are not told of."""
    city = Office.objects.get(level=Party.CITY.value)
    known = Office.objects.filter(level=Party.DISTRICT.value)
    return Places(BEIJING, city, _service_team(), {office.code: office for office in known})


def _service_team() -> Office | None:
    return Office.objects.filter(level=Party.SERVICE_TEAM.value).first()


def open_schools(places: Places, plans: Iterable[SchoolPlan]) -> None:
    """Open schools with their campuses."""
    plans = list(plans)
    made = School.objects.bulk_create(
        School(
            code=plan.code,
            name=plan.name,
            short_name=plan.short_name,
            city_code=plan.city_code,
            category=plan.category,
            district=places.districts[plan.district],
            grades=[grade.value for grade in plan.grades],
            model_school=plan.model,
            foreign_license=plan.foreign,
        )
        for plan in plans
    )
    for plan, school in zip(plans, made, strict=True):
        places.schools[plan.code] = school
    campuses = Campus.objects.bulk_create(
        Campus(school=places.schools[plan.code], number=number, name=name, main=number == 1)
        for plan in plans
        for number, name in enumerate(plan.campuses, 1)
    )
    for campus in campuses:
        places.campuses.setdefault(campus.school.code, []).append(campus)


def grant_places(places: Places, plans: Iterable[SchoolPlan], school_year: int) -> list[EnrollmentQuota]:
    """Grant each school the places of every cohort that sits in it in one year: this year's entrants and those before."""
    return EnrollmentQuota.objects.bulk_create(
        EnrollmentQuota(
            school=places.schools[plan.code],
            school_year=entered,
            grade=grade.value,
            kind=kind.value,
            granted=granted,
        )
        for plan in plans
        for grade in plan.grades
        if grade.is_entry
        for entered in range(school_year, school_year - _years(plan, grade), -1)
        for kind, granted in ((QuotaKind.GENERAL, plan.places), (QuotaKind.FOREIGN, plan.foreign_places))
        if granted
    )


def _years(plan: SchoolPlan, entry: Grade) -> int:
    """How many cohorts that entered in this grade sit in the school at once; the preparatory year is one by itself."""
    if entry is Grade.S0:
        return 1
    return len([grade for grade in plan.grades if grade.stage is entry.stage and grade is not Grade.S0])


def class_group(school: School, campus: Campus, grade: Grade, number: int, school_year: int) -> ClassGroup:
    """A class as the office act would set it up, not yet saved."""
    return ClassGroup(
        school=school,
        campus=campus,
        school_year=school_year,
        grade=grade.value,
        number=number,
        name=f"{grade.label.zh}({number})班",
        kind=_CLASS_KINDS[grade.value[0]],
        cohort=leaving_year(school.grades, grade, school_year),
    )
