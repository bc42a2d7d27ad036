"""Set up a city: one row, its top office, one administrator. No invented data (row 98)."""

import secrets
import string
from datetime import date

from django.db import transaction

from xueji.parties.clock import city_today
from xueji.parties.models import Account, City, Office, Post
from xueji.parties.refusals import refuse
from xueji.parties.rulebook import forget_jurisdiction
from xueji.process.loading import edition_in_force
from xueji.process.rulebook import Rulebook
from xueji.vocabulary.parties import Party, Role
from xueji.vocabulary.text import Text

_ALPHABET = "".join(sorted(set(string.ascii_letters + string.digits) - set("0O1lI")))


def one_time_password() -> str:
    """A password to be read over the telephone once: no look-alike characters. Changed at the first sign-in."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))


@transaction.atomic
def setup_city(
    *,
    jurisdiction: str,
    city_code: str,
    city_name: str,
    username: str,
    full_name: str,
    training_date: date | None = None,
) -> str:
    """Create the city and its first administrator; return the one-time password.

    Raises RefusedError if a city exists already, LookupError if no rulebook of the jurisdiction is in force.
    """
    if City.objects.exists():
        raise refuse(
            "city",
            "city_exists",
            Text("本数据库已建立城市。", "This database already holds a city."),
            Text("如需另建，请指定另一个数据目录(--data)或数据库。", "Name another --data folder or database."),
        )
    City.objects.create(jurisdiction=jurisdiction, code=city_code, name=city_name, training_date=training_date)
    forget_jurisdiction()
    rulebook = edition_in_force(jurisdiction, training_date or city_today()).rulebook
    office = _found_offices(rulebook, city_code, city_name)
    account = Account(username=username, full_name=full_name)
    password = one_time_password()
    account.set_password(password)
    account.save()
    starts = training_date or city_today()
    roles = [role for role, party in rulebook.posts.items() if party.value == office.level]
    for role in {Role.ADMINISTRATOR, *roles}:
        Post.objects.create(account=account, role=role.value, office=office, starts_on=starts)
    return password


def _found_offices(rulebook: Rulebook, code: str, name: str) -> Office:
    """The top office, and below it the service team where the edition has one."""
    top, label = next(iter(rulebook.levels.items()))
    office = Office.objects.create(level=top.value, code=code, region_code=code, name=_office_name(name, label.zh))
    if Party.SERVICE_TEAM in rulebook.levels:
        service_team_below(office, rulebook, name)
    return office


def service_team_below(top: Office, rulebook: Rulebook, city_name: str) -> Office:
    """The office of the service team below the top office, made unless it stands; the edition must have one."""
    label = rulebook.levels[Party.SERVICE_TEAM]
    called = {"region_code": top.region_code, "name": _office_name(city_name, label.zh), "parent": top}
    team, _ = Office.objects.get_or_create(
        level=Party.SERVICE_TEAM.value, code=service_team_code(top.code), defaults=called
    )
    return team


def service_team_code(city_code: str) -> str:
    """Code of the office of the city's service team, which has no region of its own."""
    return f"{city_code}-S"


def _office_name(city_name: str, level: str) -> str:
    """北京市 and 市教委 make 北京市教委: the word both share is said once."""
    return city_name + level.removeprefix(city_name[-1:])
