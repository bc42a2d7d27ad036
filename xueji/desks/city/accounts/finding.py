"""The account or post that an address names, if it lies below the actor's office; and the reason of a deed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from xueji.desks.access import DeskRequest
from xueji.desks.district.asking import address
from xueji.parties.actors import Actor
from xueji.parties.clock import city_today
from xueji.parties.models import Account, Post
from xueji.parties.queries import accounts_below, posts_below

LONGEST_REASON = 200


def found_account(actor: Actor, key: int) -> Account:
    """The account. Raises Http404 where it is absent or not below: both look alike."""
    account = accounts_below(actor).filter(pk=key).first()
    if account is None:
        raise Http404
    return account


def found_post(actor: Actor, key: int) -> Post:
    """The post, if it still runs. Raises Http404 where it is absent, ended or not below."""
    post = posts_below(actor).filter(pk=key).exclude(ends_on__lte=city_today()).first()
    if post is None:
        raise Http404
    return post


def reason_of(request: DeskRequest) -> str:
    """The reason as typed, of bearable length."""
    return request.POST.get("reason", "").replace("\x00", "").strip()[:LONGEST_REASON]


def without_reason(request: DeskRequest, account_id: int) -> HttpResponse:
    """Back to the account: nothing was done."""
    messages.error(request, _("没有办理：没有填写理由。请填写理由后重新提交。"))
    return HttpResponseRedirect(address("account", account_id))
