"""One step of one case, from its page: read the form, keep its papers, knock at the door, and show what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from xueji.cases.batch.work import Step
from xueji.cases.door import act
from xueji.cases.door.offers import preview
from xueji.cases.models import Attachment, Case, Decision
from xueji.desks.access import DeskRequest
from xueji.desks.cases.standing import procedure_of
from xueji.desks.design.filters import in_words as words
from xueji.desks.design.parts import Wrong
from xueji.desks.forms import Given, code_faults, faults_of, keep_papers, read_answers
from xueji.parties.actors import Actor
from xueji.process.compiled import Transition
from xueji.process.decision import Refused, decide, missing_answers
from xueji.process.wording import Reason


@dataclass(frozen=True)
class Attempt:
    """A step that was tried and not taken: what was typed, what is wrong with it, and what stands against the step."""

    event: str = ""
    given: Given = field(default_factory=Given)
    wrong: Sequence[Wrong] = ()
    reasons: Sequence[Reason] = ()


@dataclass(frozen=True)
class Way:
    """Where a page of cases reads its case anew, how it shows an attempt, and where it leads once a step is taken."""

    again: Callable[[], Case]
    show: Callable[[Case, Attempt, int], HttpResponse]
    onward: str


def take(request: DeskRequest, case: Case, way: Way) -> HttpResponse:
    """Take a step. Faults of the form come back beside their fields; anything else that stands against it is a 409."""
    actor = request.actor
    event, version = request.POST.get("event", ""), _number(request.POST.get("version", ""))
    if _already_taken(case, event, version, actor):
        came_from = _came_from(case, version)
        return _done(request, way, procedure_of(case).transition(came_from, event, case.route_row))
    step = procedure_of(case).transition(case.state, event, case.route_row)
    given = read_answers(step, request.POST, request.FILES) if step else Given()
    mistyped = code_faults(step, given) if step else []
    kept, reasons, wrong = (given, (), mistyped) if mistyped else _with_papers(case, step, given, actor)
    if not reasons and not wrong:
        outcome = act(Step(case.pk, event, kept.answers, kept.reason, version), actor=actor)
        if outcome.taken:
            return _done(request, way, step)
        reasons = outcome.reasons
        forget_papers(kept, given)
    wrong = [*wrong, *faults_of(reasons)]
    others = [reason for reason in reasons if not reason.field]
    # The door locked and perhaps marked the case: it is read anew, so that the page shows where it stands now.
    return way.show(way.again(), Attempt(event, given, wrong, others), 422 if wrong else 409)


def forget_papers(kept: Given, given: Given) -> None:
    """The step was refused after all, because somebody was quicker: its papers prove nothing."""
    keys = [int(kept.answers[key]) for key in given.papers if kept.answers.get(key, "").isdigit()]
    if keys:
        Attachment.objects.filter(pk__in=keys, evidence__isnull=True).delete()


def _with_papers(
    case: Case, step: Transition | None, given: Given, actor: Actor
) -> tuple[Given, Sequence[Reason], list[Wrong]]:
    """Keep papers only for a step that will be taken: looked at ahead, so that a refusal leaves nothing behind."""
    if step is None or not given.papers:
        return given, (), []
    work = preview(case, actor, step.event, given.with_papers)
    said = {**case.answers, **given.with_papers} if step.resumes else given.with_papers
    missing = missing_answers(step, said, given.reason, work.facts if work else None)
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


def _already_taken(case: Case, event: str, version: int | None, actor: Actor) -> bool:
    """Whether this very page was sent twice: the decision that followed it is the same step by the same person."""
    if version is None or case.version <= version:
        return False
    sent = Decision.objects.filter(case=case, number=version + 1, event=event, account_id=actor.account_id or 0)
    return sent.exists()


def _came_from(case: Case, version: int | None) -> str:
    found: Any = Decision.objects.filter(case=case, number=(version or 0) + 1).values_list("from_state", flat=True)
    return str(found.first() or "")


def _done(request: DeskRequest, way: Way, step: Transition | None) -> HttpResponse:
    messages.success(request, _("已办理：%(step)s。") % {"step": words(step.label) if step else ""})
    return redirect(way.onward)


def _number(sent: str) -> int | None:
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else None  # noqa: PLR2004 - fits an int
