"""The page of one entrant: where the case stands, what is asked of this desk, and everything that is known of it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.cases.door.offers import offers
from xueji.cases.models import Case, Evidence
from xueji.cases.queries import ENTRY, decisions_of, visible_to
from xueji.desks.access import DeskRequest, level_of_desk
from xueji.desks.cases.page.asking import asked, beside, chosen_of
from xueji.desks.cases.page.rail import rail
from xueji.desks.cases.page.stepping import Attempt
from xueji.desks.cases.page.story import papers_of, story
from xueji.desks.cases.standing import for_deciding_posts, state_of, state_tag
from xueji.desks.design.parts import Fact, Link
from xueji.desks.entrants.identity import admission_facts, doubts_about, identity_facts, verbatim_row
from xueji.desks.forms import Places
from xueji.desks.reasons import as_why
from xueji.parties.actors import Actor
from xueji.parties.calendar import city_calendar
from xueji.parties.clock import city_today
from xueji.parties.office_acts import may
from xueji.records.models import Entrant
from xueji.vocabulary.schooling.grades import Grade


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
    chosen, holder = chosen_of(possible, attempt.event), state_of(case).held_by
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
        "step": asked(chosen, attempt, _places(case, actor)) if chosen else None,
        "others": [
            beside(offer, f"{reverse('entrant', args=[child.pk])}?step=") for offer in possible if offer is not chosen
        ],
        "papers": [_paper(paper) for paper in papers],
        "story": story(case, decisions, papers, _paper),
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


def _facts(child: Entrant) -> list[Fact]:
    return [
        Fact(_("录取学校"), child.school.name),
        Fact(_("年级"), Grade(child.grade).label),
        Fact(_("登记编号"), child.registration_number),
    ]


def _paper(paper: Evidence) -> Link:
    return Link(paper.attachment.file_name, reverse("evidence", args=[paper.pk]))


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
