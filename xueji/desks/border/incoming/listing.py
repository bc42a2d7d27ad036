"""The list of messages that wait for a person, each with the reasons why."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.desks.access import DeskRequest
from xueji.desks.border.telling import heard, reasons, state_tag
from xueji.desks.border.watching import for_border_posts
from xueji.desks.cases.page.crossing.story import STATES
from xueji.desks.cases.standing import page_of
from xueji.desks.children.paging import keyset_page
from xueji.desks.design.filters import in_words as words
from xueji.desks.design.parts import Action, Cell, Choice, Column, Filter, Link, Row
from xueji.desks.district.asking import asked as asked_for
from xueji.exchange.models import IncomingMessage
from xueji.exchange.models.messages import WAITING_FOR_A_PERSON, ArrivedState
from xueji.parties.actors import Actor
from xueji.parties.office_acts import may
from xueji.vocabulary.border.verbs import FromNation

WAITING = ""
RETRY, SETTLE = "retry", "settled"


@require_GET
@for_border_posts
def incoming(request: DeskRequest) -> HttpResponse:
    """Show one page of the list."""
    state, verb = asked_for(request, "state"), asked_for(request, "verb")
    state = state if state in ArrivedState.values else WAITING
    verb = verb if verb in set(FromNation) else ""
    found = messages_of(state, verb)
    total = found.count()
    page = keyset_page(found, [("pk", int)], request.GET)
    waits = any(message.state in WAITING_FOR_A_PERSON for message in page.rows)
    context: dict[str, Any] = {
        "crumbs": [Link(_("跨省交换"), reverse("border"))],
        "filters": _filters(state, verb),
        "asked": bool(state or verb),
        "columns": _columns(),
        "rows": [_row(message) for message in page.rows],
        "pages": page.pager(request.GET, total),
        "total": total,
        "actions": actions_of(request.actor) if waits else [],
        "batch": uuid4(),
        "back": urlencode({key: value for key, value in (("state", state), ("verb", verb)) if value}),
    }
    return render(request, "border/incoming.jinja", context)


def messages_of(state: str, verb: str) -> QuerySet[IncomingMessage]:
    """The messages of a state, by default of all that wait for a person."""
    found = IncomingMessage.objects.select_related("case", "in_reply_to")
    found = found.filter(state=state) if state else found.filter(state__in=WAITING_FOR_A_PERSON)
    return found.filter(verb=verb) if verb else found


def actions_of(actor: Actor) -> list[Action]:
    """What a person may do about them."""
    if not may(actor, "settle_incoming_message"):
        return []
    return [
        Action(_("重新处理"), value=RETRY, tone="primary"),
        Action(_("已人工处理，不再列出"), value=SETTLE),
    ]


def _filters(state: str, verb: str) -> list[Filter]:
    states = [Choice(WAITING, _("需要处理")), *(Choice(each, STATES[each]) for each in ArrivedState.values)]
    verbs = [Choice("", _("全部")), *(Choice(each.value, each.label) for each in FromNation)]
    return [
        Filter("state", _("状态"), value=state, choices=states),
        Filter("verb", _("消息"), value=verb, choices=verbs),
    ]


def _columns() -> list[Column]:
    return [
        Column("verb", _("消息"), "open"),
        Column("state", _("为何等待"), "tag"),
        Column("why", _("原因")),
        Column("about", _("关于"), on_phone=False),
        Column("written", _("对方写出"), "moment", on_phone=False),
    ]


def _row(message: Any) -> Row:
    why = "；".join(str(words(one.says)) for one in reasons(message.why))
    cells = {
        "verb": Cell(heard(message.verb), message.number),
        "state": state_tag(message.state),
        "why": why or None,
        "about": _about(message),
        "written": message.written_at,
    }
    url = reverse("border_incoming_message", args=[message.pk])
    return Row(str(message.pk), cells, url, can_pick=message.state in WAITING_FOR_A_PERSON)


def _about(message: Any) -> Cell | str | None:
    if message.case is None:
        return message.about or None
    return Cell(_("业务 %(n)s") % {"n": message.case_id}, url=page_of(message.case))
