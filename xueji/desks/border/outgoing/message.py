"""One of our messages: how far it is, what the national system answered, word for word, and what that means."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.desks.access import DeskRequest
from xueji.desks.border.outgoing.listing import RELATED, actions_of, name_of
from xueji.desks.border.telling import heard, province, said, state_tag, without_numbers
from xueji.desks.border.watching import for_border_posts
from xueji.desks.cases.page.crossing.fault import SILENT, CrossingFault
from xueji.desks.cases.standing import page_of
from xueji.desks.design.filters import moment
from xueji.desks.design.parts import Fact, Link
from xueji.exchange.models import OutgoingMessage
from xueji.exchange.models.messages import MessageState
from xueji.vocabulary.border.error_help import help_for


@require_GET
@for_border_posts
def outgoing_message(request: DeskRequest, pk: int) -> HttpResponse:
    """Show the message, and what can be done about it."""
    message: Any = OutgoingMessage.objects.filter(pk=pk).select_related(*RELATED, "district", "replaced_by").first()
    if message is None:
        raise Http404
    context = {
        "message": message,
        "title": said(message.verb),
        "name": name_of(message),
        "crumbs": [Link(_("跨省交换"), reverse("border")), Link(_("发出的消息"), reverse("border_outgoing"))],
        "tags": [state_tag(message.state)],
        "facts": _facts(message),
        "times": _times(message),
        "fault": _fault(message),
        "raw": without_numbers(json.dumps(message.body, ensure_ascii=False, indent=1)),
        "links": _links(message),
        "actions": actions_of(request.actor, [message]),
    }
    return render(request, "border/outgoing_message.jinja", context)


def _facts(message: Any) -> list[Fact]:
    facts = [Fact(_("学生"), name_of(message)), Fact(_("编号"), message.key)]
    if message.other_province:
        facts.append(Fact(_("外省"), province(message.other_province)))
    return [*facts, Fact(_("学校"), message.school.name)] if message.school else facts


def _times(message: Any) -> list[Fact]:
    facts = [
        Fact(_("送交"), moment(message.handed_over_at) or _("尚未送交")),
        Fact(_("送交次数"), str(message.attempts)),
        Fact(_("预计回音"), moment(message.expected_by) or _("送交后按以往用时推算")),
        Fact(_("回音"), moment(message.answered_at) or _("没有")),
    ]
    return [*facts, Fact(_("回音内容"), heard(message.answer))] if message.answer else facts


def _fault(message: Any) -> CrossingFault | None:
    if message.state == MessageState.SILENT:
        return CrossingFault("", "", help_for("", "", SILENT))
    if message.state != MessageState.REJECTED:
        return None
    text = message.answer_text or message.last_error
    return CrossingFault(message.answer_code, text, help_for(message.answer_code, text))


def _links(message: Any) -> list[Link]:
    links = [Link(_("打开业务"), page_of(message.case))] if message.case else []
    if message.replaced_by_id:
        links.append(Link(_("重发的消息"), reverse("border_outgoing_message", args=[message.replaced_by_id])))
    return links
