"""Giving a case to a colleague, and asking its holder to act; what is refused is told on the page of the case."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xueji.cases.acts.office.attention import hand_over, urge
from xueji.cases.attention import colleagues_of
from xueji.desks.access import DeskRequest
from xueji.desks.cases.page.case import case_of, show
from xueji.desks.cases.page.stepping import Attempt
from xueji.desks.cases.standing import for_deciding_posts
from xueji.desks.children.answers import typed, whole_number
from xueji.desks.design.parts import Why
from xueji.parties.models import Post
from xueji.parties.refusals import RefusedError


@require_POST
@for_deciding_posts
def give_to_colleague(request: DeskRequest, pk: int) -> HttpResponse:
    """Hand the case to a colleague of the office that holds it."""
    case: Any = case_of(pk, request.actor)
    key = whole_number(request.POST.get("post", "")) or 0
    post = colleagues_of(request.actor).filter(pk=key).first() or Post(pk=0)
    try:
        with transaction.atomic():
            given = hand_over(actor=request.actor, reason=typed(request.POST, "note"), case=case, post=post)
    except RefusedError as error:
        return _refused(request, pk, error)
    messages.success(request, _("已转交%(name)s。") % {"name": given.post.account.full_name})
    return redirect("case", pk)


@require_POST
@for_deciding_posts
def urge_holder(request: DeskRequest, pk: int) -> HttpResponse:
    """Ask the holder to act."""
    case: Any = case_of(pk, request.actor)
    try:
        with transaction.atomic():
            urge(actor=request.actor, reason=typed(request.POST, "note"), case=case)
    except RefusedError as error:
        return _refused(request, pk, error)
    messages.success(request, _("已催办，办理单位会收到通知。"))
    return redirect("case", pk)


def _refused(request: DeskRequest, pk: int, error: RefusedError) -> HttpResponse:
    """The page of the case as it stands now, with what stood against it."""
    against = [Why(complaint.says, complaint.mend) for complaint in error.complaints]
    return show(request, case_of(pk, request.actor), Attempt(), status=409, against=against)
