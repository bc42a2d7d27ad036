"""我的账号: posts, where the digest of the day goes, the second factor, and who has signed in as me of late."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from axes.models import AccessLog
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xueji.desks.access import DeskRequest
from xueji.desks.design.parts import Cell, Column, Row
from xueji.desks.district.answers import Answers
from xueji.parties.entrance.second_factor import confirmed, everybody_needs_one, recovery_codes_left
from xueji.parties.models import Account, Post
from xueji.vocabulary.parties import Role

SIGN_INS = 10
# Each of these also names those behind it: the first that is found is meant.
_BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrom": "Chrome", "Safari": "Safari"}
_SYSTEMS = {
    "Windows": "Windows",
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Mac": "macOS",
    "Linux": "Linux",
}
LONGEST_EMAIL = 254


@require_http_methods(["GET", "POST"])
def my_account(request: DeskRequest) -> HttpResponse:
    """Show the own account, or keep another address for the digest."""
    account = Account.objects.get(pk=request.actor.account_id or 0)
    if request.method == "GET":
        return _page(request, account, None)
    sent = Answers(request.POST)
    email = sent.text("email", _("电子邮箱"), required=False, longest=LONGEST_EMAIL)
    if email and not sent.wrong and not _is_email(email):
        sent.fault("email", _("这不是有效的电子邮箱地址。"), _("例如 zhaoyulan@example.org；不需要邮件的留空。"))
    if sent.wrong:
        return _page(request, account, sent)
    account.email = email
    account.save(update_fields=["email"])
    messages.success(request, _("每日摘要将发送到 %(email)s。") % {"email": email} if email else _("不再发送邮件。"))
    return redirect("my_account")


def _is_email(typed: str) -> bool:
    try:
        validate_email(typed)
    except ValidationError:
        return False
    return True


def _page(request: DeskRequest, account: Account, sent: Answers | None) -> HttpResponse:
    factor = confirmed(account)
    context = {
        "account": account,
        "post_columns": [Column("place", _("单位")), Column("role", _("岗位")), Column("until", _("任期"))],
        "posts": [_post(post) for post in request.posts],
        "since": factor.confirmed_at if factor else None,
        "left": recovery_codes_left(account) if factor else 0,
        "required": everybody_needs_one(),
        "sign_in_columns": [
            Column("at", _("时间"), "moment"),
            Column("address", _("网络地址")),
            Column("browser", _("浏览器"), on_phone=False),
        ],
        "sign_ins": _sign_ins(account),
        "email": sent.typed.get("email", "") if sent else account.email,
        "errors": sent.wrong if sent else [],
        "wrong": sent.by_field if sent else {},
    }
    return render(request, "account/own.jinja", context, status=422 if sent else 200)


def _post(post: Post) -> Row:
    cells: dict[str, Any] = {"place": post.place, "role": Role(post.role).label, "until": _("长期")}
    if post.stands_in_for is not None:
        note = _("代 %(name)s") % {"name": post.stands_in_for.account.full_name}
        cells["role"] = Cell(Role(post.role).label, note)
    if post.ends_on is not None:
        cells["until"] = _("到%(day)s") % {"day": (post.ends_on - timedelta(days=1)).isoformat()}
    return Row(str(post.pk), cells)


def _sign_ins(account: Account) -> list[Row]:
    """The latest sign-ins, machine time; the first of them is most likely this one."""
    log = AccessLog.objects.filter(username=account.username).order_by("-attempt_time")[:SIGN_INS]
    return [
        Row(
            str(entry.pk),
            {"at": entry.attempt_time, "address": entry.ip_address or _("不明"), "browser": _browser(entry.user_agent)},
        )
        for entry in log
    ]


def _browser(sent: str) -> str:
    """A browser's long name of itself in words one recognizes."""
    browser = next((said for sign, said in _BROWSERS.items() if sign in sent), _("其他浏览器"))
    system = next((said for sign, said in _SYSTEMS.items() if sign in sent), _("其他系统"))
    return _("%(browser)s，%(system)s") % {"browser": browser, "system": system}
