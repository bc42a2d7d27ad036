"""Who knocks: a key stands for one post of one office. It may what the post may, and never more."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from xueji.desks.api.gateway.problems import BAD_KEY, NO_KEY, Problem
from xueji.parties.actors import LONGEST_NAME, Actor, actor_of
from xueji.parties.clock import city_today
from xueji.parties.models import ApiToken
from xueji.parties.queries import held_on
from xueji.parties.rulebook import rulebook_in_force
from xueji.vocabulary.parties import Role

SCHEME = "bearer"
REALM = 'Bearer realm="xueji"'
NOTED_EVERY = timedelta(minutes=1)
"""When a key was last used is noted at most this often: not every read is a write."""


def digest_of(secret: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(secret.encode()).hexdigest()


def key_of(request: HttpRequest) -> ApiToken:
    """The key that a request carries, with its post. Raises Problem: 401 alike for every key that opens nothing."""
    scheme, _blank, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != SCHEME or not secret.strip():
        raise Problem(401, NO_KEY, headers={"WWW-Authenticate": REALM})
    told = ("post__account", "post__school", "post__campus", "post__office", "post__stands_in_for__account")
    found = (
        ApiToken.objects.select_related(*told)
        .filter(held_on(city_today(), "post__"), digest=digest_of(secret.strip()), post__account__is_active=True)
        .filter(revoked_at__isnull=True, expires_on__gte=timezone.localdate())
        .first()
    )
    if found is None:
        raise Problem(401, BAD_KEY, headers={"WWW-Authenticate": f'{REALM}, error="invalid_token"'})
    return found


def actor_by(key: ApiToken) -> Actor:
    """The actor of a key: its post. Decisions name the person of the post and the key by which they came."""
    party = rulebook_in_force().rulebook.posts[Role(key.post.role)]
    actor = actor_of(key.post, party)
    return replace(actor, name=f"{actor.name}（接口：{key.name}）"[:LONGEST_NAME])


def note_use(key: ApiToken) -> None:
    """Note when the key was last used."""
    now = timezone.now()
    stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now - NOTED_EVERY)
    if key.last_used_at is None or key.last_used_at < now - NOTED_EVERY:
        ApiToken.objects.filter(stale, pk=key.pk).update(last_used_at=now)
