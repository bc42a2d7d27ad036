"""A list costs the same number of queries whatever its length; session, account, posts and scope are counted apart."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.desks.district.people import browser, page
from tests.small_city import resident_id
from xueji.cases.acts.office.exceptions import grant_exception
from xueji.cases.doubts import flag_doubts
from xueji.parties.scope import scope
from xueji.vocabulary.facts.entry import ExceptionKind

if TYPE_CHECKING:
    from django.test import Client

    from tests.small_city import SmallCity


def counted(client: Client, address: str) -> int:
    page(client, address)
    with CaptureQueriesContext(connection) as asked:
        page(client, address)
    return len(asked)


def fill(town: SmallCity, number: int) -> None:
    """One more exception, doubt and person."""
    officer = town.city_officer()
    same = resident_id(900 + number)
    town.entrants(1, document_number=same)
    flagged = town.entrants(1, town.schools[1], document_number=same)[0]
    town.actor(at=town.schools[1])
    with scope(officer):
        flag_doubts([flagged.pk], date(2015, 9, 1))
        grant_exception(
            actor=officer,
            reason="补办",
            kind=ExceptionKind.LATE_ENTRY_REGISTRATION,
            paper_number=f"京教学〔2015〕{number}号",
            starts_on=date(2015, 9, 1),
            ends_on=date(2015, 9, 3),
            entrants=[flagged],
        )


@pytest.mark.parametrize(
    "address", ["/exceptions", "/duplicates", "/accounts", "/places", "/quotas", "/city", "/city/districts"]
)
def test_a_list_asks_as_much_for_one_row_as_for_many(town: SmallCity, address: str) -> None:
    client = browser(town.city_officer())
    fill(town, 1)
    few = counted(client, address)
    for number in range(2, 6):
        fill(town, number)
    assert counted(client, address) == few
