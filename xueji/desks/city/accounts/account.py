"""One account: its posts, a new password, the end of a post, the end of all."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from xueji.desks.access import DeskRequest
from xueji.desks.city.accounts.creating import SHOWN_ONCE
from xueji.desks.city.accounts.finding import found_account, found_post, reason_of, without_reason
from xueji.desks.city.accounts.posting import placing, read_post
from xueji.desks.city.accounts.telling import account_tag, can_be_stood_in, post_line, runs, term_of
from xueji.desks.design.filters import in_words
from xueji.desks.design.filters import moment as date_in_words
from xueji.desks.design.parts import Action, Fact, Label, Link, Why
from xueji.desks.district.answers import Answers
from xueji.desks.district.asking import address, asked
from xueji.desks.district.deciding import for_posts_that_may
from xueji.parties.actors import Actor
from xueji.parties.acts.office.accounts import assign_post, end_post
from xueji.parties.clock import city_today
from xueji.parties.entrance.second_factor import confirmed
from xueji.parties.entrance.unused import sealing
from xueji.parties.models import Account, Post
from xueji.parties.office_acts import may
from xueji.parties.queries import posts_below
from xueji.parties.refusals import RefusedError
from xueji.records.models import ClassGroup
from xueji.vocabulary.parties import Role


@dataclass(frozen=True)
class Told:
    """One post as the page shows it, and what may be done with it (`reasons`: why it cannot be ended here)."""

    post: Post
    role: Label
    classes: str
    term: str
    running: bool
    stand_ins: list[tuple[Post, str]]
    reasons: list[Why]
    may_end: bool
    may_be_stood_in: bool


@never_cache
@require_GET
@for_posts_that_may("create_account", "reset_password")
def account_page(request: DeskRequest, account_id: int) -> HttpResponse:
    """Show one account below this office, and a one-time password made a moment ago."""
    return _page(request, found_account(request.actor, account_id), None)


@require_POST
@for_posts_that_may("assign_post")
def add_post(request: DeskRequest, account_id: int) -> HttpResponse:
    """Give the account a further post."""
    account = found_account(request.actor, account_id)
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
    post = found_post(request.actor, post_id)
    reason = reason_of(request)
    if not reason:
        return without_reason(request, post.account_id)
    end_post(actor=request.actor, reason=reason, post=post)
    messages.success(request, _("已结束岗位“%(post)s”。") % {"post": post_line(post)})
    return HttpResponseRedirect(address("account", post.account_id))


def _page(request: DeskRequest, account: Account, sent: Answers | None) -> HttpResponse:
    actor = request.actor
    posts = _posts_of(account)
    below = set(posts_below(actor).filter(account=account).values_list("pk", flat=True))
    beyond = [post for post in posts if post.pk not in below and runs(post)]
    typed = sent.typed if sent else {"place": asked(request, "place"), "role": asked(request, "role")}
    kept = request.session.get(SHOWN_ONCE, {})
    password = request.session.pop(SHOWN_ONCE)["password"] if kept.get("account") == account.pk else None
    sealed = sealing()
    context = {
        "account": account,
        "tag": account_tag(account, sealed=sealed),
        "crumbs": [Link(_("账号"), address("accounts"))],
        "facts": [Fact(_("用户名"), account.username), Fact(_("最近登录"), _last_seen(account))],
        "password": password,
        "posts": _told(actor, posts, below),
        **_deeds(actor, account, [_beyond(beyond)] if beyond else [], sealed=sealed.holds(account)),
        "may_end_stand_in": may(actor, "end_stand_in"),
        "may_add": may(actor, "assign_post") and account.is_active,
        "placing": placing(actor, typed, request.POST.getlist("class_groups"), address("account", account.pk)),
        "typed": typed,
        "errors": sent.wrong if sent else [],
        "wrong": sent.by_field if sent else {},
    }
    return render(request, "city/account.jinja", context, status=422 if sent else 200)


def _posts_of(account: Account) -> list[Post]:
    told = ("account", "school", "campus", "office", "stands_in_for__account")
    return list(Post.objects.filter(account=account).select_related(*told).order_by("pk"))


def _last_seen(account: Account) -> str:
    return date_in_words(account.last_login) if account.last_login else _("还没有登录过")


def _told(actor: Actor, posts: list[Post], below: set[int]) -> list[Told]:
    """The posts as the page shows them, each with those who stand in for it now or soon."""
    running = Post.objects.filter(stands_in_for__in=posts).exclude(ends_on__lte=city_today())
    stand_ins: dict[int | None, list[tuple[Post, str]]] = defaultdict(list)
    for each in running.select_related("account").order_by("starts_on", "pk"):
        stand_ins[each.stands_in_for_id].append((each, term_of(each)))
    names, outside = _classes_of(posts), [Why(_("该岗位不在您的管辖范围内。"), _("请由其上级单位办理。"))]
    return [
        Told(
            post,
            _role(post),
            names[post.pk],
            term_of(post),
            running=runs(post),
            stand_ins=stand_ins[post.pk],
            reasons=[] if post.pk in below else outside,
            may_end=runs(post) and may(actor, "end_post"),
            may_be_stood_in=runs(post) and post.pk in below and may(actor, "stand_in") and can_be_stood_in(post),
        )
        for post in posts
    ]


def _deeds(actor: Actor, account: Account, reasons: list[Why], *, sealed: bool) -> dict[str, Action | bool | None]:
    """What may be done to the account as a whole; None for what this post does not do or what has no object."""
    reset = Action(_("重置密码"), value="reset", reasons=reasons, note=_("生成一次性密码，原密码立即失效"))
    factor = Action(_("重置动态验证码"), value="reset", reasons=reasons)
    unseal = Action(_("重新启用"), value="unseal", tone="primary", reasons=reasons)
    note = _("人员调离或退休时使用，确认前会列出影响")
    leave = Action(
        _("停用账号"),
        None if reasons else address("deactivate_account", account.pk),
        tone="danger",
        reasons=reasons,
        note=note,
    )
    in_use, active = confirmed(account) is not None, account.is_active
    return {
        "in_use": in_use,
        "reset": reset if active and may(actor, "reset_password") else None,
        "factor": factor if active and in_use and may(actor, "reset_second_factor") else None,
        "unseal": unseal if active and sealed and may(actor, "unseal_account") else None,
        "leave": leave if active and may(actor, "deactivate_account") else None,
    }


def _role(post: Post) -> Label:
    role = Role(post.role).label
    if post.stands_in_for is None:
        return role
    told = {"role": in_words(role), "name": post.stands_in_for.account.full_name}
    return _("%(role)s（代 %(name)s）") % told


def _classes_of(posts: list[Post]) -> dict[int, str]:
    """Names of the classes of each homeroom teacher's post."""
    groups = ClassGroup.objects.in_bulk({key for post in posts for key in post.class_group_ids})
    return {post.pk: _("、").join(groups[key].name for key in post.class_group_ids if key in groups) for post in posts}


def _beyond(posts: list[Post]) -> Why:
    told = {"posts": _("、").join(post.place for post in posts)}
    return Why(_("该账号还在您管辖范围以外任职：%(posts)s。") % told, _("请由其上级单位办理。"))
