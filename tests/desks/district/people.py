"""Browsers for people of the small city, and steps taken through the door."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.test import Client

from xueji.cases.batch.work import Step
from xueji.cases.door import act_many
from xueji.cases.models import Case
from xueji.parties.actors import Actor
from xueji.parties.models import Account, City
from xueji.parties.scope import scope
from xueji.records.models import Entrant


def browser(actor: Actor) -> Client:
    """A browser in which the actor's account is signed in."""
    client = Client()
    client.force_login(Account.objects.get(pk=actor.account_id), backend="django.contrib.auth.backends.ModelBackend")
    return client


def take(actor: Actor, entrants: Sequence[Entrant], event: str, reason: str = "核对户口簿", **answers: object) -> None:
    """Take one step of each entrant's case, and insist that it was taken."""
    with scope(actor):
        keys = list(Case.objects.filter(entrant__in=entrants, closed_on__isnull=True).values_list("pk", flat=True))
    outcomes = act_many([Step(key, event, answers, reason) for key in keys], actor=actor)
    assert all(outcome.taken for outcome in outcomes), [reason.says.zh for each in outcomes for reason in each.reasons]


def stand_on(day: date) -> None:
    """Let the training city stand on a day, without living through the days between."""
    City.objects.update(training_date=day)


def page(client: Client, address: str, status: int = 200) -> str:
    """The text of a page."""
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code, answer.content.decode()[:2000])
    return answer.content.decode()
