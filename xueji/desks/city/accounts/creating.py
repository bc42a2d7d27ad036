"""A new account with its first post. The one-time password is shown once, on the page that follows."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from xueji.desks.access import DeskRequest
from xueji.desks.city.accounts.posting import placing, read_post
from xueji.desks.design.parts import Link
from xueji.desks.district.answers import Answers
from xueji.desks.district.asking import address, asked
from xueji.desks.district.deciding import for_posts_that_may
from xueji.parties.actors import Actor
from xueji.parties.acts.office.accounts import assign_post, create_account
from xueji.parties.models import Account
from xueji.parties.refusals import RefusedError

SHOWN_ONCE = "one_time_password"


@require_http_methods(["GET", "POST"])
@for_posts_that_may("create_account")
def new_account(request: DeskRequest) -> HttpResponse:
    """Show the form, or make account and post together: both or neither."""
    if request.method == "GET":
        return _form(request, None, {"place": asked(request, "place"), "role": asked(request, "role")})
    sent = Answers(request.POST)
    username = sent.text("username", _("用户名"), longest=40)
    full_name = sent.text("full_name", _("姓名"), longest=60)
    post = read_post(sent, request.POST.getlist("class_groups"), request.actor)
    if not sent.wrong and post is not None:
        made = _make(request.actor, sent, username, full_name, post)
        if made is not None:
            account, password = made
            show_once(request, account, password)
            return HttpResponseRedirect(address("account", account.pk))
    return _form(request, sent, sent.typed)


@sensitive_variables("password")
def show_once(request: DeskRequest, account: Account, password: str) -> None:
    """Keep the one-time password for the next page alone; it is taken out of the session when that page is shown."""
    request.session[SHOWN_ONCE] = {"account": account.pk, "password": password}


@sensitive_variables("password")
def _make(
    actor: Actor, sent: Answers, username: str, full_name: str, post: dict[str, Any]
) -> tuple[Account, str] | None:
    try:
        with transaction.atomic():
            account, password = create_account(actor=actor, username=username, full_name=full_name)
            assign_post(actor=actor, account=account, **post)
    except RefusedError as error:
        sent.refused(error)
        return None
    return account, password


def _form(request: DeskRequest, sent: Answers | None, typed: Any) -> HttpResponse:
    context = {
        "crumbs": [Link(_("账号"), address("accounts"))],
        "typed": typed,
        "placing": placing(request.actor, typed, request.POST.getlist("class_groups"), address("new_account")),
        "errors": sent.wrong if sent else [],
        "wrong": sent.by_field if sent else {},
    }
    return render(request, "city/new_account.jinja", context, status=422 if sent else 200)
