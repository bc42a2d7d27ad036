"""Somebody leaves: what will end, shown before it ends."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xueji.cases.models import Handover
from xueji.desks.access import DeskRequest
from xueji.desks.city.accounts.finding import found_account
from xueji.desks.city.accounts.telling import post_line
from xueji.desks.design.parts import Fact, Link
from xueji.desks.district.answers import Answers
from xueji.desks.district.asking import address
from xueji.desks.district.deciding import for_posts_that_may
from xueji.parties.acts.office.accounts import deactivate_account
from xueji.parties.clock import city_today
from xueji.parties.models import Account, ApiToken, Post
from xueji.parties.refusals import RefusedError


@require_http_methods(["GET", "POST"])
@for_posts_that_may("deactivate_account")
def deactivate(request: DeskRequest, account_id: int) -> HttpResponse:
    """List what ends with the account; close it once a reason is given."""
    account = found_account(request.actor, account_id)
    if request.method == "GET" or not account.is_active:
        return _page(request, account, None)
    sent = Answers(request.POST)
    reason = sent.text("reason", _("理由"))
    if not sent.wrong:
        try:
            deactivate_account(actor=request.actor, reason=reason, account=account)
        except RefusedError as error:
            sent.refused(error)
    if sent.wrong:
        return _page(request, account, sent)
    messages.success(request, _("账号已停用，岗位已全部结束。"))
    return HttpResponseRedirect(address("account", account.pk))


def _page(request: DeskRequest, account: Account, sent: Answers | None) -> HttpResponse:
    context = {
        "account": account,
        "crumbs": [Link(_("账号"), address("accounts")), Link(account.full_name, address("account", account.pk))],
        "facts": [Fact(_("用户名"), account.username)],
        "ends": what_ends(account),
        "typed": sent.typed if sent else {},
        "errors": sent.wrong if sent else [],
        "wrong": sent.by_field if sent else {},
    }
    return render(request, "city/deactivate.jinja", context, status=422 if sent else 200)


def what_ends(account: Account) -> list[Fact]:
    """Everything that the leaver's account holds and that ends or passes on with it."""
    told = ("account", "school", "campus", "office", "stands_in_for__account")
    running = Post.objects.filter(account=account).exclude(ends_on__lte=city_today()).select_related(*told)
    posts = list(running.order_by("pk"))
    tokens = ApiToken.objects.filter(post__in=posts, revoked_at__isnull=True).values_list("name", flat=True)
    handed = Handover.objects.filter(post__in=posts, version=F("case__version"), case__closed_on__isnull=True)
    cases = handed.values("case_id").distinct().count()
    stand_ins = running.model.objects.filter(stands_in_for__in=posts).exclude(ends_on__lte=city_today())
    names = list(stand_ins.values_list("account__full_name", flat=True))
    nothing: Any = _("没有")
    return [
        Fact(_("结束的岗位"), _("；").join(post_line(post) for post in posts) or nothing, _("自今日起不能办理业务")),
        Fact(_("交还单位的业务"), _("%(n)s件") % {"n": cases}, _("原来交给此人办理的，回到本单位待办中")),
        Fact(_("作废的程序密钥"), _("、").join(tokens) or nothing, _("立即失效，需要时由接任者另行申请")),
        Fact(_("继续有效的代岗"), _("、").join(names) or nothing, _("代此人岗位的人员办理到约定的截止日期")),
        Fact(_("登录"), _("立即退出"), _("密码、动态验证码和恢复码一并作废")),
    ]
