"""Keys of programs (接口密钥): issued by an office for one of its own posts, shown once, revoked at any moment."""

import hashlib
import secrets
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from xueji.parties.actors import Actor
from xueji.parties.clock import city_today
from xueji.parties.models import Account, ApiToken, Post
from xueji.parties.office_acts import Done, office_act
from xueji.parties.queries import held_on
from xueji.parties.refusals import Complaint, refuse, refuse_all
from xueji.vocabulary.text import Text

LONGEST_LIFE = timedelta(days=366)
LONGEST_NAME = 60
_PREFIX = 12


def posts_for_keys(actor: Actor) -> QuerySet[Post]:
    """The posts for which this actor may issue keys: those of the own school or office that are held today."""
    posts = Post.objects.filter(_here(actor), held_on(city_today()), account__is_active=True)
    told = ("account", "school", "campus", "office", "stands_in_for__account")
    return posts.select_related(*told).order_by("account__full_name", "pk")


def keys_of_office(actor: Actor) -> QuerySet[ApiToken]:
    """The keys of the own school or office, the newest first."""
    told = ("post__account", "post__school", "post__campus", "post__office", "issued_by")
    keys = ApiToken.objects.filter(_here(actor, "post__")).select_related(*told)
    return keys.order_by("-pk")


@office_act("issue_token")
def issue_token(*, actor: Actor, reason: str, name: str, post: Post, may_write: bool, expires_on: date) -> Done:
    """Make a key that acts as `post`; result is (token, secret). The secret is told once: only its digest is kept.

    A key is machine-made, so it expires by the machine's calendar, a year from now at the latest.
    """
    name = " ".join(name.split())
    today = timezone.localdate()
    refuse_all(_faults(name, expires_on, today))
    if not posts_for_keys(actor).filter(pk=post.pk).exists():
        raise refuse(
            "post",
            "not_your_office",
            Text("密钥只能为本单位现任岗位签发。", "A key is issued for a post of the own office that is held today."),
            Text("请从本单位在岗人员中选择。", "Choose a post of your own office."),
        )
    secret = f"xj_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        name=name,
        post=post,
        prefix=secret[:_PREFIX],
        digest=hashlib.sha256(secret.encode()).hexdigest(),
        may_write=may_write,
        issued_by=Account.objects.get(pk=actor.account_id or 0),
        expires_on=expires_on,
    )
    detail: dict[str, Any] = {"post": post.pk, "name": name, "may_write": may_write, "expires": expires_on.isoformat()}
    return Done(f"token:{token.pk}", detail, (token, secret))


@office_act("revoke_token")
def revoke_token(*, actor: Actor, reason: str, token: ApiToken) -> Done:
    """Take a key of the own office out of use, at once and for good."""
    mine = keys_of_office(actor).order_by().filter(pk=token.pk)
    if not mine.exists():
        raise refuse(
            "token",
            "not_your_office",
            Text("这不是本单位的密钥。", "It is not a key of your office."),
            Text("请由签发单位撤销。", "The office that issued it revokes it."),
        )
    ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=timezone.now())
    return Done(f"token:{token.pk}", {"name": token.name})


def _here(actor: Actor, prefix: str = "") -> Q:
    if actor.school_id:
        return Q(**{f"{prefix}school_id": actor.school_id})
    return Q(**{f"{prefix}office_id": actor.office_id or 0})


def _faults(name: str, expires_on: date, today: date) -> list[Complaint]:
    complaints = []
    if not 1 <= len(name) <= LONGEST_NAME:
        complaints.append(
            Complaint(
                "name",
                "token_name",
                Text("密钥名称为空或超过60个字。", "The key has no name, or one of more than 60 characters."),
                Text("请写明由哪个系统使用，例如“一卡通对接”。", "Name the program that will use it."),
            )
        )
    if not today <= expires_on <= today + LONGEST_LIFE:
        last = (today + LONGEST_LIFE).isoformat()
        complaints.append(
            Complaint(
                "expires_on",
                "token_life",
                Text("有效期须在今天之后，最长一年。", "A key expires between today and a year from now."),
                Text(f"请填写不晚于{last}的日期。", f"Enter a day not after {last}."),
            )
        )
    return complaints
