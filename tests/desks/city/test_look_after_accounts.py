"""Accounts and posts at the desk: made by the office above, the password shown once."""

from __future__ import annotations

from datetime import date, timedelta
from re import search
from typing import TYPE_CHECKING

from django.utils import timezone
from pyotp import TOTP
from pytest_django.fixtures import Settings

from tests.desks.district.people import browser, page
from xueji.parties.entrance.second_factor import begin, confirm, confirmed, waiting_secret
from xueji.parties.models import Account, ApiToken, Campus, Post
from xueji.vocabulary.parties import Role

if TYPE_CHECKING:
    from tests.small_city import SmallCity

ZHAO = {"username": "YQ0301", "full_name": "赵敏", "role": "registrar"}


def test_a_district_hires_for_its_school_and_the_password_is_shown_once(town: SmallCity) -> None:
    client = browser(town.district_officer())
    answer = client.post("/accounts/new", {**ZHAO, "place": town.school.code})
    assert answer.status_code == 302, answer.content.decode()
    shown = page(client, answer["Location"])
    password = search(r'user-select-all">([^<]+)<', shown)
    assert password
    assert Account.objects.get(username="yq0301").check_password(password[1])
    assert "user-select-all" not in page(client, answer["Location"])


def test_nothing_is_made_when_the_post_cannot_be_given(town: SmallCity) -> None:
    client = browser(town.district_officer())
    answer = client.post("/accounts/new", {**ZHAO, "place": town.schools[2].code})
    assert answer.status_code == 422
    assert "没有找到单位" in answer.content.decode()
    answer = client.post("/accounts/new", {**ZHAO, "place": town.school.code, "role": "district_officer"})
    assert answer.status_code == 422
    assert not Account.objects.filter(username="yq0301").exists()


def test_the_city_hires_for_districts(town: SmallCity) -> None:
    client = browser(town.city_officer())
    sent = {**ZHAO, "role": "district_officer", "place": "110108"}
    assert client.post("/accounts/new", sent).status_code == 302
    assert Post.objects.get(account__username="yq0301").office == town.districts[1]


def test_another_districts_people_do_not_exist(town: SmallCity) -> None:
    stranger = town.actor(at=town.schools[2])
    client = browser(town.district_officer())
    assert stranger.name not in page(client, "/accounts")
    page(client, f"/accounts/{stranger.account_id}", 404)
    for deed in ("password", "deactivate", "posts"):
        assert client.post(f"/accounts/{stranger.account_id}/{deed}", {}).status_code == 404
    assert client.post(f"/accounts/posts/{stranger.post_id}/end", {}).status_code == 404


def test_a_registrar_keeps_no_accounts(town: SmallCity) -> None:
    page(browser(town.actor()), "/accounts", 403)


def test_a_supervisor_only_resets_passwords(town: SmallCity) -> None:
    registrar = town.actor()
    client = browser(town.actor(Role.REGISTRAR_SUPERVISOR))
    shown = page(client, f"/accounts/{registrar.account_id}")
    assert "重置密码" in shown
    assert "停用账号" not in shown
    assert "增加岗位" not in shown
    assert client.post(f"/accounts/{registrar.account_id}/password").status_code == 302
    assert client.post(f"/accounts/{registrar.account_id}/deactivate").status_code == 403


def test_a_post_ends_and_another_is_added(town: SmallCity) -> None:
    registrar = town.actor()
    client = browser(town.district_officer())
    client.post(f"/accounts/{registrar.account_id}/posts", {"role": "registrar", "place": town.schools[1].code})
    client.post(f"/accounts/posts/{registrar.post_id}/end", {"reason": "工作调整"})
    posts = Post.objects.filter(account_id=registrar.account_id, ends_on__isnull=True)
    assert [post.school for post in posts] == [town.schools[1]]


def test_somebody_who_also_sits_elsewhere_is_left_to_the_office_above_both(town: SmallCity) -> None:
    registrar = town.actor()
    Post.objects.create(
        account_id=registrar.account_id, role="registrar", school=town.schools[2], starts_on="2015-08-01"
    )
    client = browser(town.district_officer())
    assert "管辖范围以外任职" in page(client, f"/accounts/{registrar.account_id}")
    assert client.post(f"/accounts/{registrar.account_id}/password").status_code == 409


def test_campuses_open_and_close(town: SmallCity) -> None:
    client = browser(town.city_officer())
    address = f"/places/{town.school.pk}"
    assert client.post(f"{address}/campuses", {"name": "湖南校区", "reason": ""}).status_code == 422
    client.post(f"{address}/campuses", {"name": "湖南校区", "reason": "京教函〔2015〕7号"})
    campus = Campus.objects.get(name="湖南校区")
    town.class_group(school=town.school)
    assert "主校区不能撤销" in page(client, address)
    client.post(f"/places/campuses/{campus.pk}/close", {"reason": "京教函〔2015〕9号"})
    campus.refresh_from_db()
    assert campus.closed_on is not None


def test_a_district_reads_its_schools_and_changes_none(town: SmallCity) -> None:
    client = browser(town.district_officer())
    assert "增设校区" not in page(client, f"/places/{town.school.pk}")
    page(client, f"/places/{town.schools[2].pk}", 404)
    assert client.post(f"/places/{town.school.pk}/campuses", {"name": "x", "reason": "y"}).status_code == 403


def test_a_leavers_page_lists_what_ends_before_it_ends(town: SmallCity) -> None:
    registrar, officer = town.actor(), town.district_officer()
    ApiToken.objects.create(
        name="成绩系统",
        post_id=registrar.post_id,
        prefix="xj_abc",
        digest="0" * 64,
        issued_by_id=registrar.account_id,
        expires_on=date(2016, 1, 1),
    )
    client, address = browser(officer), f"/accounts/{registrar.account_id}/deactivate"
    assert f'href="{address}"' in page(client, f"/accounts/{registrar.account_id}")
    shown = page(client, address)
    for told in ("妫川第一小学 · 学籍管理员", "成绩系统", "0件"):
        assert told in shown
    assert client.post(address, {"reason": ""}).status_code == 422
    assert Account.objects.get(pk=registrar.account_id).is_active
    assert client.post(address, {"reason": "调离"}).status_code == 302
    assert not Account.objects.get(pk=registrar.account_id).is_active
    assert ApiToken.objects.get().revoked_at is not None
    assert "不能登录" in page(client, address)


def test_a_supervisor_arranges_a_stand_in_and_ends_it(town: SmallCity) -> None:
    absent, teacher = town.actor(), town.actor(Role.HOMEROOM_TEACHER)
    client = browser(town.actor(Role.REGISTRAR_SUPERVISOR))
    address = f"/accounts/posts/{absent.post_id}/stand-in"
    assert f'href="{address}"' in page(client, f"/accounts/{absent.account_id}")
    assert teacher.name in page(client, address)
    sent = {"account": teacher.account_id, "starts_on": "2015-09-01", "last_day": "2016-09-01", "reason": "产假"}
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert "最长92天" in refused.content.decode()
    assert client.post(address, {**sent, "last_day": "20150930"}).status_code == 302
    shown = page(client, f"/accounts/{absent.account_id}")
    assert "2015-09-01 — 2015-09-30" in shown
    acting = browser(teacher)
    assert f"代 {absent.name}" in page(acting, "/account")
    post = Post.objects.get(stands_in_for=absent.post_id)
    assert acting.post("/switch-post", {"post": post.pk}).status_code == 302
    assert f"（代{absent.name}）" in page(acting, "/entrants")
    assert f"代 {absent.name}" in page(client, "/accounts")
    assert (
        client.post(f"{address.replace(str(absent.post_id), str(post.pk))}/end", {"reason": "返岗"}).status_code == 302
    )
    assert f"（代{absent.name}）" not in page(acting, "/account")
    assert page(client, f"/accounts/posts/{post.pk}/stand-in", 404)


def test_a_lost_telephone_is_the_office_aboves_affair(town: SmallCity) -> None:
    registrar = town.actor()
    account = Account.objects.get(pk=registrar.account_id)
    begin(account)
    confirm(account, TOTP(str(waiting_secret(account))).now())
    client, address = browser(town.district_officer()), f"/accounts/{account.pk}/second-factor/reset"
    assert "重置动态验证码" in page(client, f"/accounts/{account.pk}")
    client.post(address, {"reason": ""})
    assert confirmed(account) is not None
    client.post(address, {"reason": "手机丢失"})
    assert confirmed(account) is None
    assert "没有启用动态验证码" in page(client, f"/accounts/{account.pk}")
    assert browser(town.actor()).post(address, {"reason": "手机丢失"}).status_code == 403


def test_sealed_accounts_are_listed_and_reopened(town: SmallCity, settings: Settings) -> None:
    settings.SEAL_UNUSED_AFTER_DAYS = 90
    unused, used = town.actor(), town.actor()
    client = browser(town.district_officer())
    for actor, days in ((unused, 91), (used, 5)):
        Account.objects.filter(pk=actor.account_id).update(last_login=timezone.now() - timedelta(days=days))
    shown = page(client, "/accounts?shown=sealed")
    assert f">{unused.name}<" in shown
    assert f">{used.name}<" not in shown
    assert "封存" in page(client, f"/accounts/{unused.account_id}")
    client.post(f"/accounts/{unused.account_id}/unseal", {"reason": "返岗"})
    assert f">{unused.name}<" not in page(client, "/accounts?shown=sealed")
