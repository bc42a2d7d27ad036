"""Changing one's own password; a one-time password must be changed before anything else."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.password_validation import (
    MinimumLengthValidator,
    get_default_password_validators,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from xueji.desks.access import DeskRequest, before_password_change
from xueji.desks.design.parts import Wrong
from xueji.desks.sign_in.entering import LONGEST
from xueji.desks.sign_in.hashing import QUEUE, answers_when_full
from xueji.parties.models import Account


@before_password_change
@sensitive_post_parameters("old", "new", "again")
@require_http_methods(["GET", "POST"])
@answers_when_full
def change_password(request: DeskRequest) -> HttpResponse:
    """Ask for the present password and twice for the new one. Other sessions of the account end with the change."""
    account = Account.objects.get(pk=request.actor.account_id or 0)
    if request.method == "GET":
        return _form(request, account, [])
    old, new, again = (request.POST.get(name, "")[:LONGEST] for name in ("old", "new", "again"))
    with QUEUE.turn():
        wrong = _faults(account, old, new, again)
        if wrong:
            return _form(request, account, wrong)
        account.set_password(new)
    account.must_change_password = False
    account.save(update_fields=["password", "must_change_password"])
    update_session_auth_hash(request, account)
    messages.success(request, _("密码已修改。您在其他电脑上的登录已经失效。"))
    return redirect("home")


def _faults(account: Account, old: str, new: str, again: str) -> list[Wrong]:
    """Everything that is wrong with what was typed, field by field."""
    found = []
    if not account.check_password(old):
        found.append(Wrong("old", _("现在的密码不正确。"), _("首次登录请填写上级单位给您的一次性密码。")))
    if not new:
        found.append(Wrong("new", _("新密码没有填写。")))
    elif new == old:
        found.append(Wrong("new", _("新密码与现在的密码相同。"), _("请换一个密码。")))
    else:
        try:
            validate_password(new, account)
        except ValidationError as error:
            found += [Wrong("new", _in_our_words(fault)) for fault in error.error_list]
    if new != again:
        found.append(Wrong("again", _("两次输入的新密码不一致。"), _("请重新输入。")))
    return found


def _in_our_words(fault: ValidationError) -> str:
    """Django's own sentences are partly untranslated, and call a column by its name in the program."""
    params = fault.params or {}
    says = {
        "password_too_short": _("新密码太短，至少要有%(least)s个字符。") % {"least": params.get("min_length", "")},
        "password_too_similar": _("新密码与您的用户名或姓名太相似。"),
        "password_too_common": _("新密码太常见，容易被猜到。"),
        "password_entirely_numeric": _("新密码不能全是数字。"),
    }
    return says.get(str(fault.code)) or " ".join(fault.messages)


def _rules() -> list[str]:
    lengths = [
        rule.min_length for rule in get_default_password_validators() if isinstance(rule, MinimumLengthValidator)
    ]
    shortest = [_("至少%(least)s个字符，可以是一句话。") % {"least": least} for least in lengths]
    return [*shortest, _("不能全是数字，不能是常见密码，也不能与您的用户名或姓名相似。")]


def _form(request: DeskRequest, account: Account, wrong: list[Wrong]) -> HttpResponse:
    context = {"first": account.must_change_password, "wrong": wrong, "rules": _rules()}
    return render(request, "sign_in/change_password.jinja", context, status=422 if wrong else 200)
