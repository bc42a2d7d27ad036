"""The gate of every API address: key → actor → one transaction in its scope → the deed, once → its version."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from xueji.desks.api.gateway.failures import problem_of
from xueji.desks.api.gateway.keys import actor_by, key_of, note_use
from xueji.desks.api.gateway.limits import LIMITER
from xueji.desks.api.gateway.problems import (
    ABSENT,
    NOT_ALLOWED,
    NOT_FOUND,
    READ_ONLY,
    TOO_MANY,
    Problem,
    Why,
    answer,
    language_of,
)
from xueji.desks.api.gateway.reading import read_sent
from xueji.desks.api.gateway.repeats import done_once
from xueji.desks.api.gateway.versions import tagged
from xueji.parties.actors import Actor
from xueji.parties.clock import clock_read_once
from xueji.parties.models import ApiToken
from xueji.parties.scope import scope
from xueji.vocabulary.text import Text

View = Callable[..., HttpResponse]
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
QUESTIONS = ("/preflight", "/look-ups")
"""Addresses to which questions are posted: a key that only reads may ask them."""

TOO_FAST = Why(
    "too_many_requests",
    Text("该密钥的请求过于频繁。", "This key asks too often."),
    Text("请按 Retry-After 所示的秒数等待后重试。", "Wait the seconds that Retry-After names."),
)
NO_METHOD = Why(
    "method_not_allowed",
    Text("该地址不支持这种方法。", "The address does not know this method."),
    Text("可用的方法见 Allow。", "Allow names those it knows."),
)


class ApiRequest(HttpRequest):
    """A request behind the gate: its actor, and the key by which it came."""

    actor: Actor
    key: ApiToken


def behind_gate(view: View) -> View:
    """Make a view of the API: bearer keys only, no session, no cookie, every failure a problem."""

    @csrf_exempt
    @wraps(view)
    def through(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with clock_read_once():
                response = _within(request, lambda: view(request, *args, **kwargs))
        except Exception as error:  # noqa: BLE001 - whatever it is, a program is told in the same form
            response = answer(problem_of(error), request)
        return _dressed(request, response)

    through.open_to_all = True  # type: ignore[attr-defined]
    return through


@behind_gate
def absent(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Every address that is none."""
    raise Problem(NOT_FOUND, ABSENT)


def _within(request: Any, deed: Callable[[], HttpResponse]) -> HttpResponse:
    key = key_of(request)
    wait = LIMITER.wait(key.pk)
    if wait:
        raise Problem(TOO_MANY, TOO_FAST, headers={"Retry-After": str(wait)})
    note_use(key)
    read_sent(request)
    request.key, request.actor = key, actor_by(key)
    with scope(request.actor):
        if request.method in SAFE:
            return _answered(request, deed)
        if not key.may_write and not request.path.endswith(QUESTIONS):
            raise Problem(NOT_ALLOWED, READ_ONLY)
        return done_once(request, key.post, lambda: _answered(request, deed))


def _answered(request: HttpRequest, deed: Callable[[], HttpResponse]) -> HttpResponse:
    response = deed()
    if response.status_code == 405:  # noqa: PLR2004 - the one answer that Django gives by itself
        raise Problem(405, NO_METHOD, headers={"Allow": response["Allow"]})
    return tagged(request, response)


def _dressed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    response.headers.setdefault("Content-Language", language_of(request))
    response["Vary"] = "Authorization, Accept-Language"
    return response
