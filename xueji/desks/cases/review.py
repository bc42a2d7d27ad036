"""Review without leaving the page: one case of the worklist after the other, decided by a button or a key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xueji.cases.models import Case
from xueji.cases.queries import decisions_of
from xueji.desks.access import DeskRequest
from xueji.desks.cases.listing.asked import Asked, asked_of, desk_cases, list_address, order_of, ordered
from xueji.desks.cases.page.case import asked_of_you, case_of
from xueji.desks.cases.page.conditions import conditions_of, facts_now
from xueji.desks.cases.page.facts import answers_in_words, head_facts, route_facts
from xueji.desks.cases.page.papers import Papers, papers_shown
from xueji.desks.cases.page.rail import rail
from xueji.desks.cases.page.stepping import Attempt, Way, take
from xueji.desks.cases.page.story import papers_of, sent_back
from xueji.desks.cases.sides import child_name, holder_of, is_ours, names_by_party
from xueji.desks.cases.standing import for_deciding_posts, is_late, state_of, tag_of
from xueji.desks.children.answers import whole_number
from xueji.desks.design.parts import Link
from xueji.parties.actors import Actor
from xueji.parties.calendar import city_calendar
from xueji.parties.clock import city_today

LONGEST_ROUND = 2_000
"""Cases one round of reviewing walks through; nobody sits through more, and the list offers the rest."""


@dataclass(frozen=True)
class Round:
    """The cases of a worklist in their order, as they are now, and which of them is on the desk."""

    asked: Asked
    keys: list[int]
    at: int

    @property
    def here(self) -> int | None:
        """The case on the desk; None where none is left."""
        return self.keys[self.at] if self.keys else None

    def address(self, place: int) -> str:
        """The address at which the case at a place lies on the desk; the first one for a place behind the last."""
        told = {**self.asked.filters}
        if place < len(self.keys):
            told["case"] = str(self.keys[place])
        return f"{reverse('case_review')}?{urlencode(told)}" if told else reverse("case_review")


@require_GET
@for_deciding_posts
def case_review(request: DeskRequest) -> HttpResponse:
    """Put one case on the desk: the one named in the address if it still waits, else the first."""
    found = _round(asked_of(request.GET), request.actor, request.GET.get("case", ""))
    if found.here is None:
        context = {"crumbs": _crumbs(found.asked), "back": list_address(urlencode(found.asked.filters))}
        return render(request, "cases/review_done.jinja", context)
    return _show(request, found, case_of(found.here, request.actor), Attempt(request.GET.get("step", "")))


@require_POST
@for_deciding_posts
def review_step(request: DeskRequest, pk: int) -> HttpResponse:
    """Take the step and go on to the case that came next; a refused one stays on the desk with its reasons."""
    actor, asked = request.actor, asked_of(QueryDict(request.POST.get("filters", "")))
    case = case_of(pk, actor)
    # Looked up before the step: the case leaves the worklist with it.
    found = _round(asked, actor, str(pk))
    following = found.address(found.at + 1)

    def shown(fresh: Case, attempt: Attempt, status: int) -> HttpResponse:
        return _show(request, found, fresh, attempt, status=status)

    return take(request, case, Way(lambda: case_of(pk, actor), shown, following))


def _round(asked: Asked, actor: Actor, wanted: str) -> Round:
    """The round as the worklist has it now. A case that no longer waits gives its place to the first."""
    asked = asked.but(tab="", applied="")
    cases = ordered(desk_cases(asked, actor, today=city_today(), working=city_calendar()))
    order = [name for name, _kind in order_of(asked)]
    keys = list(cases.order_by(*order).values_list("pk", flat=True)[:LONGEST_ROUND])
    key = whole_number(wanted)
    return Round(asked, keys, keys.index(key) if key in keys else 0)


def _show(request: DeskRequest, found: Round, case: Any, attempt: Attempt, *, status: int = 200) -> HttpResponse:
    actor, today, working = request.actor, city_today(), city_calendar()
    papers, ours, holder = Papers(case, actor, papers_of(case)), is_ours(case, actor), holder_of(case)
    facts, decisions = facts_now(case, actor), list(decisions_of(case))
    to_form = f"{found.address(found.at)}{'&' if '?' in found.address(found.at) else '?'}step="
    context: dict[str, Any] = {
        "case": case,
        "title": child_name(case),
        "crumbs": _crumbs(found.asked),
        "tags": [tag_of(state_of(case), late=is_late(case, today), ours=ours)],
        "facts": head_facts(case),
        "rail": rail(case, decisions, today, working, names_by_party(case)),
        "papers": papers_shown(papers, reverse("case", args=[case.pk])),
        "answers": answers_in_words(case),
        "route": route_facts(case),
        "conditions": conditions_of(case, facts),
        "ours": ours,
        "sent_back": sent_back(case, decisions) if ours else "",
        "holder": holder.name if holder and not ours else None,
        "at": found.at + 1,
        "count": len(found.keys),
        "next_url": found.address(found.at + 1) if found.at + 1 < len(found.keys) else None,
        "previous_url": found.address(found.at - 1) if found.at else None,
        "filters": urlencode(found.asked.filters),
        **asked_of_you(case, actor, attempt, facts, to_form, with_refusal=True),
    }
    return render(request, "cases/review.jinja", context, status=status)


def _crumbs(asked: Asked) -> list[Link]:
    return [Link(_("业务办理"), list_address(urlencode(asked.filters)))]
