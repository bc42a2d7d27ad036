"""The page of one case: the rail, what is asked of the reader, and everything behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xueji.cases.door.offers import offers
from xueji.cases.models import Case
from xueji.cases.queries import ENTRY, decisions_of, visible_to
from xueji.desks.access import DeskRequest
from xueji.desks.cases.page.asking import asked, beside, chosen_of, refusal_of
from xueji.desks.cases.page.attention import attention_events, attention_of
from xueji.desks.cases.page.conditions import conditions_of, facts_now
from xueji.desks.cases.page.crossing.section import told_across
from xueji.desks.cases.page.facts import answers_in_words, head_facts, place_facts, route_facts
from xueji.desks.cases.page.papers import Papers, papers_shown
from xueji.desks.cases.page.rail import rail
from xueji.desks.cases.page.stepping import Attempt, Way, take
from xueji.desks.cases.page.story import papers_of, sent_back, story
from xueji.desks.cases.sides import child_name, dressed, holder_of, is_ours, may_open_child, names_by_party, student_of
from xueji.desks.cases.standing import for_deciding_posts, is_late, state_of, tag_of
from xueji.desks.cases.terms import terms_of_step
from xueji.desks.design.parts import Link, Why
from xueji.desks.forms import Given, Known, Places
from xueji.desks.reasons import as_why
from xueji.parties.actors import Actor
from xueji.parties.calendar import city_calendar
from xueji.parties.clock import city_today
from xueji.process.compiler.keys import RESUBMIT
from xueji.process.decision import Offer


@require_GET
@for_deciding_posts
def case(request: DeskRequest, pk: int) -> HttpResponse:
    """Show the page; `step` in the address opens the form of another step than the ordinary one."""
    return show(request, case_of(pk, request.actor), Attempt(request.GET.get("step", "")))


@require_POST
@for_deciding_posts
def take_case_step(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a step and lead back to the page."""

    def shown(found: Case, attempt: Attempt, status: int) -> HttpResponse:
        return show(request, found, attempt, status=status)

    way = Way(lambda: case_of(pk, request.actor), shown, reverse("case", args=[pk]))
    return take(request, case_of(pk, request.actor), way)


def case_of(pk: int, actor: Actor) -> Any:
    """A case of this desk. Raises Http404 alike for one that is absent and one that is not theirs."""
    found = dressed(visible_to(actor).filter(pk=pk).exclude(procedure=ENTRY)).first()
    if found is None:
        raise Http404
    return found


def show(
    request: DeskRequest, case: Any, attempt: Attempt, *, status: int = 200, against: Sequence[Why] = ()
) -> HttpResponse:
    """Write the page. `against`: what stood against something else than a step, such as an urge."""
    actor, today, working = request.actor, city_today(), city_calendar()
    decisions, papers = list(decisions_of(case)), Papers(case, actor, papers_of(case))
    told = story(case, decisions, papers.rows, papers.link, working)
    holder, ours, facts = holder_of(case), is_ours(case, actor), facts_now(case, actor)
    context: dict[str, Any] = {
        "case": case,
        "title": child_name(case) or _("（姓名不对本单位公开）"),
        "crumbs": [Link(_("业务办理"), reverse("cases"))],
        "tags": [tag_of(state_of(case), late=is_late(case, today), ours=ours)],
        "facts": head_facts(case),
        "rail": rail(case, decisions, today, working, names_by_party(case)),
        "papers": papers_shown(papers, reverse("case", args=[case.pk])),
        "add_paper": papers.form(),
        **told_across(case, decisions, told, attention_events(case)),
        "conditions": conditions_of(case, facts),
        "answers": answers_in_words(case),
        "places": place_facts(case),
        "route": route_facts(case),
        "attention": attention_of(case, actor, ours=ours),
        "holder": holder.name if holder and not ours else None,
        "ours": ours,
        "sent_back": sent_back(case, decisions) if ours else "",
        "links": _links(case, actor),
        **asked_of_you(case, actor, attempt, facts, f"{reverse('case', args=[case.pk])}?step="),
    }
    if against:
        context["against"] = against
    return render(request, "cases/case.jinja", context, status=status)


def asked_of_you(
    case: Any, actor: Actor, attempt: Attempt, facts: Any, to_form: str, *, with_refusal: bool = False
) -> dict[str, Any]:
    """What the reader may do now: the open form, the steps beside it, and what stood against the last attempt.

    `to_form` + event is where the form of another step is opened. `with_refusal`: the yes and the no stand side by side,
    each with its form.
    """
    possible = offers([case], actor).get(case.pk, [])
    no = refusal_of(possible) if with_refusal else None
    chosen = chosen_of(possible, "" if no and no.transition.event == attempt.event else attempt.event)
    if chosen is None or not chosen.transition.primary or chosen.transition.needs_reason:
        no = None
    tried_no = no is not None and no.transition.event == attempt.event
    return {
        "wrong": attempt.wrong,
        "against": as_why(attempt.reasons),
        "step": _step(case, chosen, Attempt() if tried_no else attempt, actor, facts) if chosen else None,
        "no": asked(no, attempt if tried_no else Attempt(), places(case, actor)) if no else None,
        "tried_no": tried_no,
        "others": [beside(offer, to_form) for offer in possible if offer not in (chosen, no)],
    }


def _step(case: Any, offer: Offer, attempt: Attempt, actor: Actor, facts: Any) -> dict[str, Any]:
    """The open form. What is resubmitted shows what was answered before; papers already there need not be sent again."""
    step, given, held = offer.transition, attempt.given, {}
    if step.resumes or step.event == RESUBMIT:
        tried = bool(attempt.wrong or attempt.reasons)
        given = given if tried else Given({key: str(value) for key, value in case.answers.items()})
        spared = {item.key for item in step.asks if step.resumes or not item.required}
        held = {paper.kind: paper.attachment.file_name for paper in papers_of(case) if paper.kind in spared}
    known = Known(terms_of_step(case, actor, step, facts), held)
    return asked(offer, Attempt(attempt.event, given, attempt.wrong, attempt.reasons), places(case, actor), known)


def places(case: Any, actor: Actor) -> Places:
    """What may be chosen in the forms of a case: the classes of the child's grade at the school that receives it."""
    grade, year = case.frozen.get("grade"), case.frozen.get("school_year")
    return Places(actor, case.school_id, year or 0, frozenset({grade}) if grade else frozenset())


def _links(case: Any, actor: Actor) -> list[Link]:
    """What else can be opened from here: the child's page only for those on whose roll it is or was."""
    if not may_open_child(case, actor):
        return []
    return [Link(_("打开学生页面"), reverse("child", args=[student_of(case)]))]
