"""What the office above does for somebody who cannot get in: a new password, no second factor, a sealed account."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xueji.desks.access import DeskRequest
from xueji.desks.city.accounts.creating import show_once
from xueji.desks.city.accounts.finding import found_account, reason_of, without_reason
from xueji.desks.district.asking import address
from xueji.desks.district.deciding import for_posts_that_may
from xueji.parties.acts.office.accounts import reset_password
from xueji.parties.acts.office.accounts_unused import unseal_account
from xueji.parties.acts.office.second_factor import reset_second_factor


@require_POST
@for_posts_that_may("reset_password")
def new_password(request: DeskRequest, account_id: int) -> HttpResponse:
    """Make a one-time password; whoever is signed in with the old one is signed out."""
    account = found_account(request.actor, account_id)
    password = reset_password(actor=request.actor, reason=reason_of(request), account=account)
    show_once(request, account, password)
    return HttpResponseRedirect(address("account", account.pk))


@require_POST
@for_posts_that_may("reset_second_factor")
def no_second_factor(request: DeskRequest, account_id: int) -> HttpResponse:
    """Take the second factor away."""
    said = _("动态验证码已重置。本人下次登录只需密码，之后应重新启用。")
    return _with_reason(request, account_id, reset_second_factor, said)


@require_POST
@for_posts_that_may("unseal_account")
def unseal(request: DeskRequest, account_id: int) -> HttpResponse:
    """Reopen a sealed account."""
    return _with_reason(request, account_id, unseal_account, _("账号已重新启用，可以用原密码登录。"))


def _with_reason(request: DeskRequest, account_id: int, deed: Callable[..., object], said: str) -> HttpResponse:
    account = found_account(request.actor, account_id)
    reason = reason_of(request)
    if not reason:
        return without_reason(request, account.pk)
    deed(actor=request.actor, reason=reason, account=account)
    messages.success(request, said)
    return HttpResponseRedirect(address("account", account.pk))
