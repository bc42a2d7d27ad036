"""Who looks after a case and who asked for it to be hurried: told in the story, and done from the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xueji.cases.acts.office.attention import hand_over, urge
from xueji.cases.attention import colleagues_of
from xueji.cases.models import Case, Handover, Urge
from xueji.cases.queries import visible_to
from xueji.desks.access import DeskRequest
from xueji.desks.cases.standing import for_deciding_posts
from xueji.desks.children.answers import typed, whole_number
from xueji.desks.design.parts import Choice, Event
from xueji.desks.errors import not_found
from xueji.parties.actors import Actor
from xueji.parties.models import Post
from xueji.parties.office_acts import may
from xueji.vocabulary.parties import Party


def attention_events(case: Case) -> list[Event]:
    """Urges and handovers as entries of the story."""
    urged = [
        Event(one.city_date, _("催办"), f"{Party(one.party).label.zh} {one.actor_name}", one.note or None, tone="waits")
        for one in Urge.objects.filter(case=case)
    ]
    given = Handover.objects.filter(case=case).select_related("post__account", "given_by")
    handed = [
        Event(
            one.city_date,
            _("转交%(name)s办理") % {"name": one.post.account.full_name},
            one.given_by.full_name,
            one.note or None,
        )
        for one in given
    ]
    return [*urged, *handed]


def together(story: Sequence[Event], attention: Sequence[Event]) -> list[Event]:
    """The story with what was done about it in between, newest first; a decision stands before what led up to it."""
    return sorted([*story, *attention], key=lambda event: event.when, reverse=True)


def attention_of(case: Any, actor: Actor, *, ours: bool) -> dict[str, Any]:
    """What can be done about a case besides deciding: give it to a colleague, or ask its holder to act."""
    if case.closed_on is not None:
        return {"colleagues": [], "may_urge": False, "handler": None}
    colleagues = colleagues_of(actor) if ours and may(actor, "hand_over") else Post.objects.none()
    return {
        "colleagues": [Choice(str(post.pk), post.account.full_name) for post in colleagues],
        "may_urge": not ours and bool(case.held_by) and may(actor, "urge"),
        "handler": case.handed_name if ours else None,
    }


@require_POST
@for_deciding_posts
def give_to_colleague(request: DeskRequest, pk: int) -> HttpResponse:
    """Hand the case to a colleague of the office that holds it."""
    case = visible_to(request.actor).filter(pk=pk, student_record__isnull=False).first()
    if case is None:
        return not_found(request)
    key = whole_number(request.POST.get("post", "")) or 0
    post = colleagues_of(request.actor).filter(pk=key).first() or Post(pk=0)
    given = hand_over(actor=request.actor, reason=typed(request.POST, "note"), case=case, post=post)
    messages.success(request, _("已转交%(name)s。") % {"name": given.post.account.full_name})
    return redirect("case", pk)


@require_POST
@for_deciding_posts
def urge_holder(request: DeskRequest, pk: int) -> HttpResponse:
    """Ask the holder to act."""
    case = visible_to(request.actor).filter(pk=pk, student_record__isnull=False).first()
    if case is None:
        return not_found(request)
    urge(actor=request.actor, reason=typed(request.POST, "note"), case=case)
    messages.success(request, _("已催办，办理单位会收到通知。"))
    return redirect("case", pk)
