"""The second factor: nothing of it can be read from the database, no code works twice, guesses are bounded."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pyotp
import pytest
from axes.models import AccessAttempt
from django.utils import timezone
from pytest_django.fixtures import Settings

from xueji.parties.acts.office.accounts import deactivate_account
from xueji.parties.acts.office.second_factor import reset_second_factor
from xueji.parties.entrance.keys import LockedForeverError, lock, unlock
from xueji.parties.entrance.second_factor import (
    Answer,
    begin,
    check,
    confirm,
    confirmed,
    everybody_needs_one,
    recovery_codes_left,
    renew_recovery_codes,
    waiting_secret,
)
from xueji.parties.models import Account, City, JournalEntry, RecoveryCode, SecondFactor
from xueji.parties.refusals import RefusedError
from xueji.parties.scope import scope
from xueji.vocabulary.parties import Role

if TYPE_CHECKING:
    from tests.small_city import SmallCity


def code_of(secret: str, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(timezone.now(), counter_offset=steps)


def enrolled(city: SmallCity) -> tuple[Account, str, list[str]]:
    account = Account.objects.get(pk=city.actor().account_id)
    begin(account)
    secret = waiting_secret(account)
    assert secret
    # The code before this one is taken too: the present one stays for the test.
    codes = confirm(account, code_of(secret, -1))
    return account, secret, codes


def test_what_the_database_keeps_tells_nothing(city: SmallCity) -> None:
    account, secret, codes = enrolled(city)
    kept = str(list(SecondFactor.objects.values())) + str(list(RecoveryCode.objects.values()))
    assert secret not in kept
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)
    assert len(set(codes)) == recovery_codes_left(account) == 10


def test_a_lock_opens_only_under_its_key_and_for_its_row(settings: Settings) -> None:
    locked = lock("JBSWY3DP", about="account:1")
    assert unlock(locked, about="account:1") == "JBSWY3DP"
    with pytest.raises(LockedForeverError):
        unlock(locked, about="account:2")
    before, settings.SECRET_KEY = settings.SECRET_KEY, "another key of this deployment"
    with pytest.raises(LockedForeverError):
        unlock(locked, about="account:1")
    settings.SECRET_KEY_FALLBACKS = [before]
    assert unlock(locked, about="account:1") == "JBSWY3DP"


def test_nothing_is_in_use_before_a_first_code(city: SmallCity) -> None:
    account = Account.objects.get(pk=city.actor().account_id)
    begin(account)
    secret = waiting_secret(account)
    begin(account)
    assert waiting_secret(account) == secret
    assert confirm(account, "000000") == []
    assert confirmed(account) is None
    assert check(account, code_of(str(secret))) is Answer.WRONG


def test_no_code_works_twice_nor_an_older_one_after_it(city: SmallCity) -> None:
    account, secret, _codes = enrolled(city)
    now = code_of(secret)
    assert check(account, f" {now[:3]} {now[3:]} ") is Answer.RIGHT
    assert check(account, now) is Answer.WRONG
    assert check(account, code_of(secret, -1)) is Answer.WRONG
    assert check(account, code_of(secret, 3)) is Answer.WRONG
    assert check(account, code_of(secret, 1)) is Answer.RIGHT


def test_a_recovery_code_works_once_and_fresh_ones_replace_the_rest(city: SmallCity) -> None:
    account, _secret, codes = enrolled(city)
    assert check(account, codes[0].lower().replace("-", " ")) is Answer.RIGHT
    assert check(account, codes[0]) is Answer.WRONG
    assert check(account, codes[1], recovery=False) is Answer.WRONG
    fresh = renew_recovery_codes(account)
    assert check(account, codes[1]) is Answer.WRONG
    assert check(account, fresh[1]) is Answer.RIGHT
    assert JournalEntry.objects.filter(act="use_recovery_code", account=account).count() == 2


def test_ten_thousand_guesses_are_five_in_a_quarter_of_an_hour(city: SmallCity) -> None:
    account, secret, codes = enrolled(city)
    right = {code_of(secret, steps) for steps in range(-1, 3)}
    guesses = [f"{number:06d}" for number in range(60) if f"{number:06d}" not in right]
    answers = [check(account, guess) for guess in guesses]
    assert answers.count(Answer.WRONG) == 5
    assert set(answers[5:]) == {Answer.PAUSED}
    assert check(account, code_of(secret)) is Answer.PAUSED
    assert check(account, codes[0]) is Answer.PAUSED
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert check(account, code_of(secret)) is Answer.RIGHT
    assert not AccessAttempt.objects.exists()


def test_a_changed_secret_key_is_told_and_recovery_needs_the_office(city: SmallCity, settings: Settings) -> None:
    account, secret, _codes = enrolled(city)
    settings.SECRET_KEY = "another key of this deployment"
    assert check(account, code_of(secret)) is Answer.UNREADABLE


def test_only_the_office_above_takes_it_away_and_says_why(city: SmallCity) -> None:
    account, secret, codes = enrolled(city)
    stranger = city.actor(Role.DISTRICT_OFFICER, city.districts[1])
    with scope(stranger), pytest.raises(RefusedError):
        reset_second_factor(actor=stranger, reason="手机丢失", account=account)
    officer = city.district_officer()
    with scope(officer):
        reset_second_factor(actor=officer, reason="手机丢失", account=account)
    assert confirmed(account) is None
    assert check(account, codes[0]) is check(account, code_of(secret)) is Answer.WRONG
    assert JournalEntry.objects.get(act="reset_second_factor").reason == "手机丢失"
    with scope(officer), pytest.raises(RefusedError) as refused:
        reset_second_factor(actor=officer, reason="手机丢失", account=account)
    assert refused.value.complaints[0].rule == "no_second_factor"


def test_a_leaver_takes_none_of_it_along(city: SmallCity) -> None:
    account, _secret, _codes = enrolled(city)
    officer = city.district_officer()
    with scope(officer):
        deactivate_account(actor=officer, reason="调离", account=account)
    assert not SecondFactor.objects.exists()
    assert not RecoveryCode.objects.exists()


@pytest.mark.parametrize(
    ("said", "training", "needed"),
    [
        ("", True, False),
        ("", False, True),
        ("offered", False, False),
        ("required", True, True),
        ("requird", True, True),
    ],
)
def test_it_is_a_duty_everywhere_but_in_training_unless_the_deployment_says_otherwise(
    city: SmallCity, settings: Settings, said: str, training: bool, needed: bool
) -> None:
    settings.SECOND_FACTOR = said
    if not training:
        City.objects.update(training_date=None)
    assert everybody_needs_one() is needed
