"""Which steps can be taken for many at once: those of the chosen state, or those that every open state knows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from xueji.cases.queries import ENTRY
from xueji.desks.design.parts import Action
from xueji.parties.rulebook import rulebook_in_force
from xueji.process.compiled import CompiledProcedure, Transition
from xueji.vocabulary.parties import Party


def batch_actions(procedure: CompiledProcedure, state: str, party: Party) -> list[Action]:
    """The steps that this side may take for the rows of a list, as buttons; without a state those that fit any row."""
    steps = [step for step in _steps(procedure, state) if party in step.by and Party.CLOCK not in step.by]
    return [_action(step) for step in steps]


def step_of(state: str, event: str) -> Transition | None:
    """The step as the rulebook in force has it; None where the state knows no such step."""
    found = (step for step in _steps(rulebook_in_force().procedure(ENTRY), state) if step.event == event)
    return next(found, None)


def _steps(procedure: CompiledProcedure, state: str) -> Iterable[Transition]:
    if state:
        return procedure.transitions_from(state)
    still_open = [key for key, known in procedure.states.items() if known.closed is None]
    everywhere = set.intersection(*({step.event for step in procedure.transitions_from(key)} for key in still_open))
    return [step for step in procedure.transitions_from(still_open[0]) if step.event in everywhere]


def _action(step: Transition) -> Action:
    tone: Literal["primary", "plain", "danger"] = (
        "primary" if step.primary else "danger" if step.tone == "negative" else "plain"
    )
    return Action(step.label, value=step.event, tone=tone, key="a" if step.primary else None)
