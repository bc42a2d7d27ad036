"""The roads out of a problem record as the page shows them (S22–S23); `cases.problems.roads` decides which is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from xueji.cases.problems.roads import OWN_ROW, REALLY_DUPLICATE, Road, Roads, roads
from xueji.desks.design.parts import Action, Choice, Field, Label, Why
from xueji.desks.district.asking import address
from xueji.desks.reasons import as_why
from xueji.parties.actors import Actor
from xueji.vocabulary.facts.problem import OwnRow

_DOUBLE = ("yes", "no")


@dataclass(frozen=True)
class Ways:
    """What stands on the page: the condition, what the school is asked first, and then the roads, open ones first."""

    condition: Label | None
    fields: list[Field]
    decided: bool
    actions: list[Action]
    closed: list[tuple[Label, Sequence[Why]]]


def ways_of(problem: Any, record_id: int, actor: Actor, said: dict[str, str]) -> Ways | None:
    """The roads as they stand after what the school says of its row; None for a post that opens none."""
    found = roads(problem, record_id, actor, said)
    if found is None:
        return None
    shut = [road for road in found.roads if not road.open]
    return Ways(
        found.condition.label if found.condition else None,
        [_field(key, said.get(key, "")) for key in found.asks],
        found.decided,
        [_action(road, record_id, found) for road in found.roads if road.open and found.decided],
        [(road.procedure.opening.label, as_why(road.against)) for road in shut if found.decided],
    )


def read_said(sent: Any) -> dict[str, str]:
    """What the address says the school has found of its own row."""
    own, double = str(sent.get(OWN_ROW, "")), str(sent.get(REALLY_DUPLICATE, ""))
    return {
        OWN_ROW: own if own in set(OwnRow) else "",
        REALLY_DUPLICATE: double if double in _DOUBLE else "",
    }


def _field(key: str, value: str) -> Field:
    if key == OWN_ROW:
        rows = [Choice(row.value, row.label) for row in OwnRow]
        return Field(key, _("核对证件后，云平台信息是否正确"), "radio", value, rows, required=True)
    double = [Choice("yes", _("是，确实重复")), Choice("no", _("不是"))]
    return Field(key, _("是否确为同一名学生的重复学籍"), "radio", value, double, required=True)


def _action(road: Road, record_id: int, found: Roads) -> Action:
    """An open road: the one advised is the primary button, another says why it is not."""
    url = address("apply_for", road.procedure.key, record_id, **road.answers)
    if road is found.right:
        return Action(road.procedure.opening.label, url, tone="primary", note=road.procedure.title)
    return Action(
        road.procedure.opening.label, url, note=_("涉及毕业生跨省升学，建议不要删除；仍须删除的，请写明理由。")
    )
