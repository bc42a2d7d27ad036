"""Who watches over the border: the deciding posts of the city and of its service team."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from xueji.desks.access import DeskRequest, level_of_desk
from xueji.desks.errors import problem
from xueji.desks.framing import decides
from xueji.vocabulary.parties import Party

View = Callable[..., HttpResponseBase]


def for_border_posts(view: View) -> View:
    """Keep a view to them; schools and districts find their own cases' messages on the page of the case."""

    @wraps(view)
    def guarded(request: DeskRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not decides(request.actor) or level_of_desk(request.actor) not in {Party.CITY, Party.SERVICE_TEAM}:
            return problem(
                request,
                403,
                title=_("您当前的岗位不办理跨省交换"),
                says=_("这一页由市级学籍管理人员和服务团队使用。"),
                mend=_("本单位业务的往来消息，请在该业务的页面上查看。"),
            )
        return view(request, *args, **kwargs)

    return guarded
