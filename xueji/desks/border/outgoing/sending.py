"""Picked messages are said again, or their cases given back to the schools; a result for each (S29)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages as flash
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xueji.cases.batch.work import Outcome
from xueji.cases.queries import visible_to
from xueji.desks.access import DeskRequest
from xueji.desks.border.outgoing.listing import RELATED, SEND_BACK, can_act, name_of
from xueji.desks.border.results import Result, already_done, keep_and_show, read_batch
from xueji.desks.border.watching import for_border_posts
from xueji.desks.children.answers import keys, typed
from xueji.desks.design.filters import in_words as words
from xueji.exchange.acts.office.border import resend_messages, send_back_stuck
from xueji.exchange.models import OutgoingMessage
from xueji.parties.refusals import RefusedError

LARGEST = 500
_GONE = (
    "这条消息已有回音、已被重发或已不存在。",
    "It has been answered or said again, or is gone.",
    "请刷新列表后再看。",
    "Load the list anew.",
)
_NO_CASE = (
    "这条消息不属于任何一项业务，不能打回。",
    "It belongs to no case, so nothing can be given back.",
    "请改用“重新发送”。",
    "Send it again instead.",
)
_NOT_NOW = ("没有办理。", "Not done.", "请刷新列表后再看。", "Load the list anew.")


@require_POST
@for_border_posts
def send_again(request: DeskRequest) -> HttpResponse:
    """Do it for every picked row, and show what became of each."""
    batch, back = read_batch(request), _back(typed(request.POST, "filters", 400))
    if already_done(request, batch):
        return HttpResponseRedirect(reverse("border_result", args=[batch]))
    picked, reason = keys(request.POST.getlist("pick"))[:LARGEST], typed(request.POST, "reason", 500)
    if not picked or not reason:
        flash.warning(request, _("没有办理：请勾选消息，并填写理由。"))
        return HttpResponseRedirect(back)
    rows = list(OutgoingMessage.objects.filter(pk__in=picked).select_related(*RELATED).order_by("pk"))
    try:
        if request.POST.get("deed") == SEND_BACK:
            return keep_and_show(request, _("统一打回"), back, _given_back(request, rows, reason), batch)
        return keep_and_show(request, _("重新发送"), back, _resent(request, rows, reason), batch)
    except RefusedError as error:
        for complaint in error.complaints:
            flash.warning(request, str(words(complaint.says)))
        return HttpResponseRedirect(back)


def _resent(request: DeskRequest, rows: Sequence[Any], reason: str) -> list[Result]:
    fit = [message for message in rows if can_act(message)]
    with transaction.atomic():
        resend_messages(actor=request.actor, reason=reason, messages=fit)
    now = {message.pk: message for message in OutgoingMessage.objects.filter(pk__in=[one.pk for one in fit])}
    return [_result(message, taken=message.pk in now and not can_act(now[message.pk])) for message in rows]


def _given_back(request: DeskRequest, rows: Sequence[Any], reason: str) -> list[Result]:
    wanted = {message.case_id for message in rows if message.case_id and can_act(message)}
    cases = list(visible_to(request.actor).filter(pk__in=wanted).order_by("pk"))
    found: list[Outcome] = send_back_stuck(actor=request.actor, reason=reason, cases=cases) if cases else []
    outcomes = {outcome.case_id: outcome for outcome in found}
    return [_outcome(message, outcomes.get(message.case_id)) for message in rows]


def _outcome(message: Any, outcome: Outcome | None) -> Result:
    if outcome is None:
        return _result(message, taken=False, why=_NO_CASE if message.case_id is None else _GONE)
    why = [(one.says.zh, one.says.en, one.mend.zh, one.mend.en) for one in outcome.reasons]
    return Result(
        message.pk, name_of(message), outcome.taken, why or ([] if outcome.taken else [_NOT_NOW]), _url(message)
    )


def _result(message: Any, *, taken: bool, why: tuple[str, str, str, str] = _GONE) -> Result:
    return Result(message.pk, name_of(message), taken, [] if taken else [why], _url(message))


def _url(message: Any) -> str:
    return reverse("border_outgoing_message", args=[message.pk])


def _back(filters: str) -> str:
    return f"{reverse('border_outgoing')}?{filters}" if filters else reverse("border_outgoing")
