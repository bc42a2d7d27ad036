"""Pick cases, say why (for each, or the same for all), decide chunk by chunk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xueji.cases.batch.work import Step
from xueji.cases.door import act_many
from xueji.cases.models import Decision
from xueji.cases.queries import worklist
from xueji.desks.access import DeskRequest, own_scopes
from xueji.desks.cases.batches import selection
from xueji.desks.cases.batches.steps import steps_for
from xueji.desks.cases.listing.asked import asked_of, desk_cases, list_address
from xueji.desks.cases.listing.rows import way_of
from xueji.desks.cases.sides import child_name, dressed
from xueji.desks.cases.standing import for_deciding_posts, state_of
from xueji.desks.children.answers import keys, typed
from xueji.desks.children.telling import shown_number
from xueji.desks.design.parts import Field, Wrong
from xueji.desks.forms import LONGEST_ANSWER
from xueji.desks.reasons import cited
from xueji.parties.calendar import city_calendar
from xueji.parties.clock import city_today
from xueji.parties.scope import scope
from xueji.process.compiled import Transition

WAITING, DONE = "case_batch", "case_batch_result"
ONE_BY_ONE = 100
"""Up to so many rows each has a reason field of its own; more get one reason for all."""


@own_scopes
@require_POST
@for_deciding_posts
def start_case_batch(request: DeskRequest) -> HttpResponse:
    """Take up what was picked and lead to the page that asks for reasons."""
    sent, back = request.POST, QueryDict(request.POST.get("filters", ""))
    batch = _key(sent.get("batch", ""))
    if selection.is_done(request.session, batch):
        return redirect(DONE, batch)
    step = _step(request, back, sent.get("deed", ""))
    with scope(request.actor):
        cases = _picked(request, back) if step else []
    if step is None or not cases:
        messages.warning(request, _("没有选中业务，什么也没有办理。请勾选后再点办理。"))
        return HttpResponseRedirect(list_address(back.urlencode()))
    found = dict(cases)
    picked = selection.Picked(step.event, back.get("state", ""), list(found), back.urlencode(), list(found.values()))
    selection.keep(request.session, batch, picked)
    return redirect(WAITING, batch)


@own_scopes
@require_http_methods(["GET", "POST"])
@for_deciding_posts
def case_batch(request: DeskRequest, batch: UUID) -> HttpResponse:
    """Ask for the reasons and say how many cases they are for; sent, decide every one."""
    if selection.is_done(request.session, batch):
        return redirect(DONE, batch)
    picked = selection.find(request.session, batch)
    step = _step(request, QueryDict(picked.back), picked.event) if picked else None
    if picked is None or step is None:
        raise Http404
    if request.method == "GET":
        return _form(request, picked, step, {}, [])
    same = typed(request.POST, "reason", LONGEST_ANSWER)
    own = {case: typed(request.POST, f"reason-{case}", LONGEST_ANSWER) for case in picked.cases[:ONE_BY_ONE]}
    said = {case: own.get(case) or same for case in picked.cases}
    silent = [case for case in picked.cases if not said[case]] if step.needs_reason else []
    if silent:
        told = _("有 %(n)s 件没有理由。请逐件填写，或填写“同一理由”。") % {"n": len(silent)}
        return _form(request, picked, step, {0: same, **own}, [Wrong("reason", told)])
    return _take(request, batch, picked, said)


def _take(request: DeskRequest, batch: UUID, picked: selection.Picked, said: dict[int, str]) -> HttpResponse:
    """Decide every row, remember what was refused, and lead to the result."""
    seen = dict(zip(picked.cases, picked.versions, strict=True))
    steps = [Step(case, picked.event, {}, said[case], version=seen[case], row=case) for case in picked.cases]
    outcomes = act_many(steps, actor=request.actor, batch=batch)
    with scope(request.actor):
        # A run that was sent twice at once finds rows the other has decided: they are taken, not refused.
        taken = set(Decision.objects.filter(batch=batch).values_list("batch_row", flat=True))
    refused = [outcome for outcome in outcomes if not outcome.taken and outcome.case_id not in taken]
    selection.conclude(request.session, batch, refused)
    return redirect(DONE, batch)


def _step(request: DeskRequest, back: QueryDict, event: str) -> Transition | None:
    known = steps_for(back.get("procedure", ""), back.get("state", ""), request.actor)
    return known.get(event)


def _picked(request: DeskRequest, back: QueryDict) -> list[tuple[int, int]]:
    """Keys and versions of the rows to decide, in order; only what waits for the actor's own place, whatever was sent."""
    if request.POST.get("everything") == "1":
        asked = asked_of(back.dict()).but(tab="")
        cases = desk_cases(asked, request.actor, today=city_today(), working=city_calendar())
    else:
        cases = worklist(request.actor).filter(pk__in=keys(request.POST.getlist("pick")))
    return list(cases.order_by("pk").values_list("pk", "version")[: selection.LARGEST])


def _form(
    request: DeskRequest, picked: selection.Picked, step: Transition, said: dict[int, str], wrong: Sequence[Wrong]
) -> HttpResponse:
    with scope(request.actor):
        shown = worklist(request.actor).filter(pk__in=picked.cases[:ONE_BY_ONE])
        rows = [_row(case, said, needed=step.needs_reason) for case in dressed(shown).order_by("pk")]
        hint = _("没有单独填写的，用这一理由。") if len(picked.cases) > 1 else None
        context: dict[str, Any] = {
            "step": step,
            "count": len(picked.cases),
            "rows": rows,
            "same": Field("reason", _("同一理由"), "textarea", said.get(0, ""), hint=hint, max_length=LONGEST_ANSWER),
            "wrong": wrong,
            "source": cited(step.source),
            "back": list_address(picked.back),
        }
        return render(request, "cases/batch_form.jinja", context, status=422 if wrong else 200)


def _row(case: Any, said: dict[int, str], *, needed: bool) -> dict[str, Any]:
    missing = needed and bool(said) and not (said.get(case.pk) or said.get(0))
    return {
        "case": case,
        "name": child_name(case),
        "number": shown_number(case.national_number),
        "way": way_of(case),
        "state": state_of(case).label,
        "reason": said.get(case.pk, ""),
        "wrong": missing,
    }


def _key(sent: str) -> UUID:
    """The key drawn when the list was shown; a page without one starts a batch of its own."""
    try:
        return UUID(sent)
    except ValueError:
        return uuid4()
