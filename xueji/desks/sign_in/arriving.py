"""From a right password to the desk: sealed accounts stay out, a second factor is asked, then the session begins."""

from __future__ import annotations

import time

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from xueji.desks.access import SECOND_FACTOR_FIRST
from xueji.desks.errors import problem
from xueji.desks.sign_in.idle import SEEN
from xueji.parties.entrance.second_factor import confirmed, everybody_needs_one
from xueji.parties.entrance.unused import days_until_sealed, sealing
from xueji.parties.models import Account

AWAITED = "awaited"
PATIENCE = 300
"""Seconds between the password and the code; later the password is asked again."""


def after_password(request: HttpRequest, account: Account, onward: str) -> HttpResponse:
    """The password was right: on to the desk, to the second step, or to a page that says who reopens the account."""
    if sealing().holds(account):
        return _sealed(request)
    if confirmed(account) is None:
        return enter(request, account, onward, missing=everybody_needs_one())
    request.session[AWAITED] = {
        "account": account.pk,
        "proof": account.get_session_auth_hash(),
        "until": int(time.time()) + PATIENCE,
        "onward": onward,
    }
    return redirect("second_step")


def awaited(request: HttpRequest) -> tuple[Account, str] | None:
    """Whose code is awaited in this browser, and where to go then; None when the password must be given (again).

    A password changed, an account closed or five minutes gone by in between: all end the wait.
    """
    kept = request.session.get(AWAITED)
    if not kept or kept["until"] < time.time():
        return None
    account = Account.objects.filter(pk=kept["account"], is_active=True).first()
    if account is None or account.get_session_auth_hash() != kept["proof"]:
        return None
    return account, kept["onward"]


def enter(request: HttpRequest, account: Account, onward: str, *, missing: bool = False) -> HttpResponse:
    """Begin the session; with a second factor missing that must be there, everything else waits for it."""
    request.session.pop(AWAITED, None)
    login(request, account, backend=settings.AUTHENTICATION_BACKENDS[-1])
    request.session[SEEN] = int(time.time())
    if missing:
        request.session[SECOND_FACTOR_FIRST] = True
    return HttpResponseRedirect(onward)


def _sealed(request: HttpRequest) -> HttpResponse:
    return problem(
        request,
        403,
        title=_("账号已封存"),
        says=_("这个账号超过%(days)s天没有登录，已自动封存，没有登录。") % {"days": days_until_sealed()},
        mend=_("请上级单位核实后重新启用；启用后用原密码登录。"),
    )
