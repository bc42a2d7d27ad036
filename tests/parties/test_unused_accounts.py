"""Accounts nobody uses are sealed, and the office above reopens them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from xueji.parties.acts.office.accounts_unused import unseal_account
from xueji.parties.entrance.unused import sealing
from xueji.parties.models import Account, City, JournalEntry
from xueji.parties.refusals import RefusedError
from xueji.parties.scope import scope
from xueji.vocabulary.parties import Role

if TYPE_CHECKING:
    from tests.small_city import SmallCity
    from xueji.parties.actors import Actor


@pytest.fixture
def sealing_city(city: SmallCity, settings: Settings) -> SmallCity:
    settings.SEAL_UNUSED_AFTER_DAYS = 90
    return city


def unused_for(actor: Actor, days: int, *, never: bool = False) -> Account:
    then = timezone.now() - timedelta(days=days)
    Account.objects.filter(pk=actor.account_id).update(last_login=None if never else then, created_at=then)
    return Account.objects.get(pk=actor.account_id)


@pytest.mark.parametrize("never", [True, False])
def test_ninety_days_without_a_sign_in_seal_an_account(sealing_city: SmallCity, never: bool) -> None:
    used, unused = unused_for(sealing_city.actor(), 89), unused_for(sealing_city.actor(), 91, never=never)
    assert not sealing().holds(used)
    assert sealing().holds(unused)
    assert list(Account.objects.filter(sealing().those())) == [unused]


def test_the_office_above_reopens_it_with_a_reason(sealing_city: SmallCity) -> None:
    account = unused_for(sealing_city.actor(), 91)
    officer, stranger = (
        sealing_city.district_officer(),
        sealing_city.actor(Role.DISTRICT_OFFICER, sealing_city.districts[1]),
    )
    with scope(stranger), pytest.raises(RefusedError):
        unseal_account(actor=stranger, reason="产假返岗", account=account)
    with scope(officer):
        unseal_account(actor=officer, reason="产假返岗", account=account)
    account.refresh_from_db()
    assert not sealing().holds(account)
    assert JournalEntry.objects.get(act="unseal_account").reason == "产假返岗"
    with scope(officer), pytest.raises(RefusedError) as refused:
        unseal_account(actor=officer, reason="产假返岗", account=account)
    assert refused.value.complaints[0].rule == "account_not_sealed"


def test_the_last_administrator_is_spared(sealing_city: SmallCity) -> None:
    one = unused_for(sealing_city.actor(Role.ADMINISTRATOR, sealing_city.city), 200)
    other = unused_for(sealing_city.actor(Role.ADMINISTRATOR, sealing_city.city), 100)
    assert sealing().holds(one)
    assert not sealing().holds(other)


def test_nobody_is_sealed_in_training_nor_where_the_deployment_forgoes_it(city: SmallCity, settings: Settings) -> None:
    account = unused_for(city.actor(), 1000)
    settings.SEAL_UNUSED_AFTER_DAYS = None
    assert not sealing().holds(account)
    assert not Account.objects.filter(sealing().those()).exists()
    City.objects.update(training_date=None)
    assert sealing().holds(account)
    settings.SEAL_UNUSED_AFTER_DAYS = 0
    assert not sealing().holds(account)
