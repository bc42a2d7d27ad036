"""How a notice is told: its kind as a word with its tone, the case, and where the case stands now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from xueji.cases.models import Case, Notice, NoticeKind
from xueji.desks.cases.standing import page_of, procedure_of, state_of
from xueji.desks.design.parts import Cell, Column, Label, Row, Tag, Tone
from xueji.vocabulary.text import Text

KINDS: Mapping[str, tuple[Text, Tone]] = {
    NoticeKind.ESCALATED.value: (Text("下级逾期上报", "Late below you"), "late"),
    NoticeKind.OVERDUE.value: (Text("已逾期", "Overdue"), "late"),
    NoticeKind.URGED.value: (Text("催办", "Urged"), "waits"),
    NoticeKind.DUE_SOON.value: (Text("即将到期", "Due soon"), "waits"),
    NoticeKind.SENT_BACK.value: (Text("退回补正", "Sent back"), "waits"),
    NoticeKind.CLOSED.value: (Text("业务办结", "Closed"), "done"),
}
"""Each kind with its words and tone, the most urgent first."""


def columns() -> list[Column]:
    """Columns of the list."""
    return [
        Column("name", _("学生"), "open"),
        Column("kind", _("通知"), "tag"),
        Column("business", _("业务")),
        Column("due", _("办理期限"), "date"),
        Column("day", _("通知日期"), "date"),
        Column("seen", _("是否已读"), "tag"),
    ]


def row(notice: Notice) -> Row:
    """One notice; it opens the case. What has been read can be picked no more."""
    case: Any = notice.case
    label, tone = KINDS[notice.kind]
    unread = notice.seen_at is None
    seen: Any = Tag(_("未读"), "waits") if unread else Cell(_("已读"))
    cells = {
        "name": Cell(_name(case), _school(case)),
        "kind": Tag(label, tone if unread else "plain"),
        "business": Cell(procedure_of(case).title, state_of(case).label),
        "due": case.due_on,
        "day": notice.city_date,
        "seen": seen,
    }
    return Row(str(notice.pk), cells, page_of(case), can_pick=unread)


def _name(case: Any) -> Label:
    if case.entrant is not None:
        return str(case.entrant.name)
    record = case.student_record
    return str(record.student.name) if record else _("业务%(number)s") % {"number": case.pk}


def _school(case: Case) -> Label | None:
    return case.school.short_name if case.school else None
