"""能否办理, then the form, then the case: one page for every procedure, about a known child or a newcomer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xueji.cases.batch.work import Opening
from xueji.cases.door import open_cases
from xueji.cases.door.preflight import Preflight, preflight
from xueji.cases.facts.problem import PROBLEM
from xueji.cases.models import Decision
from xueji.desks.access import DeskRequest
from xueji.desks.cases.applying.child import Child, child_of
from xueji.desks.cases.applying.number import checked
from xueji.desks.cases.applying.sections import Section, of_the_school, sections_of
from xueji.desks.cases.applying.window import closed_windows, window_note
from xueji.desks.cases.page.stepping import forget_papers
from xueji.desks.cases.possible import brings_child_here, opens_here
from xueji.desks.cases.standing import for_deciding_posts
from xueji.desks.cases.terms import terms_of_opening
from xueji.desks.children.answers import typed, whole_number
from xueji.desks.design.filters import in_words as words
from xueji.desks.design.parts import Field, Link, Rule, Wrong
from xueji.desks.forms import (
    Given,
    Known,
    Places,
    code_faults,
    faults_of,
    fields_of,
    keep_papers,
    read_answers,
    takes_papers,
    without_unasked,
)
from xueji.desks.reasons import as_why, cited
from xueji.parties.actors import Actor
from xueji.parties.calendar import school_year_of
from xueji.parties.clock import city_today
from xueji.process.compiled import CompiledProcedure, Transition
from xueji.process.notation import Ask, Proof
from xueji.process.truth import Truth
from xueji.process.wording import Reason
from xueji.vocabulary.facts.problem import ProblemFacts

ONLY_LOOK = "look"
"""The deed of the button that asks whether it can be done, and sends nothing."""

ONE = 1
"""The only row of the batch that an application sent from a page is: sent twice, it opens one case."""


@dataclass(frozen=True)
class Application:
    """An application on its way: which procedure, whose child, to which school, and what was typed so far."""

    procedure: CompiledProcedure
    child: Child
    school_id: int | None
    batch: UUID
    given: Given = field(default_factory=Given)
    about: Mapping[str, str] = field(default_factory=dict)
    """What the application is about besides the child: the key of a problem record."""

    def opening(self, answers: dict[str, str]) -> Opening:
        """The same as the door is asked, with these answers."""
        said = {**answers, **self.about}
        return Opening(self.procedure.key, self.child.record_id, self.school_id, said, self.given.reason, ONE)

    @property
    def bare(self) -> Opening:
        """The same with what must be known before anything can be weighed: of a newcomer all that was typed."""
        return self.opening(self.given.answers if self.procedure.newcomer else {})

    @property
    def name(self) -> str:
        """The child's name."""
        return self.given.answers.get("name", "") if self.procedure.newcomer else self.child.name


@require_http_methods(["GET", "POST"])
@for_deciding_posts
def apply_for(request: DeskRequest, procedure: str, record: int) -> HttpResponse:
    """Say whether it can be done and why not, ask what the procedure asks, and open the case."""
    known = next((item for item in opens_here(request.actor) if item.key == procedure and not item.newcomer), None)
    if known is None:
        raise Http404
    asked = _application(request, known, child_of(request, known, record))
    return _show_or_send(request, asked)


@require_http_methods(["GET", "POST"])
@for_deciding_posts
def apply_for_newcomer(request: DeskRequest, procedure: str) -> HttpResponse:
    """The same for a child whom nobody here knows: the form says who it is."""
    known = next((item for item in opens_here(request.actor) if item.key == procedure and item.newcomer), None)
    if known is None:
        raise Http404
    batch = _key(request.POST.get("batch", ""))
    return _show_or_send(request, Application(known, Child(0, "", ()), request.actor.school_id, batch))


def _show_or_send(request: DeskRequest, asked: Application) -> HttpResponse:
    if request.method == "GET":
        return _page(request, asked, _ahead(asked, request.actor, {}))
    return _send(request, asked)


def _ahead(asked: Application, actor: Actor, answers: dict[str, str]) -> Preflight:
    opening = asked.opening(answers)
    return preflight(
        opening.procedure, opening.record_id, actor=actor, school_id=opening.school_id, answers=opening.answers
    )


def _application(request: DeskRequest, procedure: CompiledProcedure, child: Child) -> Application:
    sent = request.POST or request.GET
    school = request.actor.school_id if brings_child_here(procedure) else _to_school(child, typed(sent, "to_school"))
    asked = Application(procedure, child, school, _key(request.POST.get("batch", "")))
    if procedure.facts is not ProblemFacts:
        return asked
    keys = {item.key for item in procedure.opening.asks if isinstance(item, Ask)}
    known = {key: typed(request.GET, key) for key in keys if request.GET.get(key)}
    problem = typed(sent, PROBLEM, 18)
    return replace(asked, school_id=None, given=Given(known), about={PROBLEM: problem} if problem else {})


def _to_school(child: Child, sent: str) -> int | None:
    """The school an application leads to: one of those offered, else the first of them."""
    offered = [int(choice.value) for choice in child.to_schools]
    wanted = whole_number(sent)
    return wanted if wanted in offered else next(iter(offered), None)


def _send(request: DeskRequest, asked: Application) -> HttpResponse:
    """Open the case, or show the page again with everything that is wrong, nothing typed being lost."""
    actor = request.actor
    sent_before = Decision.objects.filter(batch=asked.batch, batch_row=ONE, account_id=actor.account_id or 0).first()
    if sent_before is not None:
        return redirect("case", sent_before.case_id)
    ahead = None if asked.procedure.newcomer else _ahead(asked, actor, {})
    step = (ahead and ahead.transition) or asked.procedure.opening
    given, mistyped = checked(read_answers(step, request.POST, request.FILES))
    mistyped += code_faults(step, given)
    asked = replace(asked, given=given)
    given = without_unasked(given, terms_of_opening(asked.bare, actor, step))
    asked = replace(asked, given=given)
    found = _ahead(asked, actor, given.with_papers)
    if request.POST.get("deed") == ONLY_LOOK:
        return _page(request, asked, found, mistyped, looking=True)
    reasons: Sequence[Reason] = found.against
    kept, wrong = (given, mistyped) if reasons or mistyped else keep_papers(given, actor=actor)
    if not reasons and not wrong:
        outcome = open_cases([asked.opening(kept.answers)], actor=actor, batch=asked.batch)[0]
        if outcome.taken:
            said = {"what": words(asked.procedure.title), "name": asked.name}
            messages.success(request, _("已提交%(name)s的%(what)s申请。") % said)
            return redirect("case", outcome.case_id)
        reasons = outcome.reasons
        forget_papers(kept, given)
    wrong = [*wrong, *(fault for fault in faults_of(reasons) if fault.name not in {told.name for told in wrong})]
    return _page(request, asked, found, wrong, [reason for reason in reasons if not reason.field])


def _page(
    request: DeskRequest,
    asked: Application,
    found: Preflight,
    wrong: Sequence[Wrong] = (),
    against: Sequence[Reason] = (),
    *,
    looking: bool = False,
) -> HttpResponse:
    tried = request.method == "POST" and not looking
    step = found.transition or asked.procedure.opening
    standing = [reason for reason in found.against if not reason.field]
    status = (422 if wrong else 409) if tried else 200
    fields = _fields(request, asked, found, step, wrong) if tried or looking or not standing else []
    context: dict[str, Any] = {
        "procedure": asked.procedure,
        "child": asked.child,
        "crumbs": _crumbs(asked),
        "against": as_why(against) if tried else [],
        "cannot": [] if tried else as_why(standing),
        "looked": looking or (not asked.procedure.newcomer and not tried),
        "still": _still(step, found, wrong) if looking else [],
        "window": _window(asked, found, request.actor) if standing or asked.procedure.newcomer else "",
        "unknown": [Rule(one.says, one.mend, cited(one.source) or "", Truth.UNKNOWN) for one in found.unknown],
        "held": [Rule(one.says, one.mend, cited(one.source) or "", Truth.HOLDS) for one in found.held],
        "chain": [party.label for party in found.row.chain] if found.row else [],
        "source": cited(step.source),
        "batch": asked.batch,
        "wrong": wrong if tried else [],
        "files": takes_papers(step),
        "sections": sections_of(fields) if asked.procedure.newcomer else [Section("", "", fields)] if fields else [],
        "papers_again": list(asked.given.papers) if tried or looking else [],
        "about": asked.about,
        "only_look": ONLY_LOOK if asked.procedure.newcomer else "",
    }
    return render(request, "cases/apply.jinja", context, status=status)


def _fields(
    request: DeskRequest, asked: Application, found: Preflight, step: Transition, wrong: Sequence[Wrong]
) -> list[Field]:
    grade, year = found.frozen.get("grade"), found.frozen.get("school_year")
    if asked.procedure.newcomer:
        grade, year = asked.given.answers.get("grade"), school_year_of(city_today())
    places = Places(request.actor, asked.school_id, year or 0, frozenset({grade}) if grade else frozenset())
    terms = terms_of_opening(asked.bare, request.actor, step)
    fields = fields_of(step, asked.given, wrong, places, Known(terms))
    if asked.procedure.newcomer:
        return of_the_school(fields, asked.school_id)
    if not asked.child.to_schools:
        return fields
    chosen = str(asked.school_id or "")
    return [Field("to_school", _("转往学校"), "select", chosen, asked.child.to_schools, required=True), *fields]


def _still(step: Transition, found: Preflight, mistyped: Sequence[Wrong]) -> list[Wrong]:
    """What the form still lacks, looked at before it is sent: papers come with the sending itself."""
    papers = {item.key for item in step.asks if isinstance(item, Proof)}
    told = [*mistyped, *faults_of([reason for reason in found.against if reason.field not in papers])]
    return list({fault.name: fault for fault in reversed(told)}.values())[::-1]


def _window(asked: Application, found: Preflight, actor: Actor) -> str:
    """The closed window of the child's stage; of a newcomer whose grade is not known, of every stage of the school."""
    stage = str(found.frozen.get("stage_group", ""))
    if stage or not asked.procedure.newcomer:
        return window_note(asked.procedure.key, stage, actor)
    return closed_windows(asked.procedure.key, actor)


def _crumbs(asked: Application) -> list[Link]:
    if asked.child.student_id is not None:
        return [Link(asked.child.name, reverse("child", args=[asked.child.student_id]))]
    return [Link(_("业务办理"), reverse("cases")), Link(_("新申请"), reverse("new_case"))]


def _key(sent: str) -> UUID:
    """The key drawn when the form was shown; a page without one opens a case of its own."""
    try:
        return UUID(sent)
    except ValueError:
        return uuid4()
