"""能否办理, then the form, then the case: one page for every procedure about a student record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
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
from xueji.cases.models import Decision
from xueji.desks.access import DeskRequest
from xueji.desks.cases.applying.child import Child, child_of
from xueji.desks.cases.applying.window import window_note
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
    faults_of,
    fields_of,
    keep_papers,
    read_answers,
    takes_papers,
    without_unasked,
)
from xueji.desks.reasons import as_why, cited
from xueji.process.compiled import CompiledProcedure, Transition
from xueji.process.truth import Truth
from xueji.process.wording import Reason

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

    def opening(self, answers: dict[str, str]) -> Opening:
        """The same as the door is asked, with these answers."""
        return Opening(self.procedure.key, self.child.record_id, self.school_id, answers, self.given.reason, ONE)


@require_http_methods(["GET", "POST"])
@for_deciding_posts
def apply_for(request: DeskRequest, procedure: str, record: int) -> HttpResponse:
    """Say whether it can be done and why not, ask what the procedure asks, and open the case."""
    known = next((item for item in opens_here(request.actor) if item.key == procedure), None)
    if known is None:
        raise Http404
    asked = _application(request, known, child_of(request, known, record))
    if request.method == "GET":
        return _page(request, asked, preflight(known.key, record, actor=request.actor, school_id=asked.school_id))
    return _send(request, asked)


def _application(request: DeskRequest, procedure: CompiledProcedure, child: Child) -> Application:
    sent = request.POST or request.GET
    school = request.actor.school_id if brings_child_here(procedure) else _to_school(child, typed(sent, "to_school"))
    return Application(procedure, child, school, _key(request.POST.get("batch", "")))


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
    ahead = preflight(asked.procedure.key, asked.child.record_id, actor=actor, school_id=asked.school_id)
    step = ahead.transition or asked.procedure.opening
    terms = terms_of_opening(asked.opening({}), actor, step)
    given = without_unasked(read_answers(step, request.POST, request.FILES), terms)
    asked = Application(asked.procedure, asked.child, asked.school_id, asked.batch, given)
    found = preflight(
        asked.procedure.key,
        asked.child.record_id,
        actor=actor,
        school_id=asked.school_id,
        answers=given.with_papers,
    )
    reasons: Sequence[Reason] = found.against
    kept, wrong = (given, []) if reasons else keep_papers(given, actor=actor)
    if not reasons and not wrong:
        outcome = open_cases([asked.opening(kept.answers)], actor=actor, batch=asked.batch)[0]
        if outcome.taken:
            said = {"what": words(asked.procedure.title), "name": asked.child.name}
            messages.success(request, _("已提交%(name)s的%(what)s申请。") % said)
            return redirect("case", outcome.case_id)
        reasons = outcome.reasons
        forget_papers(kept, given)
    wrong = [*wrong, *faults_of(reasons)]
    return _page(request, asked, found, wrong, [reason for reason in reasons if not reason.field])


def _page(
    request: DeskRequest,
    asked: Application,
    found: Preflight,
    wrong: Sequence[Wrong] = (),
    against: Sequence[Reason] = (),
) -> HttpResponse:
    tried = request.method == "POST"
    step = found.transition or asked.procedure.opening
    standing = [reason for reason in found.against if not reason.field]
    status = (422 if wrong else 409) if tried else 200
    context: dict[str, Any] = {
        "procedure": asked.procedure,
        "child": asked.child,
        "crumbs": _crumbs(asked),
        "against": as_why(against) if tried else [],
        "cannot": [] if tried else as_why(standing),
        "window": window_note(asked.procedure.key, found, request.actor) if standing else "",
        "unknown": [Rule(one.says, one.mend, cited(one.source) or "", Truth.UNKNOWN) for one in found.unknown],
        "held": [Rule(one.says, one.mend, cited(one.source) or "", Truth.HOLDS) for one in found.held],
        "chain": [party.label for party in found.row.chain] if found.row else [],
        "source": cited(step.source),
        "batch": asked.batch,
        "wrong": wrong,
        "files": takes_papers(step),
        "fields": _fields(request, asked, found, step, wrong) if tried or not standing else [],
    }
    return render(request, "cases/apply.jinja", context, status=status)


def _fields(
    request: DeskRequest, asked: Application, found: Preflight, step: Transition, wrong: Sequence[Wrong]
) -> list[Field]:
    grade, year = found.frozen.get("grade"), found.frozen.get("school_year")
    places = Places(request.actor, asked.school_id, year or 0, frozenset({grade}) if grade else frozenset())
    terms = terms_of_opening(asked.opening({}), request.actor, step)
    fields = fields_of(step, asked.given, wrong, places, Known(terms))
    if not asked.child.to_schools:
        return fields
    chosen = str(asked.school_id or "")
    return [Field("to_school", _("转往学校"), "select", chosen, asked.child.to_schools, required=True), *fields]


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
