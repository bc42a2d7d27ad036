"""Which road leads out of a problem (S22–S23): the door is asked of each, as it would answer an application."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from xueji.cases.batch.work import Opening
from xueji.cases.door.preflight import Preflight, preflight_many
from xueji.cases.facts.problem import PROBLEM
from xueji.desks.cases.possible import opens_here
from xueji.desks.design.parts import Action, Choice, Field, Label
from xueji.desks.district.asking import address
from xueji.desks.reasons import as_why
from xueji.parties.actors import Actor
from xueji.process.compiled import CompiledProcedure
from xueji.vocabulary.facts.problem import OwnRow, ProblemFacts

OWN_ROW, REALLY_DUPLICATE = "own_row", "really_duplicate"
_DOUBLE = ("yes", "no")


@dataclass(frozen=True)
class Roads:
    """The condition that holds, what the school is asked first, and every road: the one right one is primary."""

    condition: Label | None
    fields: list[Field]
    actions: list[Action]
    answered: bool


def roads_of(problem: Any, record_id: int, actor: Actor, said: dict[str, str]) -> Roads | None:
    """The roads as they stand after what the school says of its row; None for a post that opens none."""
    procedures = [item for item in opens_here(actor) if item.facts is ProblemFacts]
    if not procedures or problem.resolved_on is not None:
        return None
    told = {key: value for key, value in said.items() if value}
    asked = [Opening(item.key, record_id, None, {PROBLEM: str(problem.pk), **told}) for item in procedures]
    found = list(zip(procedures, preflight_many(asked, actor=actor), strict=True))
    facts = next((flight.facts for _item, flight in found if flight.facts is not None), None)
    right = [item.key for item, flight in found if flight.possible]
    return Roads(
        facts.condition.label if facts is not None and facts.condition is not None else None,
        _fields(facts, told),
        [_action(item, flight, problem, record_id, told, right) for item, flight in found],
        answered=OWN_ROW in told,
    )


def read_said(sent: Any) -> dict[str, str]:
    """What the address says the school has found of its own row."""
    own, double = str(sent.get(OWN_ROW, "")), str(sent.get(REALLY_DUPLICATE, ""))
    return {
        OWN_ROW: own if own in set(OwnRow) else "",
        REALLY_DUPLICATE: double if double in _DOUBLE else "",
    }


def _fields(facts: Any, told: dict[str, str]) -> list[Field]:
    rows = [Choice(row.value, row.label) for row in OwnRow]
    fields = [Field(OWN_ROW, _("核对证件后，云平台信息是否正确"), "radio", told.get(OWN_ROW, ""), rows, required=True)]
    if facts is not None and not facts.standing.on_roll:
        double = [Choice("yes", _("是，确实重复")), Choice("no", _("不是"))]
        label = _("是否确为同一名学生的重复学籍")
        fields.append(Field(REALLY_DUPLICATE, label, "radio", told.get(REALLY_DUPLICATE, ""), double))
    return fields


def _action(
    item: CompiledProcedure,
    flight: Preflight,
    problem: Any,
    record_id: int,
    told: dict[str, str],
    right: list[str],
) -> Action:
    """One road: the only one that is open is the primary button, a closed one says why."""
    against = as_why(reason for reason in flight.against if reason.field is None)
    url = address("apply_for", item.key, record_id, **{PROBLEM: problem.pk, **told})
    label = item.opening.label
    if item.key not in right:
        return Action(label, url, reasons=against)
    return Action(label, url, tone="primary" if right == [item.key] else "plain", note=item.title)
