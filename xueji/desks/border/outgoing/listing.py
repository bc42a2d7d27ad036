"""The list of our messages: silent ones first, picked to be said again or to have their cases given back."""

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
from xueji.desks.border.outgoing.asked import ORDER, Asked, asked_of, filter_fields, messages_of
from xueji.desks.border.telling import province, said, state_tag
from xueji.desks.border.watching import for_border_posts
from xueji.desks.cases.sides import child_name
from xueji.desks.children.paging import keyset_page
from xueji.desks.design.parts import Action, Cell, Column, Link, Row
from xueji.exchange.models import OutgoingMessage
from xueji.exchange.models.messages import MessageState
from xueji.parties.actors import Actor
from xueji.parties.office_acts import may

COUNTED = 10_000
RESEND, SEND_BACK = "resend", "send_back"
RELATED = ("school", "case__entrant", "case__student_record__student", "record__student")


@require_GET
@for_border_posts
def outgoing(request: DeskRequest) -> HttpResponse:
    """Show one page of the list."""
    asked = asked_of(request.GET)
    found = messages_of(asked)
    total = found.order_by().values("pk")[: COUNTED + 1].count()
    page = keyset_page(found, ORDER, request.GET, dress=lambda rows: _dressed(rows, asked))
    actions = actions_of(request.actor, page.rows)
    context: dict[str, Any] = {
        "crumbs": [Link(_("跨省交换"), reverse("border"))],
        "filters": filter_fields(asked),
        "asked": bool(asked.address),
        "columns": columns(),
        "rows": [row(message) for message in page.rows],
        "pages": page.pager(request.GET, total if total <= COUNTED else None),
        "total": total,
        "counted": COUNTED,
        "actions": actions,
        "batch": uuid4(),
        "back": urlencode(asked.address),
    }
    return render(request, "border/outgoing.jinja", context)


def columns() -> list[Column]:
    """The columns of the list."""
    return [
        Column("name", _("学生"), "open"),
        Column("verb", _("消息")),
        Column("state", _("状态"), "tag"),
        Column("province", _("外省"), on_phone=False),
        Column("school", _("学校"), on_phone=False),
        Column("handed", _("送交"), "moment", on_phone=False),
        Column("expected", _("预计回音"), "moment", on_phone=False),
        Column("answer", _("全国系统返回")),
    ]


def row(message: Any) -> Row:
    """One message."""
    answer = message.answer_text or message.last_error
    cells = {
        "name": Cell(name_of(message), _("业务编号 %(n)s") % {"n": message.case_id} if message.case_id else None),
        "verb": said(message.verb),
        "state": state_tag(message.state),
        "province": province(message.other_province),
        "school": message.school.short_name if message.school else None,
        "handed": message.handed_over_at,
        "expected": message.expected_by if message.answered_at is None else None,
        "answer": Cell(answer, message.answer_code or None) if answer else None,
    }
    silent = message.state == MessageState.SILENT
    return Row(
        str(message.pk),
        cells,
        reverse("border_outgoing_message", args=[message.pk]),
        "late" if silent else "plain",
        can_pick=can_act(message),
    )


def name_of(message: Any) -> str:
    """The child a message is about."""
    told = child_name(message.case) if message.case else ""
    if not told and message.record is not None:
        told = message.record.student.name
    return told or str(message.body.get("name") or _("（未写姓名）"))


def can_act(message: Any) -> bool:
    """Whether a person may do anything about it now."""
    unsettled = {MessageState.SILENT.value, MessageState.REJECTED.value}
    return message.state in unsettled and message.replaced_by_id is None


def actions_of(actor: Actor, rows: Any) -> list[Action]:
    """What may be done with picked rows; nothing where none of them can be acted upon."""
    found = []
    if not any(can_act(message) for message in rows):
        return []
    if may(actor, "resend_messages"):
        found.append(Action(_("重新发送"), value=RESEND, tone="primary"))
    if may(actor, "send_back_stuck_messages"):
        found.append(Action(_("统一打回，由学校重新提交"), value=SEND_BACK, tone="danger"))
    return found


def _dressed(rows: QuerySet[OutgoingMessage], asked: Asked) -> QuerySet[Any]:
    ranked = messages_of(asked).filter(pk__in=rows.values("pk"))
    return ranked.select_related(*RELATED)
