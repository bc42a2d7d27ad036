"""Pages of office acts are for the posts that the rulebook lists for them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from xueji.desks.access import DeskRequest
from xueji.desks.design.filters import in_words
from xueji.desks.errors import problem
from xueji.parties.office_acts import may
from xueji.parties.rulebook import rulebook_in_force

Desk = Callable[..., HttpResponseBase]


def for_posts_that_may(*acts: str) -> Callable[[Desk], Callable[..., Any]]:
    """Keep a view to posts that may do at least one of these office acts; the others are told who does."""

    def decorate(view: Desk) -> Callable[..., Any]:
        @wraps(view)
        def guarded(request: DeskRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if any(may(request.actor, act) for act in acts):
                return view(request, *args, **kwargs)
            return _not_this_post(request, acts)

        return guarded

    return decorate


def _not_this_post(request: DeskRequest, acts: tuple[str, ...]) -> HttpResponseBase:
    listed = rulebook_in_force().rulebook.office_acts
    roles = sorted({role for act in acts for role in listed.get(act, frozenset())})
    return problem(
        request,
        403,
        title=_("您当前的岗位不办理这一页的业务"),
        says=_("这一页由%(who)s办理。") % {"who": _("、").join(str(in_words(role.label)) for role in roles)},
        mend=_("如果您另有相应岗位，请在右上角切换；否则请联系该岗位。"),
    )
