"""Pages that say no: what happened to your data, and what to do."""

import logging
import secrets
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from xueji.desks.design.frame import Frame
from xueji.desks.design.parts import Why
from xueji.parties.refusals import RefusedError

logger = logging.getLogger(__name__)


def problem(  # noqa: PLR0913 - a page of this kind says all of this
    request: HttpRequest,
    status: int,
    *,
    title: str,
    says: str,
    mend: str = "",
    saved: bool | None = None,
    reasons: Sequence[Any] = (),
    reference: str = "",
) -> HttpResponse:
    """A problem page. `saved`: True or False where something was to be saved, None elsewhere."""
    context: dict[str, Any] = {
        "title": title,
        "says": says,
        "mend": mend,
        "saved": saved,
        "reasons": reasons,
        "links": (),
        "reference": reference,
    }
    if not hasattr(request, "actor"):
        context["frame"] = Frame()
    return render(request, "design/problem.jinja", context, status=status)


def refused(request: HttpRequest, error: RefusedError) -> HttpResponse:
    """409: an office act was refused; nothing was saved, every complaint is listed."""
    shown: Any = messages.get_messages(request)
    shown.used = True
    reasons = [Why(complaint.says, complaint.mend) for complaint in error.complaints]
    return problem(
        request, 409, title=_("没有办理"), says=_("您的办理没有通过以下检查。"), saved=False, reasons=reasons
    )


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form came without its token, most often from a page kept open over night."""
    logger.warning("csrf: %s", reason)
    return problem(
        request,
        403,
        title=_("页面已过期"),
        says=_("这张表单打开得太久，或浏览器没有保存 Cookie，系统不能确认是您本人提交的。"),
        mend=_("请返回上一页刷新后重新提交。"),
        saved=False,
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: absent, or not yours to see; both look alike."""
    return problem(
        request,
        404,
        title=_("没有找到"),
        says=_("没有这一页，或者它不在您的管辖范围内。"),
        mend=_("请核对地址，或从工作台重新进入。"),
    )


def broken(request: HttpRequest) -> HttpResponse:
    """500: our own failure. The log and the page carry the same number."""
    reference = secrets.token_hex(4)
    logger.error("problem page %s for %s", reference, request.path)
    return problem(
        request,
        500,
        title=_("系统出错"),
        says=_("系统自身发生错误，这不是您的操作问题。"),
        mend=_("请稍后重试；反复出现时请与技术支持联系。"),
        saved=False if request.method == "POST" else None,
        reference=reference,
    )
