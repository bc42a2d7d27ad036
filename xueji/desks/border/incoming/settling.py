"""Picked messages are heard once more, or put aside as seen to; a result for each."""

from __future__ import annotations

from django.contrib import messages as flash
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xueji.desks.access import DeskRequest
from xueji.desks.border.incoming.listing import RETRY, SETTLE
from xueji.desks.border.results import Result, already_done, keep_and_show, read_batch
from xueji.desks.border.telling import heard
from xueji.desks.border.watching import for_border_posts
from xueji.desks.children.answers import keys, typed
from xueji.desks.design.filters import in_words as words
from xueji.exchange.acts.office.border import settle_incoming
from xueji.exchange.models import IncomingMessage
from xueji.exchange.models.messages import WAITING_FOR_A_PERSON
from xueji.parties.refusals import RefusedError

LARGEST = 500
_NOT_AGAIN = (
    "这条消息不能重新处理，或已有人处理。",
    "It cannot be heard again, or somebody has seen to it.",
    "重复的消息请选“已人工处理”。",
    "Put duplicates aside instead.",
)


@require_POST
@for_border_posts
def settle_messages(request: DeskRequest) -> HttpResponse:
    """Do it for every picked row, and show what became of each."""
    batch, filters = read_batch(request), typed(request.POST, "filters", 200)
    back = f"{reverse('border_incoming')}?{filters}" if filters else reverse("border_incoming")
    if already_done(request, batch):
        return HttpResponseRedirect(reverse("border_result", args=[batch]))
    picked, reason = keys(request.POST.getlist("pick"))[:LARGEST], typed(request.POST, "reason", 500)
    if not picked or not reason:
        flash.warning(request, _("没有办理：请勾选消息，并填写理由。"))
        return HttpResponseRedirect(back)
    rows = list(IncomingMessage.objects.filter(pk__in=picked).order_by("pk"))
    how = RETRY if request.POST.get("deed") == RETRY else SETTLE
    try:
        with transaction.atomic():
            settle_incoming(actor=request.actor, reason=reason, messages=rows, how=how)
    except RefusedError as error:
        for complaint in error.complaints:
            flash.warning(request, str(words(complaint.says)))
        return HttpResponseRedirect(back)
    waiting = IncomingMessage.objects.filter(pk__in=picked, state__in=WAITING_FOR_A_PERSON)
    still = set(waiting.values_list("pk", flat=True))
    results = [_result(message, taken=message.pk not in still) for message in rows]
    return keep_and_show(request, _("重新处理") if how == RETRY else _("人工处理"), back, results, batch)


def _result(message: IncomingMessage, *, taken: bool) -> Result:
    name = f"{words(heard(message.verb))} {message.number}"
    url = reverse("border_incoming_message", args=[message.pk])
    return Result(message.pk, name, taken, [] if taken else [_NOT_AGAIN], url)
