"""Signing in and out, and where a forgotten password is reset."""

from __future__ import annotations

from itertools import pairwise

from django.conf import settings
from django.contrib.auth import authenticate, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from xueji.desks.access import open_to_all
from xueji.desks.design.parts import Wrong
from xueji.desks.sign_in.arriving import after_password
from xueji.desks.sign_in.hashing import QUEUE, answers_when_full
from xueji.parties.rulebook import rulebook_in_force
from xueji.process.rulebook import Rulebook
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

LONGEST = 200
"""Characters of a user name or password that are looked at; nobody's is longer, and hashing a megabyte costs time."""


@open_to_all
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@answers_when_full
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the form, or check what was typed. A wrong name and a wrong password get the same sentence."""
    onward = _onward(request)
    if request.method == "GET":
        return HttpResponseRedirect(onward) if request.user.is_authenticated else _form(request, onward)
    username = request.POST.get("username", "").strip().lower()[:LONGEST]
    password = request.POST.get("password", "")[:LONGEST]
    wrong = _left_empty(username, password)
    if wrong:
        return _form(request, onward, username, wrong)
    with QUEUE.turn():
        account = authenticate(request, username=username, password=password)
    if account is None:
        return _form(request, onward, username, [_wrong_pair()])
    return after_password(request, account, onward)


@open_to_all
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session. Nothing of it is kept."""
    logout(request)
    return redirect("sign_in")


@open_to_all
@require_http_methods(["GET"])
def forgotten_password(request: HttpRequest) -> HttpResponse:
    """Say which office resets whose password. It tells nothing about any account."""
    try:
        offices = offices_that_reset(rulebook_in_force().rulebook)
    except LookupError:
        offices = []
    return render(request, "sign_in/forgotten_password.jinja", {"offices": offices})


def offices_that_reset(rulebook: Rulebook) -> list[tuple[Text, Text | None]]:
    """For each level that has posts, the level above it that resets its passwords; None for the top one.

    The service team is beside the line of offices: nobody's passwords are reset by it, its own by the top office.
    """
    seated = set(rulebook.posts.values())
    line = [party for party in rulebook.levels if party in seated and party is not Party.SERVICE_TEAM]
    above: dict[Party, Party] = {lower: upper for upper, lower in pairwise(line)}
    above[Party.SERVICE_TEAM] = line[0]
    told = [party for party in rulebook.levels if party in seated]
    levels = rulebook.levels
    return [(levels[party], levels[above[party]] if party in above else None) for party in reversed(told)]


def _form(request: HttpRequest, onward: str, username: str = "", wrong: list[Wrong] | None = None) -> HttpResponse:
    away = settings.SESSION_IDLE_MINUTES if "away" in request.GET else 0
    context = {"onward": onward, "username": username, "wrong": wrong or [], "away": away}
    return render(request, "sign_in/sign_in.jinja", context, status=422 if wrong else 200)


def _wrong_pair() -> Wrong:
    remedy = _("请核对大小写后重试；连续%(times)s次不正确将暂停登录%(minutes)s分钟。") % {
        "times": settings.AXES_FAILURE_LIMIT,
        "minutes": int(settings.AXES_COOLOFF_TIME * 60),
    }
    return Wrong("", _("用户名或密码不正确，没有登录。"), remedy)


def _left_empty(username: str, password: str) -> list[Wrong]:
    found = []
    if not username:
        found.append(Wrong("username", _("用户名没有填写。"), _("请填写上级单位给您的用户名。")))
    if not password:
        found.append(Wrong("password", _("密码没有填写。"), _("首次登录请填写一次性密码。")))
    return found


def _onward(request: HttpRequest) -> str:
    """Where to go afterwards: back to the page asked for, if it is one of ours."""
    asked = request.POST.get("next") or request.GET.get("next") or "/"
    ours = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return asked if ours else "/"
