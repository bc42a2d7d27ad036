"""The personas of the demo: accounts with their posts. Readable passwords, for an invented city only."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.hashers import make_password

from xueji.exchange.seeding.places import Places
from xueji.exchange.seeding.plan import Persona
from xueji.parties.models import Account, Campus, Post
from xueji.records.models import ClassGroup

PASSWORD = "xueji-demo-2015"  # noqa: S105 - printed by `xueji demo` for everybody; no real city ever has it


def employ(places: Places) -> None:
    """Make the personas' accounts and posts; the first administrator's exist since the city was set up."""
    accounts = {account.username: account for account in Account.objects.all()}
    for plan in places.plan.personas:
        account = accounts.get(plan.username) or Account(username=plan.username, full_name=plan.full_name)
        accounts[plan.username] = account
        account.must_change_password = plan.first_use
    hashed = make_password(PASSWORD)
    for account in accounts.values():
        account.password = hashed
        account.save()
    held = set(Post.objects.values_list("account_id", "role"))
    Post.objects.bulk_create(
        _post(plan, accounts[plan.username], places)
        for plan in places.plan.personas
        if (accounts[plan.username].pk, plan.role.value) not in held
    )


def _post(plan: Persona, account: Account, places: Places) -> Post:
    at: dict[str, Any] = {}
    if plan.place in places.schools:
        at["school"] = school = places.schools[plan.place]
        campus = next((each for each in places.campuses[plan.place] if each.name == plan.campus), None)
        at["campus"] = campus
        at["class_group_ids"] = [
            _class_key(school.pk, written, campus, places.plan.first_day.year) for written in plan.classes
        ]
    else:
        above = {office.code: office for office in (places.city, places.service_team) if office}
        at["office"] = above.get(plan.place) or places.districts[plan.place]
    return Post(account=account, role=plan.role.value, starts_on=places.plan.first_day, **at)


def _class_key(school: int, written: str, campus: Campus | None, school_year: int) -> int:
    """Find the class of a year that the table writes as P3-2. Raises ClassGroup.DoesNotExist."""
    grade, _, number = written.partition("-")
    there = ClassGroup.objects.filter(school_id=school, grade=grade, number=int(number), school_year=school_year)
    return (there.filter(campus=campus) if campus else there).get().pk
