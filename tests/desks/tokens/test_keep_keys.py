"""接口密钥: issued for posts of the own office, shown once, used, revoked."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from tests.desks.district.people import browser
from xueji.parties.acts.office.tokens import issue_token, keys_of_office, posts_for_keys, revoke_token
from xueji.parties.models import ApiToken, JournalEntry, Post
from xueji.parties.refusals import RefusedError
from xueji.parties.scope import scope
from xueji.vocabulary.parties import Role

if TYPE_CHECKING:
    from tests.small_city import SmallCity

SECRET = re.compile(r"xj_[\w-]{43}")


def soon() -> str:
    return (timezone.localdate() + timedelta(days=30)).isoformat()


def test_a_supervisor_issues_a_key_for_a_colleague(city: SmallCity) -> None:
    supervisor, registrar = city.actor(Role.REGISTRAR_SUPERVISOR), city.actor()
    client = browser(supervisor)
    assert "接口密钥" in client.get("/tokens").content.decode()
    form = client.get("/tokens/new").content.decode()
    assert registrar.name in form
    sent = {"name": "校园一卡通", "post": str(registrar.post_id), "may": "writes", "expires_on": soon()}
    shown = client.post("/tokens/new", sent, follow=True).content.decode()
    secret = SECRET.search(shown)
    assert secret is not None
    assert SECRET.search(client.get("/tokens").content.decode()) is None, "shown once"
    token = ApiToken.objects.get()
    assert token.prefix == secret[0][:12]
    assert secret[0] not in (token.digest, token.name)
    told = Client().get("/api/v1/me", headers={"authorization": f"Bearer {secret[0]}"}).json()
    assert told["school_id"] == city.school.pk
    assert JournalEntry.objects.get(act="issue_token").subject == f"token:{token.pk}"
    gone = client.post(f"/tokens/{token.pk}/revoke", {"reason": "不再使用"}, follow=True)
    assert "已撤销" in gone.content.decode()
    assert Client().get("/api/v1/me", headers={"authorization": f"Bearer {secret[0]}"}).status_code == 401


def test_a_form_sent_wrong_keeps_what_was_typed(city: SmallCity) -> None:
    client = browser(city.actor(Role.REGISTRAR_SUPERVISOR))
    late = (timezone.localdate() + timedelta(days=400)).isoformat()
    post = str(posts_for_keys(city.actor(Role.REGISTRAR_SUPERVISOR)).first().pk)
    answer = client.post("/tokens/new", {"name": "一卡通", "post": post, "may": "reads", "expires_on": late})
    assert answer.status_code == 422
    assert "一卡通" in answer.content.decode()
    assert "最长一年" in answer.content.decode()
    assert client.post("/tokens/new", {}).status_code == 422
    assert not ApiToken.objects.exists()


def test_other_posts_issue_nothing(city: SmallCity) -> None:
    assert browser(city.actor()).get("/tokens").status_code == 403
    assert browser(city.actor(Role.HOMEROOM_TEACHER)).get("/tokens/new").status_code == 403
    for actor in (city.district_officer(), city.city_officer(), city.actor(Role.ADMINISTRATOR, city.city)):
        assert browser(actor).get("/tokens").status_code == 200


def test_no_key_for_a_post_of_another_office(city: SmallCity) -> None:
    officer, stranger = city.district_officer(), city.actor()
    until = timezone.localdate() + timedelta(days=10)
    with scope(officer):
        with pytest.raises(RefusedError) as refused:
            issue_token(
                actor=officer,
                name="对接",
                post=Post.objects.get(pk=stranger.post_id),
                may_write=False,
                expires_on=until,
            )
        assert refused.value.complaints[0].rule == "not_your_office"
        post = Post.objects.get(pk=officer.post_id)
        token, _ = issue_token(actor=officer, name="对接", post=post, may_write=False, expires_on=until)
    supervisor = city.actor(Role.REGISTRAR_SUPERVISOR)
    assert not keys_of_office(supervisor).exists()
    assert browser(supervisor).post(f"/tokens/{token.pk}/revoke").status_code == 404
    with scope(supervisor), pytest.raises(RefusedError):
        revoke_token(actor=supervisor, token=token)


@pytest.mark.parametrize(
    ("name", "days", "rule"), [("", 10, "token_name"), ("a", 367, "token_life"), ("a", -1, "token_life")]
)
def test_a_key_has_a_name_and_an_end(city: SmallCity, name: str, days: int, rule: str) -> None:
    officer = city.district_officer()
    with scope(officer), pytest.raises(RefusedError) as refused:
        issue_token(
            actor=officer,
            name=name,
            post=Post.objects.get(pk=officer.post_id),
            may_write=False,
            expires_on=timezone.localdate() + timedelta(days=days),
        )
    assert [one.rule for one in refused.value.complaints] == [rule]
