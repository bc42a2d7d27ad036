"""Clerks at their desks: a browser without a screen, signed in to a post of the small city."""

import re
from datetime import date
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.pupils import PDF
from tests.small_city import SmallCity
from xueji.cases.models import Case
from xueji.parties.actors import system_actor
from xueji.parties.models import Account, City, Office, School
from xueji.parties.scope import scope
from xueji.records.models import Entrant
from xueji.vocabulary.parties import Party, Role

PAPER = PDF
BEFORE_THE_VIEW = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "SELECT set_config", 'SELECT "parties_city"')


def clerk(city: SmallCity, role: Role = Role.REGISTRAR, at: School | Office | None = None) -> Client:
    """A browser signed in as somebody in this role."""
    client = Client()
    client.force_login(Account.objects.get(pk=city.actor(role, at).account_id))
    return client


def registrar(city: SmallCity, school: School | None = None) -> Client:
    """The registrar of the primary school, or of another one."""
    return clerk(city, at=school)


def district_officer(city: SmallCity) -> Client:
    """An officer of the first district."""
    return clerk(city, Role.DISTRICT_OFFICER, city.districts[0])


def today(day: date) -> None:
    """Let the training city stand on another day."""
    City.objects.update(training_date=day)


def case_of(entrant: Entrant) -> Case:
    """The entrant's case as it stands in the database."""
    with scope(system_actor(Party.CITY)):
        return Case.objects.get(entrant=entrant)


def step(client: Client, entrant: Entrant, event: str, **sent: Any) -> Any:
    """Send one step from the entrant's page as it is now, unless `version` says it is older."""
    version = sent.pop("version", case_of(entrant).version)
    return client.post(f"/entrants/{entrant.pk}/step", {"event": event, "version": version, **sent})


def pick(client: Client, entrants: list[Entrant], deed: str, filters: str, **sent: Any) -> Any:
    """Tick rows of the list and press a button; follow to the page that comes."""
    picked = [str(case_of(entrant).pk) for entrant in entrants]
    return client.post("/entrants/batches", {"deed": deed, "pick": picked, "filters": filters, **sent}, follow=True)


def page(answer: Any) -> str:
    """The text of a page, without tags and with single blanks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def counted(client: Client, address: str) -> list[str]:
    """The queries that a page itself asks: not those for session, account, posts, notices, city date and scope."""
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    asked = [query["sql"] for query in caught if not query["sql"].startswith(BEFORE_THE_VIEW)]
    around = ('"django_session"', 'FROM "parties_account"', 'FROM "parties_post"', 'FROM "cases_notice"')
    return [sql for sql in asked if not any(table in sql for table in around)]
