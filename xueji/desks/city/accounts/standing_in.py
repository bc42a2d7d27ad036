"""安排代岗: who acts in a post while its holder is away, from when until when."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xueji.desks.access import DeskRequest
from xueji.desks.city.accounts.finding import found_post, reason_of, without_reason
from xueji.desks.design.parts import Choice, Fact, Link
from xueji.desks.district.answers import Answers
from xueji.desks.district.asking import address
from xueji.desks.district.deciding import for_posts_that_may
from xueji.parties.acts.office.stand_in import LONGEST_DAYS, colleagues_for, end_stand_in, stand_in
from xueji.parties.clock import city_today
from xueji.parties.models import Account, Post
from xueji.parties.refusals import RefusedError
from xueji.vocabulary.parties import Role


@require_http_methods(["GET", "POST"])
@for_posts_that_may("stand_in")
def arrange_stand_in(request: DeskRequest, post_id: int) -> HttpResponse:
    """Ask who, from when and until when; then give that colleague the post for these days."""
    post = found_post(request.actor, post_id)
    people = list(colleagues_for(post, request.actor))
    if request.method == "GET":
        return _page(request, post, people, None)
    sent = Answers(request.POST)
    chosen = sent.one_of("account", _("代岗人"), [str(account.pk) for account in people])
    starts_on, last_day = sent.day("starts_on", _("开始日期")), sent.day("last_day", _("截止日期"))
    reason = sent.text("reason", _("理由"))
    if not sent.wrong and starts_on and last_day:
        account = next(account for account in people if str(account.pk) == chosen)
        days = {"starts_on": starts_on, "last_day": last_day}
        try:
            stand_in(actor=request.actor, reason=reason, post=post, account=account, **days)
        except RefusedError as error:
            sent.refused(error)
    if sent.wrong:
        return _page(request, post, people, sent)
    told = {"who": account.full_name, "whom": post.account.full_name, "day": last_day}
    messages.success(request, _("%(who)s代%(whom)s办理，到%(day)s为止。") % told)
    return HttpResponseRedirect(address("account", post.account_id))


@require_POST
@for_posts_that_may("end_stand_in")
def finish_stand_in(request: DeskRequest, post_id: int) -> HttpResponse:
    """The one who was away is back."""
    post = found_post(request.actor, post_id)
    whose = post.stands_in_for.account_id if post.stands_in_for else post.account_id
    reason = reason_of(request)
    if not reason:
        return without_reason(request, whose)
    end_stand_in(actor=request.actor, reason=reason, post=post)
    messages.success(request, _("%(who)s的代岗已结束。") % {"who": post.account.full_name})
    return HttpResponseRedirect(address("account", whose))


def _page(request: DeskRequest, post: Post, people: list[Account], sent: Answers | None) -> HttpResponse:
    account, today = post.account, city_today()
    context = {
        "post": post,
        "crumbs": [Link(_("账号"), address("accounts")), Link(account.full_name, address("account", account.pk))],
        "facts": [Fact(_("岗位"), Role(post.role).label), Fact(_("单位"), post.place)],
        "people": [Choice(str(person.pk), f"{person.full_name}（{person.username}）") for person in people],
        "most": LONGEST_DAYS,
        "latest": today + timedelta(days=LONGEST_DAYS - 1),
        "typed": sent.typed if sent else {"starts_on": today.isoformat()},
        "errors": sent.wrong if sent else [],
        "wrong": sent.by_field if sent else {},
    }
    return render(request, "city/stand_in.jinja", context, status=422 if sent else 200)
