"""Who looks after a case and who asked for it to be hurried: told in the story, and what can be done about it now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from xueji.cases.attention import colleagues_of
from xueji.cases.models import Case, Handover, Urge
from xueji.desks.cases.sides import places_of
from xueji.desks.design.filters import in_words as words
from xueji.desks.design.parts import Choice, Event
from xueji.parties.actors import Actor
from xueji.parties.clock import city_today
from xueji.parties.models import Post
from xueji.parties.office_acts import may
from xueji.vocabulary.parties import Party


def attention_events(case: Case) -> list[Event]:
    """Urges and handovers as entries of the story."""
    urged = [
        Event(one.city_date, _("催办"), _urger(one), one.note or None, tone="waits")
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
        return {"colleagues": [], "may_urge": False, "urged": "", "handler": None}
    colleagues = colleagues_of(actor) if ours and may(actor, "hand_over") else Post.objects.none()
    may_urge = not ours and bool(case.held_by) and may(actor, "urge")
    urged = _urged_today(case, actor) if may_urge else None
    return {
        "colleagues": [Choice(str(post.pk), post.account.full_name) for post in colleagues if post.pk != actor.post_id],
        "may_urge": may_urge and urged is None,
        "urged": _told(urged) if urged else "",
        "handler": case.handed_name if ours else None,
    }


def _urged_today(case: Any, actor: Actor) -> Urge | None:
    """The urge of the reader's own side today: each side has one a day."""
    sides = {actor.party.value, *(place.party.value for place in places_of(case) if place.is_of(actor))}
    return Urge.objects.filter(case=case, party__in=sides, city_date=city_today()).first()


def _told(urged: Urge) -> str:
    at = timezone.localtime(urged.at).strftime("%H:%M")
    return _("今天已催办（%(who)s，%(at)s）。每个单位每天可催办一次。") % {"who": urged.actor_name, "at": at}


def _urger(one: Urge) -> str:
    return f"{words(Party(one.party).label)} {one.actor_name}"
