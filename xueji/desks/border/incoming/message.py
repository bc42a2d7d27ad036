"""One message that came: as it came, what was made of it, and why it waits for a person."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.desks.access import DeskRequest
from xueji.desks.border.incoming.listing import actions_of
from xueji.desks.border.telling import heard, reasons, state_tag, without_numbers
from xueji.desks.border.watching import for_border_posts
from xueji.desks.cases.standing import page_of
from xueji.desks.design.filters import moment
from xueji.desks.design.parts import Fact, Link
from xueji.exchange.models import IncomingMessage
from xueji.exchange.models.messages import WAITING_FOR_A_PERSON


@require_GET
@for_border_posts
def incoming_message(request: DeskRequest, pk: int) -> HttpResponse:
    """Show the message; its raw text is text and never anything else."""
    found = IncomingMessage.objects.filter(pk=pk).select_related("case", "in_reply_to", "settled_by")
    message: Any = found.first()
    if message is None:
        raise Http404
    waits = message.state in WAITING_FOR_A_PERSON
    context = {
        "message": message,
        "title": heard(message.verb),
        "crumbs": [Link(_("跨省交换"), reverse("border")), Link(_("收到的消息"), reverse("border_incoming"))],
        "tags": [state_tag(message.state)],
        "facts": _facts(message),
        "reasons": reasons(message.why),
        "settled": _settled(message),
        "raw": without_numbers(message.text),
        "links": _links(message),
        "actions": actions_of(request.actor) if waits else [],
    }
    return render(request, "border/incoming_message.jinja", context)


def _facts(message: Any) -> list[Fact]:
    return [
        Fact(_("全国系统编号"), message.number),
        Fact(_("关于"), message.about or "—"),
        Fact(_("对方写出"), moment(message.written_at)),
    ]


def _settled(message: Any) -> str:
    if message.settled_by is None:
        return ""
    told = {"who": message.settled_by.full_name, "why": message.settled_reason}
    return _("%(who)s已处理：%(why)s") % told


def _links(message: Any) -> list[Link]:
    links = [Link(_("打开业务"), page_of(message.case))] if message.case else []
    if message.in_reply_to_id:
        links.append(Link(_("所答复的消息"), reverse("border_outgoing_message", args=[message.in_reply_to_id])))
    return links
