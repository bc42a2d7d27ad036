"""One account: its posts, a new password, the end of a post, the end of all."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from xueji.desks.access import DeskRequest
from xueji.desks.city.accounts.creating import SHOWN_ONCE, show_once
from xueji.desks.city.accounts.posting import placing, read_post
from xueji.desks.city.accounts.telling import account_tag
from xueji.desks.design.parts import Action, Fact, Link, Why
from xueji.desks.district.answers import Answers
from xueji.desks.district.asking import address, asked
from xueji.desks.district.deciding import for_posts_that_may
from xueji.parties.actors import Actor
from xueji.parties.acts.office.accounts import assign_post, deactivate_account, end_post, reset_password
from xueji.parties.models import Account, Post
from xueji.parties.office_acts import may
from xueji.parties.queries import accounts_below, posts_below
from xueji.parties.refusals import RefusedError
from xueji.records.models import ClassGroup
from xueji.vocabulary.parties import Role

LONGEST_REASON = 200


@never_cache
@require_GET
@for_posts_that_may("create_account", "reset_password")
def account_page(request: DeskRequest, account_id: int) -> HttpResponse:
    """Show one account below this office, and a one-time password made a moment ago."""
    return _page(request, _found(request.actor, account_id), None)


@require_POST
@for_posts_that_may("assign_post")
def add_post(request: DeskRequest, account_id: int) -> HttpResponse:
    """Give the account a further post."""
    account = _found(request.actor, account_id)
    sent = Answers(request.POST)
    post = read_post(sent, request.POST.getlist("class_groups"), request.actor)
    if post is not None:
        try:
            assign_post(actor=request.actor, account=account, **post)
        except RefusedError as error:
            sent.refused(error)
    if sent.wrong:
        return _page(request, account, sent)
    messages.success(request, _("已增加岗位。"))
    return HttpResponseRedirect(address("account", account.pk))


@require_POST
@for_posts_that_may("end_post")
def finish_post(request: DeskRequest, post_id: int) -> HttpResponse:
    """End one post today."""
    post = posts_below(request.actor).filter(pk=post_id, ends_on__isnull=True).first()
    if post is None:
        raise Http404
    reason = _reason(request)
    if not reason:
        return _without_reason(request, post.account_id)
    end_post(actor=request.actor, reason=reason, post=post)
    messages.success(request, _("已结束岗位“%(post)s”。") % {"post": str(post)})
    return HttpResponseRedirect(address("account", post.account_id))


@require_POST
@for_posts_that_may("reset_password")
def new_password(request: DeskRequest, account_id: int) -> HttpResponse:
    """Make a one-time password; whoever is signed in with the old one is signed out."""
    account = _found(request.actor, account_id)
    password = reset_password(actor=request.actor, reason=_reason(request), account=account)
    show_once(request, account, password)
    return HttpResponseRedirect(address("account", account.pk))


@require_POST
@for_posts_that_may("deactivate_account")
def deactivate(request: DeskRequest, account_id: int) -> HttpResponse:
    """Close the account of somebody who left."""
    account = _found(request.actor, account_id)
    reason = _reason(request)
    if not reason:
        return _without_reason(request, account.pk)
    deactivate_account(actor=request.actor, reason=reason, account=account)
    messages.success(request, _("账号已停用，岗位已全部结束。"))
    return HttpResponseRedirect(address("account", account.pk))


def _found(actor: Actor, key: int) -> Account:
    account = accounts_below(actor).filter(pk=key).first()
    if account is None:
        raise Http404
    return account


def _reason(request: DeskRequest) -> str:
    return request.POST.get("reason", "").replace("\x00", "").strip()[:LONGEST_REASON]


def _without_reason(request: DeskRequest, account_id: int) -> HttpResponse:
    messages.error(request, _("没有办理：没有填写理由。请填写理由后重新提交。"))
    return HttpResponseRedirect(address("account", account_id))


def _page(request: DeskRequest, account: Account, sent: Answers | None) -> HttpResponse:
    actor = request.actor
    below = set(posts_below(actor).filter(account=account).values_list("pk", flat=True))
    posts = list(
        Post.objects.filter(account=account).select_related("account", "school", "campus", "office").order_by("pk")
    )
    beyond = [post for post in posts if post.pk not in below and post.ends_on is None]
    typed = sent.typed if sent else {"place": asked(request, "place"), "role": asked(request, "role")}
    kept = request.session.get(SHOWN_ONCE, {})
    password = request.session.pop(SHOWN_ONCE)["password"] if kept.get("account") == account.pk else None
    reasons = [_beyond(beyond)] if beyond else []
    names = _classes_of(posts)
    reset = Action(_("重置密码"), value="reset", reasons=reasons, note=_("生成一次性密码，原密码立即失效"))
    close = Action(
        _("停用账号"), value="close", tone="danger", reasons=reasons, note=_("人员调离或退休时使用，岗位一并结束")
    )
    context = {
        "account": account,
        "tag": account_tag(account),
        "crumbs": [Link(_("账号"), address("accounts"))],
        "facts": [Fact(_("用户名"), account.username)],
        "password": password,
        "posts": [(post, Role(post.role).label, post.pk in below, names[post.pk]) for post in posts],
        "reset": reset if may(actor, "reset_password") and account.is_active else None,
        "close": close if may(actor, "deactivate_account") and account.is_active else None,
        "may_end": may(actor, "end_post"),
        "may_add": may(actor, "assign_post") and account.is_active,
        "placing": placing(actor, typed, request.POST.getlist("class_groups"), address("account", account.pk)),
        "typed": typed,
        "errors": sent.wrong if sent else [],
        "wrong": sent.by_field if sent else {},
    }
    return render(request, "city/account.jinja", context, status=422 if sent else 200)


def _classes_of(posts: list[Post]) -> dict[int, str]:
    """Names of the classes of each homeroom teacher's post."""
    groups = ClassGroup.objects.in_bulk({key for post in posts for key in post.class_group_ids})
    return {post.pk: _("、").join(groups[key].name for key in post.class_group_ids if key in groups) for post in posts}


def _beyond(posts: list[Post]) -> Why:
    told = {"posts": _("、").join(post.place for post in posts)}
    return Why(_("该账号还在您管辖范围以外任职：%(posts)s。") % told, _("请由其上级单位办理。"))
