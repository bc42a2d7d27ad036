"""One step of one case, from its page: read the form, keep its papers, knock at the door, and show what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xueji.cases.batch.work import Step
from xueji.cases.door import act
from xueji.cases.door.offers import preview
from xueji.cases.models import Attachment, Case, Decision
from xueji.desks.access import DeskRequest
from xueji.desks.design.filters import in_words as words
from xueji.desks.design.parts import Wrong
from xueji.desks.entrants.case_page import Attempt, case_of, show
from xueji.desks.entrants.standing import for_deciding_posts, procedure_of
from xueji.desks.forms import Given, faults_of, keep_papers, read_answers
from xueji.parties.actors import Actor
from xueji.process.compiled import Transition
from xueji.process.decision import Refused, decide, missing_answers
from xueji.process.wording import Reason


@require_POST
@for_deciding_posts
def take_step(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a step. Faults of the form come back beside their fields; anything else that stands against it is a 409."""
    actor, case = request.actor, case_of(pk, request.actor)
    event, version = request.POST.get("event", ""), _number(request.POST.get("version", ""))
    if _already_taken(case, event, version, actor):
        return _done(request, pk, procedure_of(case).transition(_came_from(case, version), event, case.route_row))
    step = procedure_of(case).transition(case.state, event, case.route_row)
    given = read_answers(step, request.POST, request.FILES) if step else Given()
    kept, reasons, wrong = _with_papers(case, step, given, actor)
    if not reasons and not wrong:
        outcome = act(Step(case.pk, event, kept.answers, kept.reason, version), actor=actor)
        if outcome.taken:
            return _done(request, pk, step)
        reasons = outcome.reasons
        _forget_papers(kept, given)
    wrong = [*wrong, *faults_of(reasons)]
    others = [reason for reason in reasons if not reason.field]
    attempt = Attempt(event, given, wrong, others)
    # The door locked and perhaps marked the case: it is read anew, so that the page shows where it stands now.
    return show(request, case_of(pk, actor), attempt, status=422 if wrong else 409)


def _with_papers(
    case: Case, step: Transition | None, given: Given, actor: Actor
) -> tuple[Given, Sequence[Reason], list[Wrong]]:
    """Keep papers only for a step that will be taken: looked at ahead, so that a refusal leaves nothing behind."""
    if step is None or not given.papers:
        return given, (), []
    work = preview(case, actor, step.event, given.with_papers)
    missing = missing_answers(step, given.with_papers, given.reason, work.facts if work else None)
    verdict = (
        decide(work.procedure, state=case.state, event=step.event, by=work.by, facts=work.facts, row=case.route_row)
        if work
        else None
    )
    against = verdict.reasons if isinstance(verdict, Refused) else ()
    if missing or against:
        return given, (*missing, *against), []
    kept, wrong = keep_papers(given, actor=actor)
    return kept, (), wrong


def _forget_papers(kept: Given, given: Given) -> None:
    """The step was refused after all, because somebody was quicker: its papers prove nothing."""
    keys = [int(kept.answers[key]) for key in given.papers if kept.answers.get(key, "").isdigit()]
    if keys:
        Attachment.objects.filter(pk__in=keys, evidence__isnull=True).delete()


def _already_taken(case: Case, event: str, version: int | None, actor: Actor) -> bool:
    """Whether this very page was sent twice: the decision that followed it is the same step by the same person."""
    if version is None or case.version <= version:
        return False
    sent = Decision.objects.filter(case=case, number=version + 1, event=event, account_id=actor.account_id or 0)
    return sent.exists()


def _came_from(case: Case, version: int | None) -> str:
    found: Any = Decision.objects.filter(case=case, number=(version or 0) + 1).values_list("from_state", flat=True)
    return str(found.first() or "")


def _done(request: DeskRequest, pk: int, step: Transition | None) -> HttpResponse:
    messages.success(request, _("已办理：%(step)s。") % {"step": words(step.label) if step else ""})
    return redirect("entrant", pk)


def _number(sent: str) -> int | None:
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else None  # noqa: PLR2004 - fits an int
