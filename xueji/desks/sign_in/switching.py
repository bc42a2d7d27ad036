"""Two switches in the corner: the post one acts in, and the language one reads."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language as set_language_cookie

from xueji.desks.access import POST_KEY, DeskRequest, before_password_change, open_to_all
from xueji.desks.errors import problem


@before_password_change
@require_POST
def switch_post(request: DeskRequest) -> HttpResponse:
    """Sit down at another of one's own desks: kept in the session, and on to that desk's home."""
    chosen = next((post for post in request.posts if str(post.pk) == request.POST.get("post")), None)
    if chosen is None:
        return problem(
            request,
            409,
            title=_("没有切换岗位"),
            says=_("您没有这个岗位，或者它已经结束。"),
            mend=_("请在右上角选择现有的岗位；需要新的岗位时请联系上级单位。"),
            saved=False,
        )
    request.session[POST_KEY] = chosen.pk
    return redirect("home")


@open_to_all
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language in a cookie and return to the page one came from, if it is one of ours."""
    return set_language_cookie(request)
