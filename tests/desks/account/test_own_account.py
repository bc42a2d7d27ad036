"""我的账号: posts, the address for the digest, sign-ins, and a second factor set up by its owner."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pyotp
from django.test import Client
from django.utils import timezone

from tests.desks.district.people import browser, page
from xueji.parties.entrance.second_factor import confirmed, waiting_secret
from xueji.parties.models import Account, Post, RecoveryCode

if TYPE_CHECKING:
    from tests.small_city import SmallCity
    from xueji.parties.actors import Actor


def account_of(actor: Actor) -> Account:
    return Account.objects.get(pk=actor.account_id)


def code_of(account: Account, steps: int = 0) -> str:
    return pyotp.TOTP(str(waiting_secret(account))).at(timezone.now(), counter_offset=steps)


def test_it_shows_posts_and_for_whom_one_stands_in(city: SmallCity) -> None:
    actor, absent = city.actor(), city.actor()
    Post.objects.create(
        account_id=actor.account_id,
        role="registrar",
        school=city.school,
        stands_in_for_id=absent.post_id,
        starts_on=date(2015, 9, 1),
        ends_on=date(2015, 10, 1),
    )
    shown = page(browser(actor), "/account")
    assert f"代 {absent.name}" in shown
    assert "到2015-09-30" in shown
    assert 'href="/account"' in shown


def test_an_address_is_kept_checked_and_taken_away(city: SmallCity) -> None:
    actor = city.actor()
    client = browser(actor)
    answer = client.post("/account", {"email": "not an address"})
    assert answer.status_code == 422
    assert "not an address" in answer.content.decode()
    assert client.post("/account", {"email": "zhao@example.org"}).status_code == 302
    assert account_of(actor).email == "zhao@example.org"
    client.post("/account", {"email": ""})
    assert account_of(actor).email == ""


def test_a_second_factor_is_begun_scanned_and_confirmed(city: SmallCity) -> None:
    actor = city.actor()
    client, account = browser(actor), account_of(actor)
    assert client.get("/account/second-factor/qr.svg").status_code == 404
    assert "开始启用" in page(client, "/account/second-factor")
    client.post("/account/second-factor/begin")
    shown = page(client, "/account/second-factor")
    secret = waiting_secret(account)
    assert secret
    assert " ".join(re.findall("....", secret)) in shown
    picture = client.get("/account/second-factor/qr.svg")
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert "no-store" in picture.headers["Cache-Control"]
    assert client.post("/account/second-factor", {"code": ""}).status_code == 422
    assert client.post("/account/second-factor", {"code": "000000"}).status_code == 422
    codes = client.post("/account/second-factor", {"code": code_of(account)}).content.decode()
    assert len(re.findall(r"<code[^>]*>[A-Z2-9]{5}-[A-Z2-9]{5}</code>", codes)) == 10
    assert confirmed(account) is not None
    after = page(client, "/account/second-factor")
    assert secret[:4] not in after
    assert "已启用" in after
    assert client.get("/account/second-factor/qr.svg").status_code == 404
    client.post("/account/second-factor/begin")
    assert confirmed(account) is not None


def test_fresh_recovery_codes_need_a_code_of_the_authenticator(city: SmallCity) -> None:
    actor = city.actor()
    client, account = browser(actor), account_of(actor)
    client.post("/account/second-factor/begin")
    secret = str(waiting_secret(account))
    client.post("/account/second-factor", {"code": code_of(account, -1)})
    before = set(RecoveryCode.objects.values_list("digest", flat=True))
    assert client.post("/account/second-factor/codes", {"code": "000000"}).status_code == 422
    assert set(RecoveryCode.objects.values_list("digest", flat=True)) == before
    answer = client.post("/account/second-factor/codes", {"code": pyotp.TOTP(secret).at(timezone.now())})
    assert "只显示这一次" in answer.content.decode()
    assert before.isdisjoint(RecoveryCode.objects.values_list("digest", flat=True))


def test_the_latest_sign_ins_are_shown_and_nobody_elses(city: SmallCity) -> None:
    account, other = account_of(city.actor()), account_of(city.actor())
    for one, where in ((account, "192.0.2.7"), (other, "192.0.2.8")):
        one.set_password("long enough 15")
        one.save()
        Client(REMOTE_ADDR=where).post("/sign-in", {"username": one.username, "password": "long enough 15"})
    client = Client(REMOTE_ADDR="192.0.2.7")
    client.post("/sign-in", {"username": account.username, "password": "long enough 15"})
    shown = page(client, "/account")
    assert shown.count("192.0.2.7") == 2
    assert "192.0.2.8" not in shown
