"""Schools, staff and classes of a take-over are written. What stands there by now is left alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password

from xueji.exchange.models import TakenPlace, TakeOver
from xueji.exchange.models.takeover import TakenSheet, TakenVerdict
from xueji.parties.calendar import school_year_of
from xueji.parties.clock import city_today
from xueji.parties.models import Account, Campus, Post, School
from xueji.records.models import ClassGroup

_BATCH = 2000
_KINDS = {"P": "10", "J": "20", "S": "40"}
"""Class kinds of the 2007 standard: the ordinary class of each stage."""


def write_places(takeover: TakeOver) -> None:
    """Write schools, classes and staff, in this order. Repeated, it writes what is missing and nothing twice."""
    _schools(_rows(takeover, TakenSheet.SCHOOLS))
    _classes(_rows(takeover, TakenSheet.CLASSES))
    _staff(_rows(takeover, TakenSheet.STAFF), city_today())


def _rows(takeover: TakeOver, sheet: TakenSheet) -> list[dict[str, Any]]:
    good = TakenPlace.objects.filter(takeover=takeover, sheet=sheet, outcome="").exclude(verdict=TakenVerdict.REFUSE)
    return list(good.order_by("row").values_list("values", flat=True))


def _schools(rows: list[dict[str, Any]]) -> None:
    known = set(School.objects.values_list("code", flat=True))
    rows = [row for row in rows if row["code"] not in known]
    made = School.objects.bulk_create(
        (
            School(
                code=row["code"],
                name=row["name"],
                short_name=(row["short_name"] or row["name"])[:30],
                city_code=row["city_code"],
                category=row["category"],
                district_id=row["district_id"],
                grades=row["grades"],
                model_school=bool(row["model_school"]),
                foreign_license=bool(row["foreign_license"]),
            )
            for row in rows
        ),
        batch_size=_BATCH,
    )
    Campus.objects.bulk_create(
        (
            Campus(school=school, number=number, name=name, main=number == 1)
            for school, row in zip(made, rows, strict=True)
            for number, name in enumerate(row["campuses"], 1)
        ),
        batch_size=_BATCH,
    )


def _classes(rows: list[dict[str, Any]]) -> None:
    schools = dict(School.objects.values_list("code", "pk"))
    campuses = _campuses()
    known = set(ClassGroup.objects.order_by().values_list("school_id", "school_year", "grade", "number"))
    ClassGroup.objects.bulk_create(
        (
            ClassGroup(
                school_id=school,
                campus_id=campuses.get((school, row["campus"])) or campuses[school, None],
                school_year=row["school_year"],
                grade=row["grade"],
                number=row["number"],
                name=row["name"],
                kind=_KINDS[row["grade"][0]],
                cohort=row["cohort"],
                capacity=row["capacity"],
                homeroom_teacher=row["homeroom_teacher"],
            )
            for row in rows
            for school in (schools[row["school_code"]],)
            if (school, row["school_year"], row["grade"], row["number"]) not in known
        ),
        batch_size=_BATCH,
    )


def _staff(rows: list[dict[str, Any]], today: date) -> None:
    known = dict(Account.objects.values_list("username", "pk"))
    new = {row["username"]: row for row in rows if row["username"] not in known}
    # Nobody knows a password yet: the office above gives a one-time one to each who asks.
    made = Account.objects.bulk_create(
        (
            Account(username=name, full_name=row["full_name"], email=row["email"] or "", password=make_password(None))
            for name, row in new.items()
        ),
        batch_size=_BATCH,
    )
    known |= {account.username: account.pk for account in made}
    schools, campuses = dict(School.objects.values_list("code", "pk")), _campuses()
    held = set(Post.objects.order_by().values_list("account_id", "role", "school_id", "office_id"))
    posts = []
    for row in rows:
        school, office = schools.get(row["place"]), row.get("office_id")
        office = None if school else office
        if (known[row["username"]], row["role"], school, office) in held:
            continue
        posts.append(
            Post(
                account_id=known[row["username"]],
                role=row["role"],
                school_id=school,
                office_id=office,
                campus_id=campuses.get((school, row["campus"])) if school and row["campus"] else None,
                class_group_ids=_class_keys(school, row["classes"], today) if school and row["classes"] else [],
                starts_on=today,
            )
        )
    Post.objects.bulk_create(posts, batch_size=_BATCH)


def _campuses() -> dict[tuple[int | None, str | None], int]:
    """Campuses by school and name; the main one also under no name."""
    found: dict[tuple[int | None, str | None], int] = {}
    for key, school, name, main in Campus.objects.order_by("number").values_list("pk", "school_id", "name", "main"):
        found[school, name] = key
        if main:
            found[school, None] = key
    return found


def _class_keys(school: int, named: Iterable[tuple[str, int]], today: date) -> list[int]:
    there = ClassGroup.objects.filter(school_id=school, school_year=school_year_of(today)).order_by()
    keys = {(grade, number): key for key, grade, number in there.values_list("pk", "grade", "number")}
    return sorted(keys[grade, number] for grade, number in named)
