"""Pick rows, say what the step asks (or confirm), decide chunk by chunk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xueji.cases.batch.work import Step
from xueji.cases.door import act_many
from xueji.cases.models import Case, Decision
from xueji.cases.queries import ENTRY, at_desk
from xueji.desks.access import DeskRequest, own_scopes
from xueji.desks.cases.batches import selection
from xueji.desks.cases.standing import for_deciding_posts
from xueji.desks.design.parts import Tag, Wrong
from xueji.desks.entrants.batches.steps import step_of
from xueji.desks.entrants.filters import asked_of, entry_cases
from xueji.desks.forms import (
    Given,
    Places,
    asks_anything,
    faults_of,
    fields_of,
    keep_papers,
    read_answers,
    takes_papers,
)
from xueji.desks.reasons import cited
from xueji.parties.calendar import city_calendar, school_year_of
from xueji.parties.clock import city_today
from xueji.parties.rulebook import rulebook_in_force
from xueji.parties.scope import scope
from xueji.process.compiled import Transition
from xueji.process.decision import missing_answers

WAITING, DONE = "entrant_batch", "entrant_batch_result"


@own_scopes
@require_POST
@for_deciding_posts
def start_batch(request: DeskRequest) -> HttpResponse:
    """Take up what was picked. A step that asks nothing is taken at once, unless it is for all rows of the filter."""
    sent, back = request.POST, QueryDict(request.POST.get("filters", ""))
    batch, everything = _key(sent.get("batch", "")), sent.get("everything") == "1"
    if selection.is_done(request.session, batch):
        return redirect(DONE, batch)
    with scope(request.actor):
        cases = _picked(request, back, everything=everything)
    step = step_of(back.get("state", ""), sent.get("deed", ""))
    if step is None or request.actor.party not in step.by or not cases:
        messages.warning(request, _("没有选中新生，什么也没有办理。请勾选后再点办理。"))
        return HttpResponseRedirect(list_address(back.urlencode()))
    picked = selection.Picked(step.event, back.get("state", ""), cases, back.urlencode())
    selection.keep(request.session, batch, picked)
    if everything or asks_anything(step):
        return redirect(WAITING, batch)
    return _take(request, batch, picked, Given())


@own_scopes
@require_http_methods(["GET", "POST"])
@for_deciding_posts
def batch_form(request: DeskRequest, batch: UUID) -> HttpResponse:
    """Ask what the step wants to know, once for all picked rows, and say how many they are."""
    if selection.is_done(request.session, batch):
        return redirect(DONE, batch)
    picked = selection.find(request.session, batch)
    step = step_of(picked.state, picked.event) if picked else None
    if picked is None or step is None:
        raise Http404
    if request.method == "GET":
        return _form(request, picked, step, Given(), [])
    given = read_answers(step, request.POST, request.FILES)
    wrong = faults_of(missing_answers(step, given.with_papers, given.reason))
    if not wrong and given.papers:
        with scope(request.actor):
            given, wrong = keep_papers(given, actor=request.actor)
    return _form(request, picked, step, given, wrong) if wrong else _take(request, batch, picked, given)


def list_address(filters: str) -> str:
    """The list as it was when the rows were picked."""
    return f"{reverse('entrants')}?{filters}" if filters else reverse("entrants")


def _take(request: DeskRequest, batch: UUID, picked: selection.Picked, given: Given) -> HttpResponse:
    """Decide every row, remember what was refused, and lead to the result."""
    steps = [Step(case, picked.event, given.answers, given.reason, row=case) for case in picked.cases]
    outcomes = act_many(steps, actor=request.actor, batch=batch)
    with scope(request.actor):
        # A run that was sent twice at once finds rows the other has decided: they are taken, not refused.
        taken = set(Decision.objects.filter(batch=batch).values_list("batch_row", flat=True))
    refused = [outcome for outcome in outcomes if not outcome.taken and outcome.case_id not in taken]
    selection.conclude(request.session, batch, refused)
    return redirect(DONE, batch)


def _picked(request: DeskRequest, back: QueryDict, *, everything: bool) -> list[int]:
    """Keys of the rows to decide, in order; only rows of the actor's own desk, whatever was sent."""
    if everything:
        filters = asked_of(back.dict())  # type: ignore[arg-type]
        cases = entry_cases(filters, request.actor, today=city_today(), working=city_calendar())
    else:
        keys = [int(key) for key in request.POST.getlist("pick") if key.isascii() and key.isdigit()]
        cases = at_desk(request.actor, ENTRY).filter(pk__in=keys)
    return list(cases.filter(closed_on__isnull=True).order_by("pk").values_list("pk", flat=True)[: selection.LARGEST])


def _form(
    request: DeskRequest, picked: selection.Picked, step: Transition, given: Given, wrong: Sequence[Wrong]
) -> HttpResponse:
    with scope(request.actor):
        cases = Case.objects.filter(pk__in=picked.cases)
        grades = frozenset(cases.order_by().values_list("entrant__grade", flat=True).distinct())
        places = Places(request.actor, request.actor.school_id, school_year_of(city_today()), grades)
        names = list(cases.order_by("pk").values_list("entrant__name", flat=True)[:10])
        context: dict[str, Any] = {
            "step": step,
            "tags": [Tag(rulebook_in_force().procedure(ENTRY).state(picked.state).label)] if picked.state else [],
            "count": len(picked.cases),
            "names": names,
            "fields": fields_of(step, given, wrong, places),
            "wrong": wrong,
            "source": cited(step.source),
            "files": takes_papers(step),
            "back": list_address(picked.back),
        }
        return render(request, "entrants/batch_form.jinja", context, status=422 if wrong else 200)


def _key(sent: str) -> UUID:
    """The key drawn when the list was shown; a page without one starts a batch of its own."""
    try:
        return UUID(sent)
    except ValueError:
        return uuid4()
