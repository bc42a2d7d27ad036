"""The section of a child's page that tells of disciplinary measures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from xueji.desks.children.life.reading import Life
from xueji.desks.design.parts import Cell, Column, Label, Row, Tag
from xueji.desks.framing import decides
from xueji.parties.actors import Actor
from xueji.parties.office_acts import may
from xueji.records.acts.office.discipline import KINDS
from xueji.vocabulary.codes.tables import code_table


@dataclass(frozen=True)
class Measures:
    """What the section shows; `enter_url` is empty for who may not enter a measure."""

    columns: list[Column]
    rows: list[Row]
    running: bool
    enter_url: str


def measures_of(life: Life, actor: Actor, today: date) -> Measures | None:
    """The section for offices that keep the record; None for everybody else, who does not learn that there is one."""
    if not life.records or not (life.held_by(actor) and decides(actor)):
        return None
    enters, lifts = may(actor, "enter_measure"), may(actor, "lift_measure")
    columns = [
        Column("kind", _("处分")),
        Column("paper", _("文号")),
        Column("since", _("开始"), "date"),
        Column("until", _("截止"), "date"),
        Column("state", _("状态"), "tag"),
        *([Column("lift", "")] if lifts else []),
    ]
    return Measures(
        columns=columns,
        rows=[_row(told, life.student.pk, today) for told in life.measures],
        running=any(is_running(told, today) for told in life.measures),
        enter_url=reverse("enter_measure", args=[life.student.pk]) if enters else "",
    )


def kind_label(kind: str) -> Label:
    """The name of a measure; the code itself where no table knows it."""
    return code_table(KINDS).label(kind) or kind


def is_running(told: Mapping[str, Any], today: date) -> bool:
    """Whether it stands against the record today."""
    return told["since"] <= today and told["lifted"] is None and (told["until"] is None or told["until"] >= today)


def _row(told: Mapping[str, Any], student: int, today: date) -> Row:
    lifted = told["lifted"]
    running = is_running(told, today)
    state = Tag(_("处分期内"), "late") if running else Tag(_("已解除") if lifted else _("已到期"))
    cells = {
        "kind": kind_label(told["kind"]),
        "paper": told["paper"],
        "since": told["since"],
        "until": Cell(lifted or told["until"], _("原定%(day)s") % {"day": told["until"]} if lifted else None),
        "state": state,
        "lift": Cell(_("解除"), url=reverse("lift_measure", args=[student, told["pk"]])) if running else None,
    }
    return Row(str(told["pk"]), cells)
