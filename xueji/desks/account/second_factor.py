"""Setting up the second factor: begin, scan or type the key, confirm with a code, keep the recovery codes."""

from __future__ import annotations

from io import BytesIO

import segno
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xueji.desks.access import SECOND_FACTOR_FIRST, DeskRequest, before_password_change
from xueji.desks.design.parts import Wrong
from xueji.desks.sign_in.second_step import LONGEST, fault_of
from xueji.parties.entrance.second_factor import (
    Answer,
    address_of,
    begin,
    check,
    confirm,
    confirmed,
    everybody_needs_one,
    recovery_codes_left,
    renew_recovery_codes,
    waiting_secret,
)
from xueji.parties.models import Account

GROUP = 4


@never_cache
@before_password_change
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def second_factor(request: DeskRequest) -> HttpResponse:
    """Show how things stand, or confirm with the first code; the recovery codes are shown on that answer alone."""
    account = _own(request)
    if request.method == "GET" or confirmed(account) is not None:
        return _page(request, account, [])
    typed = _code(request)
    if not typed:
        return _page(request, account, [Wrong("code", _("验证码没有填写。"), _("请填写验证器上显示的六位数字。"))])
    codes = confirm(account, typed)
    if not codes:
        return _page(request, account, [fault_of(Answer.WRONG)])
    request.session.pop(SECOND_FACTOR_FIRST, None)
    return _codes(request, codes)


@before_password_change
@require_POST
def begin_second_factor(request: DeskRequest) -> HttpResponse:
    """Make the secret that the next page shows."""
    begin(_own(request))
    return redirect("second_factor")


@never_cache
@before_password_change
@require_GET
def qr_code(request: DeskRequest) -> HttpResponse:
    """The secret as a picture, as long as it waits for its first code."""
    account = _own(request)
    secret = waiting_secret(account)
    if secret is None:
        raise Http404
    drawn = BytesIO()
    segno.make(address_of(account, secret), error="m").save(drawn, kind="svg", scale=5, border=3, light="#fff")
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")


@never_cache
@sensitive_post_parameters("code")
@require_POST
def new_codes(request: DeskRequest) -> HttpResponse:
    """Ten fresh recovery codes against a code of the authenticator; the former ones are worthless from now on."""
    account = _own(request)
    answer = check(account, _code(request), recovery=False)
    if answer is not Answer.RIGHT:
        return _page(request, account, [fault_of(answer)])
    return _codes(request, renew_recovery_codes(account))


def _own(request: DeskRequest) -> Account:
    return Account.objects.get(pk=request.actor.account_id or 0)


def _code(request: DeskRequest) -> str:
    return str(request.POST.get("code", "")).replace("\x00", "").strip()[:LONGEST]


@sensitive_variables("codes")
def _codes(request: DeskRequest, codes: list[str]) -> HttpResponse:
    return render(request, "account/recovery_codes.jinja", {"codes": codes})


@sensitive_variables("secret")
def _page(request: DeskRequest, account: Account, wrong: list[Wrong]) -> HttpResponse:
    factor = confirmed(account)
    secret = None if factor else waiting_secret(account)
    context = {
        "since": factor.confirmed_at if factor else None,
        "left": recovery_codes_left(account) if factor else 0,
        "key": " ".join(secret[at : at + GROUP] for at in range(0, len(secret), GROUP)) if secret else "",
        "required": everybody_needs_one(),
        "due": SECOND_FACTOR_FIRST in request.session,
        "wrong": wrong,
    }
    return render(request, "account/second_factor.jinja", context, status=422 if wrong else 200)
