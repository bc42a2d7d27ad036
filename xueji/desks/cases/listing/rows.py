"""How one case is told in a list: the child, between which schools, where it stands, with whom, since and until when."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from xueji.desks.cases.listing.asked import CLOSED
from xueji.desks.cases.sides import child_name, holder_of, is_ours, is_outward, other_province, schools_of
from xueji.desks.cases.standing import is_late, left_until, procedure_of, state_of, tag_of
from xueji.desks.children.telling import shown_number
from xueji.desks.design.filters import in_words as words
from xueji.desks.design.parts import Cell, Column, Row, Tone
from xueji.parties.actors import Actor
from xueji.vocabulary.calendar.working_days import WorkingCalendar


def columns_of(tab: str) -> list[Column]:
    """The columns of a tab."""
    columns = [
        Column("name", _("学生"), "open"),
        Column("procedure", _("业务"), on_phone=False),
        Column("way", _("学校")),
        Column("state", _("状态"), "tag"),
        Column("holder", _("现由"), on_phone=tab != CLOSED),
        Column("since", _("自"), "date", on_phone=False),
        Column("left", _("期限"), "left"),
        Column("handler", _("经办人"), on_phone=False),
        Column("closed", _("办结"), "date"),
    ]
    hidden = {"closed"} if tab != CLOSED else {"holder", "since", "left", "handler"}
    return [column for column in columns if column.key not in hidden]


def row_of(case: Any, actor: Actor, today: date, working: WorkingCalendar) -> Row:
    """One row."""
    late, ours = is_late(case, today), is_ours(case, actor)
    holder, number = holder_of(case), shown_number(case.national_number)
    due = case.due_on if case.closed_on is None else None
    cells = {
        "name": Cell(child_name(case) or _("（姓名不对本单位公开）"), number or _("尚无学籍号")),
        "procedure": Cell(procedure_of(case).title, _("编号 %(number)s") % {"number": case.pk}),
        "way": way_of(case),
        "state": tag_of(state_of(case), late=late, ours=ours),
        "holder": (_("本单位") if ours else holder.short) if holder else None,
        "since": case.entered_on,
        "left": left_until(due, today, working),
        "handler": case.handed_name,
        "closed": case.closed_on,
    }
    tone: Tone = "late" if late else "plain"
    return Row(str(case.pk), cells, reverse("case", args=[case.pk]), tone, can_pick=ours)


def way_of(case: Any) -> str:
    """From which school to which, or from or to which province; the one school where there are not two."""
    places, province = [place.short for place in schools_of(case)], other_province(case)
    if province is not None:
        there = str(words(province))
        places = [*places, there] if is_outward(case) else [there, *places]
    return " → ".join(places)
