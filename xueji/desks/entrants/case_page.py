"""The page of one entrant: where the case stands, what is asked of this desk, and everything that is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.cases.door.offers import offers
from xueji.cases.models import Case
from xueji.cases.queries import ENTRY, decisions_of, visible_to
from xueji.desks.access import DeskRequest, level_of_desk
from xueji.desks.design.parts import Action, Fact, Link, Rule, Why, Wrong
from xueji.desks.entrants.identity import admission_facts, doubts_about, identity_facts, verbatim_row
from xueji.desks.entrants.rail import rail
from xueji.desks.entrants.standing import as_why, cited, for_deciding_posts, state_of, state_tag
from xueji.desks.entrants.story import paper_links, papers_of, story
from xueji.desks.forms import Given, Places, asks_anything, fields_of, takes_papers
from xueji.parties.actors import Actor
from xueji.parties.calendar import city_calendar
from xueji.parties.clock import city_today
from xueji.parties.office_acts import may
from xueji.process.decision import Accepted, Offer
from xueji.process.truth import Truth
from xueji.process.wording import Reason
from xueji.records.models import Entrant
from xueji.vocabulary.schooling.grades import Grade


@dataclass(frozen=True)
class Attempt:
    """A step that was tried and not taken: what was typed, what is wrong with it, and what stands against the step."""

    event: str = ""
    given: Given = field(default_factory=Given)
    wrong: Sequence[Wrong] = ()
    reasons: Sequence[Reason] = ()


@require_GET
@for_deciding_posts
def entrant(request: DeskRequest, pk: int) -> HttpResponse:
    """Show the page; `step` in the address opens the form of another step than the ordinary one."""
    return show(request, case_of(pk, request.actor), Attempt(request.GET.get("step", "")))


def case_of(pk: int, actor: Actor) -> Case:
    """The latest entry case of an entrant. Raises Http404 alike for one that is absent and one that is not theirs."""
    case = visible_to(actor).filter(entrant_id=pk, procedure=ENTRY).order_by("-pk").first()
    if case is None:
        raise Http404
    return case


def child_of(case: Case) -> Entrant:
    """The entrant of an entry case: it always has one. Raises TypeError for a case about something else."""
    if case.entrant is None:
        raise TypeError(case)
    return case.entrant


def show(request: DeskRequest, case: Case, attempt: Attempt, *, status: int = 200, number: str = "") -> HttpResponse:
    """Write the page. `number` is the full document number, once somebody has said why it must be seen."""
    actor, child = request.actor, child_of(case)
    today, working, level = city_today(), city_calendar(), level_of_desk(actor)
    decisions, papers = list(decisions_of(case)), papers_of(case)
    possible = offers([case], actor).get(case.pk, [])
    chosen, holder = _chosen(possible, attempt.event), state_of(case).held_by
    late = case.due_on is not None and case.due_on < today and case.closed_on is None
    context: dict[str, Any] = {
        "case": case,
        "child": child,
        "crumbs": [Link(_("新生"), reverse("entrants"))],
        "tags": [state_tag(case, level, late=late)],
        "facts": _facts(child),
        "rail": rail(case, decisions, today, working),
        "wrong": attempt.wrong,
        "against": as_why(attempt.reasons),
        "step": _step(case, chosen, attempt, actor) if chosen else None,
        "others": [_other(case, offer) for offer in possible if offer is not chosen],
        "papers": paper_links(case, papers),
        "story": story(case, decisions, papers),
        "identity": identity_facts(child),
        "admission": admission_facts(child),
        "verbatim": verbatim_row(child),
        "doubts": doubts_about(child, actor),
        "number": number,
        "holder": holder.label if holder and holder is not level else None,
        "ours": holder is level,
        "links": _links(case, actor),
    }
    return render(request, "entrants/entrant.jinja", context, status=status)


def _against(offer: Offer) -> list[Why]:
    """What stands against a step. What only the form can tell (no class chosen yet) does not: the form is there for it."""
    if isinstance(offer.verdict, Accepted):
        return []
    asks = asks_anything(offer.transition)
    return as_why(reason for reason in offer.verdict.reasons if reason.truth is Truth.FAILS or not asks)


def _step(case: Case, offer: Offer, attempt: Attempt, actor: Actor) -> dict[str, Any]:
    """The step whose form is open: what it asks, what stands against it, and which conditions nobody can tell yet."""
    transition = offer.transition
    # After an attempt its own reasons stand at the head; these would speak of a form that is still empty.
    rules = [] if attempt.reasons or attempt.wrong else _guards(offer)
    return {
        "label": transition.label,
        "event": transition.event,
        "source": cited(transition.source),
        "fields": fields_of(transition, attempt.given, attempt.wrong, _places(case, actor)),
        "files": takes_papers(transition),
        "cannot": _against(offer),
        "guards": rules,
        "holding": len(transition.guards) - len(rules),
    }


def _chosen(possible: Sequence[Offer], event: str) -> Offer | None:
    """The step whose form is open: the one asked for, else the ordinary next one."""
    asked = next((offer for offer in possible if offer.transition.event == event), None)
    return asked or next((offer for offer in possible if offer.transition.primary), None)


def _other(case: Case, offer: Offer) -> dict[str, Any]:
    """A step beside the chosen one: a link to its form, or a button of its own where it asks nothing."""
    step = offer.transition
    to_form = f"{reverse('entrant', args=[case.entrant_id])}?step={step.event}#step"
    tone: Literal["plain", "danger"] = "danger" if step.tone == "negative" else "plain"
    reasons = _against(offer)
    if asks_anything(step):
        return {"action": Action(step.label, to_form, tone=tone, reasons=reasons), "post": False}
    return {"action": Action(step.label, name="event", value=step.event, tone=tone, reasons=reasons), "post": True}


def _guards(offer: Offer) -> list[Rule]:
    """The conditions of the step that do not hold, or of which nobody can say yet whether they do."""
    verdict = offer.verdict
    reasons = verdict.unknown if isinstance(verdict, Accepted) else verdict.reasons
    return [Rule(reason.says, reason.mend, reason.source, reason.truth) for reason in reasons]


def _facts(child: Entrant) -> list[Fact]:
    return [
        Fact(_("录取学校"), child.school.name),
        Fact(_("年级"), Grade(child.grade).label),
        Fact(_("登记编号"), child.registration_number),
    ]


def _places(case: Case, actor: Actor) -> Places:
    child = child_of(case)
    return Places(actor, case.school_id, child.school_year, frozenset({child.grade}))


def _links(case: Case, actor: Actor) -> list[Link]:
    """What else can be opened from here."""
    child = child_of(case)
    links = []
    if case.outcome == "approved" and child.student_id:
        links.append(Link(_("打开学生页面"), reverse("child", args=[child.student_id])))
    if case.closed_on is None and may(actor, "correct_entrant"):
        links.append(Link(_("更正基本信息"), reverse("entrant_correction", args=[child.pk])))
    return links
