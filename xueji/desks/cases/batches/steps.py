"""Which steps can be taken for many cases at once: those of one state of one procedure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal

from xueji.desks.cases.page.asking import letter_of
from xueji.desks.cases.possible import desk_procedures
from xueji.desks.cases.sides import places_of
from xueji.desks.cases.standing import procedure_of
from xueji.desks.design.parts import Action
from xueji.parties.actors import Actor
from xueji.process.compiled import CompiledProcedure, Transition
from xueji.process.rulebook import level_of
from xueji.vocabulary.parties import Party


def batch_actions(procedure: str, state: str, actor: Actor, rows: Iterable[Any]) -> list[Action]:
    """The steps the actor may take for some of these rows, as buttons; without a state those of any state.

    The rows come from `sides.dressed`. A sending school is not offered to withdraw what a receiving school applied for.
    """
    events = {event for case in rows for event in _steps_of(case, actor)}
    return [_action(step) for event, step in steps_for(procedure, state, actor).items() if event in events]


def steps_for(procedure: str, state: str, actor: Actor) -> dict[str, Transition]:
    """The steps by their event; only such as need no answers of their own, for those differ from case to case.

    A step that takes back the own decision is left out: it is taken one by one, looking at what follows.
    """
    found: dict[str, Transition] = {}
    for item in desk_procedures():
        for step in _steps(item, state) if procedure in {"", item.key} else ():
            # The chain's own levels: a receiving district is a district, and only its offices take its steps.
            mine = any(level_of(party) is level_of(actor.party) for party in step.by)
            if mine and Party.CLOCK not in step.by and not step.takes_back and not step.resumes:
                found.setdefault(step.event, step)
    return found


def _steps(procedure: CompiledProcedure, state: str) -> list[Transition]:
    return [step for step in procedure.transitions if step.frm is not None and state in {"", step.frm}]


def _steps_of(case: Any, actor: Actor) -> Iterator[str]:
    """The events of the state of one row that one of the actor's sides in it takes."""
    sides = {actor.party, *(place.party for place in places_of(case) if place.is_of(actor))}
    steps = procedure_of(case).transitions_from(case.state, case.route_row)
    return (step.event for step in steps if sides & set(step.by))


def _action(step: Transition) -> Action:
    tone: Literal["primary", "plain", "danger"] = (
        "primary" if step.primary else "danger" if step.tone == "negative" else "plain"
    )
    return Action(step.label, value=step.event, tone=tone, key=letter_of(step))
