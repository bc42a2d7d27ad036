"""The gate of every API address: key → actor → one transaction in its scope → the deed, once → its version."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from xueji.desks.api.gateway.failures import problem_of
from xueji.desks.api.gateway.keys import actor_by, key_of, note_use
from xueji.desks.api.gateway.limits import LIMITER
from xueji.desks.api.gateway.problems import (
    ABSENT,
    INVALID,
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
Asks = Mapping[str, frozenset[str]]
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
QUESTIONS = ("/preflight", "/look-ups")
"""Addresses to which questions are posted: a key that only reads may ask them."""

TOO_FAST = Why(
    "too_many_requests",
    Text("该密钥的请求过于频繁。", "This key asks too often."),
    Text("请按 Retry-After 所示的秒数等待后重试。", "Wait the seconds that Retry-After names."),
)
NO_PARAMETER = Why(
    "unknown_parameter",
    Text("没有这个查询参数。", "There is no such parameter."),
    Text("请按接口说明核对参数名称。", "Check its name against the reference."),
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


def behind_gate(view: View, asks: Asks) -> View:
    """Make a view of the API: bearer keys only, no session, no cookie, every failure a problem.

    `asks` names the query parameters of each method: one that is misspelt would otherwise widen a list unseen.
    """

    @csrf_exempt
    @wraps(view)
    def through(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with clock_read_once():
                response = _within(request, asks, lambda: view(request, *args, **kwargs))
        except Exception as error:  # noqa: BLE001 - whatever it is, a program is told in the same form
            response = answer(problem_of(error), request)
        return _dressed(request, response)

    through.open_to_all = True  # type: ignore[attr-defined]
    return through


def _absent(request: HttpRequest) -> HttpResponse:
    """Every address that is none."""
    raise Problem(NOT_FOUND, ABSENT)


absent = behind_gate(_absent, {})


def _within(request: Any, asks: Asks, deed: Callable[[], HttpResponse]) -> HttpResponse:
    key = key_of(request)
    wait = LIMITER.wait(key.pk)
    if wait:
        raise Problem(TOO_MANY, TOO_FAST, headers={"Retry-After": str(wait)})
    note_use(key)
    read_sent(request)
    _only_asked(request, asks)
    request.key, request.actor = key, actor_by(key)
    with scope(request.actor):
        if request.method in SAFE:
            return _answered(request, deed)
        if not key.may_write and not request.path.endswith(QUESTIONS):
            raise Problem(NOT_ALLOWED, READ_ONLY)
        return done_once(request, key.post, lambda: _answered(request, deed))


def _only_asked(request: HttpRequest, asks: Asks) -> None:
    known = asks.get(request.method or "")
    unknown = sorted(set(request.GET) - known) if known is not None else []
    if unknown:
        raise Problem(INVALID, *(replace(NO_PARAMETER, field=f"query.{name[:40]}") for name in unknown[:20]))


def _answered(request: HttpRequest, deed: Callable[[], HttpResponse]) -> HttpResponse:
    response = deed()
    if response.status_code == 405:  # noqa: PLR2004 - the one answer that Django gives by itself
        raise Problem(405, NO_METHOD, headers={"Allow": response["Allow"]})
    return tagged(request, response)


def _dressed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    response.headers.setdefault("Content-Language", language_of(request))
    response["Vary"] = "Authorization, Accept-Language"
    return response
