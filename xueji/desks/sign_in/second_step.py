"""The second step of signing in: a code from the authenticator, or one of the recovery codes."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from xueji.desks.access import open_to_all
from xueji.desks.design.parts import Wrong
from xueji.desks.errors import problem
from xueji.desks.sign_in.arriving import awaited, enter
from xueji.parties.entrance.second_factor import Answer, check

LONGEST = 40
"""Characters of a code that are looked at."""


@open_to_all
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask for the code of whoever has just given the right password; anybody else begins with the password."""
    found = awaited(request)
    if found is None:
        return redirect("sign_in")
    account, onward = found
    if request.method == "GET":
        return _form(request, [])
    typed = request.POST.get("code", "").replace("\x00", "").strip()[:LONGEST]
    if not typed:
        return _form(request, [Wrong("code", _("验证码没有填写。"), _("请打开手机上的验证器查看。"))])
    answer = check(account, typed)
    if answer is Answer.RIGHT:
        return enter(request, account, onward)
    if answer is Answer.PAUSED:
        return _paused(request)
    return _form(request, [fault_of(answer)])


def fault_of(answer: Answer) -> Wrong:
    """What is said of a code that was not taken."""
    if answer is Answer.UNREADABLE:
        return Wrong(
            "code",
            _("系统的密钥已更换，无法核对动态验证码。"),
            _("请上级单位重置动态验证码。"),
        )
    if answer is Answer.PAUSED:
        return Wrong("code", _("验证码连续多次不正确，暂停核对15分钟。"), _("请稍后再试。"))
    return Wrong(
        "code",
        _("验证码不正确，或者已经用过。"),
        _("请等验证器显示下一个验证码再填写；手机时间须准确。恢复码每个只能用一次。"),
    )


def _paused(request: HttpRequest) -> HttpResponse:
    told = fault_of(Answer.PAUSED)
    says, mend = str(told.says), _("请稍后再试；不是本人操作的，请告知上级单位：有人知道您的密码。")
    answer = problem(request, 429, title=_("登录尝试过多"), says=says, mend=mend)
    answer["Retry-After"] = str(int(settings.AXES_COOLOFF_TIME * 3600))
    return answer


def _form(request: HttpRequest, wrong: list[Wrong]) -> HttpResponse:
    return render(request, "sign_in/second_step.jinja", {"wrong": wrong}, status=422 if wrong else 200)
