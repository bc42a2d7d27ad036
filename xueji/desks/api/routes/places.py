"""Districts, schools and places (学籍总量) within the scope of the key."""

from __future__ import annotations

from typing import Annotated, Any

from django.db.models import Q
from django.http import Http404
from ninja import Query, Router, Schema
from pydantic import Field

from xueji.desks.api.gateway.gate import ApiRequest
from xueji.desks.api.shapes.pages import Asked, page
from xueji.desks.api.shapes.words import Key, KeyInPath, Line, Place, iso, place
from xueji.parties.calendar import school_year_of
from xueji.parties.clock import city_today
from xueji.parties.models import School
from xueji.parties.queries import districts, schools_below
from xueji.records.queries import quotas_of
from xueji.vocabulary.schooling.grades import Grade

router = Router(tags=["学校与学籍总量 Places"])
Json = dict[str, Any]
YearAsked = Annotated[int, Field(ge=1990, le=2100)]


class DistrictTold(Schema):
    """A district, or a unit that counts as one."""

    id: int
    code: str
    name: str


class DistrictList(Schema):
    """Every district."""

    items: list[DistrictTold]


class SchoolTold(Schema):
    """A school in the list."""

    id: int
    code: str
    name: str
    short_name: str
    district: Place
    grades: list[str]
    model_school: bool
    foreign_license: bool
    closed_on: str | None


class CampusTold(Schema):
    """A campus of a school."""

    id: int
    number: int
    name: str
    main: bool
    closed_on: str | None


class SchoolWhole(SchoolTold):
    """A school with its campuses."""

    campuses: list[CampusTold]


class SchoolPage(Schema):
    """One page of schools."""

    items: list[SchoolTold]
    next: str | None


class SchoolsAsked(Asked):
    """Which schools: part of the name or beginning of the code, one district, open ones alone."""

    q: Line = ""
    district: Key | None = None


class QuotaTold(Schema):
    """Places of one school, grade of entry, year and kind: granted = held + taken + free."""

    id: int
    school: Place
    school_year: int
    grade: str
    kind: str
    granted: int
    held: int
    taken: int
    free: int


class QuotaPage(Schema):
    """One page of places."""

    items: list[QuotaTold]
    next: str | None


class QuotasAsked(Asked):
    """Which places; without a year those of the running school year."""

    school_year: YearAsked | None = None
    school: Key | None = None
    grade: Grade | None = None


@router.get("/districts", response=DistrictList, summary="区县 · Districts")
def districts_(request: ApiRequest) -> Json:
    """Every district of the city: applications name schools beyond the own one."""
    return {"items": [{"id": one.pk, "code": one.code, "name": one.name} for one in districts()]}


@router.get("/schools", response=SchoolPage, summary="学校 · Schools")
def schools(request: ApiRequest, asked: Query[SchoolsAsked]) -> Json:
    """The schools within the scope of the key."""
    found = schools_below(request.actor)
    if asked.q:
        found = found.filter(Q(name__contains=asked.q) | Q(code__startswith=asked.q))
    if asked.district:
        found = found.filter(district_id=asked.district)
    rows, after = page(request, found, [("code", str)], asked)
    return {"items": [_school(row) for row in rows], "next": after}


@router.get("/schools/{int:key}", response=SchoolWhole, summary="一所学校 · One school")
def school(request: ApiRequest, key: KeyInPath) -> Json:
    """One school with its campuses."""
    found = schools_below(request.actor).filter(pk=key).first()
    if found is None:
        raise Http404
    campuses = [
        {"id": one.pk, "number": one.number, "name": one.name, "main": one.main, "closed_on": iso(one.closed_on)}
        for one in found.campuses.order_by("number")
    ]
    return {**_school(found), "campuses": campuses}


@router.get("/quotas", response=QuotaPage, summary="学籍总量 · Places")
def quotas(request: ApiRequest, asked: Query[QuotasAsked]) -> Json:
    """Places granted, held by open cases, taken by children, and free."""
    found = quotas_of(request.actor, asked.school_year or school_year_of(city_today())).select_related("school")
    if asked.school:
        found = found.filter(school_id=asked.school)
    if asked.grade:
        found = found.filter(grade=asked.grade.value)
    rows, after = page(request, found, [("school_id", int), ("pk", int)], asked)
    return {
        "items": [
            {
                "id": row.pk,
                "school": place(row.school),
                **{
                    name: getattr(row, name)
                    for name in ("school_year", "grade", "kind", "granted", "held", "taken", "free")
                },
            }
            for row in rows
        ],
        "next": after,
    }


def _school(row: School) -> Json:
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in ("code", "name", "short_name", "model_school", "foreign_license")},
        "grades": list(row.grades),
        "district": place(row.district),
        "closed_on": iso(row.closed_on),
    }
