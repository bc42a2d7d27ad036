"""People at the desks of a transfer: browsers signed in to the posts through which a case goes."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests.desks.entrants.clerks import clerk, page
from tests.pupils import Schools, apply_for, pupil
from tests.pupils import clerk as actor_at
from tests.small_city import SmallCity
from xueji.cases.models import Case, Decision
from xueji.parties.actors import Actor, system_actor
from xueji.parties.models import Account, Office, School
from xueji.parties.scope import scope
from xueji.records.models import StudentRecord
from xueji.vocabulary.parties import Party, Role

__all__ = ["case_now", "events", "open_transfer", "page", "press", "sitting", "sitting_as"]


def sitting(city: SmallCity, place: School | Office) -> Client:
    """A browser signed in to a new deciding post at a place."""
    if place == city.city:
        return sitting_as(city.city_officer())
    return clerk(city, Role.REGISTRAR if isinstance(place, School) else Role.DISTRICT_OFFICER, place)


def sitting_as(actor: Actor) -> Client:
    """A browser signed in as a known person."""
    client = Client()
    client.force_login(Account.objects.get(pk=actor.account_id))
    return client


def open_transfer(
    city: SmallCity, schools: Schools, *, to: School | None = None, **child: Any
) -> tuple[Case, StudentRecord]:
    """A transfer of a new third-grader out of the first primary school, by default into another district."""
    receiving = to or schools.far_primary
    record = pupil(schools.primary, **child)
    outcome = apply_for(record, receiving, actor_at(city, receiving))
    assert outcome.taken, [reason.rule for reason in outcome.reasons]
    return case_now(outcome.case_id), record


def case_now(pk: int) -> Case:
    """The case as it stands in the database."""
    with scope(system_actor(Party.CITY)):
        return Case.objects.get(pk=pk)


def events(case: Case) -> list[str]:
    """What was decided in a case, oldest first."""
    with scope(system_actor(Party.CITY)):
        return list(Decision.objects.filter(case=case).order_by("number").values_list("event", flat=True))


def press(client: Client, case: Case, event: str, **sent: Any) -> Any:
    """Send one step from the page of a case as it is now, unless `version` says it is older."""
    version = sent.pop("version", case_now(case.pk).version)
    return client.post(f"/cases/{case.pk}/step", {"event": event, "version": version, **sent})
