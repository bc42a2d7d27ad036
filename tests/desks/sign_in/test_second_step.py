"""Password first, then the code; sealed accounts, duties before work, and desks left alone."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pyotp
import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from tests.small_city import PASSWORD
from xueji.desks.sign_in.arriving import AWAITED
from xueji.desks.sign_in.idle import SEEN
from xueji.parties.acts.office.accounts import deactivate_account, reset_password
from xueji.parties.entrance.second_factor import begin, confirm, waiting_secret
from xueji.parties.models import Account
from xueji.parties.scope import scope

if TYPE_CHECKING:
    from tests.small_city import SmallCity


def somebody(city: SmallCity) -> Account:
    account = Account.objects.get(pk=city.actor().account_id)
    account.set_password(PASSWORD)
    account.save()
    return account


def with_factor(city: SmallCity) -> tuple[Account, pyotp.TOTP, list[str]]:
    account = somebody(city)
    begin(account)
    codes = pyotp.TOTP(str(waiting_secret(account)))
    return account, codes, confirm(account, codes.at(timezone.now(), counter_offset=-1))


def sign_in(client: Client, account: Account, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/sign-in", {"username": account.username, "password": password, **more})


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_the_code_is_asked_after_the_password_and_leads_on(client: Client, city: SmallCity) -> None:
    account, codes, _recovery = with_factor(city)
    answer = sign_in(client, account, next="/entrants?state=claimed")
    assert answer.headers["Location"] == "/sign-in/code"
    assert client.get("/entrants").status_code == 302
    assert "六位数字" in text_of(client.get("/sign-in/code"))
    wrong = client.post("/sign-in/code", {"code": "000000"})
    assert wrong.status_code == 422
    assert client.get("/entrants").status_code == 302
    answer = client.post("/sign-in/code", {"code": codes.at(timezone.now())})
    assert answer.headers["Location"] == "/entrants?state=claimed"
    assert client.get("/entrants").status_code == 200


def test_a_wrong_password_tells_nothing_of_a_second_factor(client: Client, city: SmallCity) -> None:
    guarded, plain = with_factor(city)[0], somebody(city)
    answers = [sign_in(client, account, "not this one") for account in (guarded, plain)]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert client.get("/sign-in/code").headers["Location"] == "/sign-in"


def test_a_recovery_code_stands_in_for_the_telephone_once(city: SmallCity) -> None:
    account, _codes, recovery = with_factor(city)
    for expected in (302, 422):
        client = Client()
        sign_in(client, account)
        assert client.post("/sign-in/code", {"code": recovery[3]}).status_code == expected


def test_a_code_seen_over_the_shoulder_opens_no_second_session(city: SmallCity) -> None:
    account, codes, _recovery = with_factor(city)
    here, there, code = Client(), Client(), codes.at(timezone.now())
    for client in (here, there):
        sign_in(client, account)
    assert here.post("/sign-in/code", {"code": code}).status_code == 302
    assert there.post("/sign-in/code", {"code": code}).status_code == 422
    assert there.get("/entrants").status_code == 302


def test_guesses_of_one_account_are_bounded_over_all_addresses(city: SmallCity) -> None:
    account, codes, _recovery = with_factor(city)
    statuses = []
    for number in range(12):
        client = Client(REMOTE_ADDR=f"192.0.2.{number}")
        sign_in(client, account)
        statuses.append(client.post("/sign-in/code", {"code": f"{number:06d}"}).status_code)
    assert statuses == [422] * 5 + [429] * 7
    client = Client()
    sign_in(client, account)
    locked = client.post("/sign-in/code", {"code": codes.at(timezone.now())})
    assert locked.status_code == 429
    assert int(locked.headers["Retry-After"]) == 900


@pytest.mark.parametrize("known", [True, False])
def test_ten_thousand_passwords_are_five_a_quarter_of_an_hour(client: Client, city: SmallCity, known: bool) -> None:
    """In small: after five, nothing that is typed is looked at, whether or not there is such an account."""
    username = somebody(city).username if known else "nobody99"
    guesses = [f"guess number {number}" for number in range(40)]
    answers = [client.post("/sign-in", {"username": username, "password": guess}) for guess in guesses]
    assert [answer.status_code for answer in answers] == [422] * 4 + [429] * 36
    assert client.post("/sign-in", {"username": username, "password": PASSWORD}).status_code == 429


def test_the_wait_for_a_code_ends_by_time_and_with_the_password(city: SmallCity) -> None:
    account, codes, _recovery = with_factor(city)
    late, changed, closed = Client(), Client(), Client()
    for client in (late, changed, closed):
        sign_in(client, account)
    session = late.session
    session[AWAITED] = {**session[AWAITED], "until": int(time.time()) - 1}
    session.save()
    code = {"code": codes.at(timezone.now())}
    assert late.post("/sign-in/code", code).headers["Location"] == "/sign-in"
    officer = city.district_officer()
    with scope(officer):
        reset_password(actor=officer, account=account)
    assert changed.post("/sign-in/code", code).headers["Location"] == "/sign-in"
    with scope(officer):
        deactivate_account(actor=officer, reason="调离", account=account)
    assert closed.post("/sign-in/code", code).headers["Location"] == "/sign-in"


def test_where_it_is_a_duty_everything_waits_for_it(client: Client, city: SmallCity, settings: Settings) -> None:
    settings.SECOND_FACTOR = "required"
    account = somebody(city)
    sign_in(client, account)
    for address in ("/", "/entrants", "/account"):
        assert client.get(address).headers["Location"] == "/account/second-factor"
    assert "才能开始工作" in text_of(client.get("/account/second-factor"))
    client.post("/account/second-factor/begin")
    code = pyotp.TOTP(str(waiting_secret(account))).at(timezone.now())
    assert client.post("/account/second-factor", {"code": code}).status_code == 200
    assert client.get("/entrants").status_code == 200


def test_a_one_time_password_is_changed_before_the_second_factor(
    client: Client, city: SmallCity, settings: Settings
) -> None:
    settings.SECOND_FACTOR = "required"
    account = somebody(city)
    Account.objects.filter(pk=account.pk).update(must_change_password=True)
    sign_in(client, account)
    assert client.get("/entrants").headers["Location"] == "/change-password"
    new = "gui chuan 2015 he"
    client.post("/change-password", {"old": PASSWORD, "new": new, "again": new})
    assert client.get("/entrants").headers["Location"] == "/account/second-factor"


def test_where_it_is_offered_a_password_is_enough(client: Client, city: SmallCity) -> None:
    sign_in(client, somebody(city))
    assert client.get("/entrants").status_code == 200


def test_a_sealed_account_stays_out_and_says_so_to_its_owner_only(
    client: Client, city: SmallCity, settings: Settings
) -> None:
    settings.SEAL_UNUSED_AFTER_DAYS = 90
    account = somebody(city)
    Account.objects.filter(pk=account.pk).update(last_login=timezone.now() - timedelta(days=91))
    assert "用户名或密码不正确" in text_of(sign_in(client, account, "not this one"))
    sealed = sign_in(client, account)
    assert sealed.status_code == 403
    assert "上级单位" in text_of(sealed)
    assert client.get("/entrants").status_code == 302


def test_a_desk_left_alone_for_half_an_hour_is_closed(client: Client, city: SmallCity) -> None:
    sign_in(client, somebody(city))
    away_for(client, 29)
    assert client.get("/entrants").status_code == 200
    away_for(client, 31)
    door = client.get("/entrants?state=claimed")
    assert door.headers["Location"] == "/sign-in?next=%2Fentrants%3Fstate%3Dclaimed&away=1"
    assert "离开超过30分钟" in text_of(client.get(door.headers["Location"]))
    assert client.get("/entrants").headers["Location"] == "/sign-in?next=/entrants"


def test_a_part_of_a_page_sends_the_whole_page_to_the_door(client: Client, city: SmallCity) -> None:
    sign_in(client, somebody(city))
    away_for(client, 31)
    answer = client.get("/entrants", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == "/sign-in?next=%2F&away=1"


def away_for(client: Client, minutes: int) -> None:
    session = client.session
    session[SEEN] = int(time.time()) - minutes * 60
    session.save()
