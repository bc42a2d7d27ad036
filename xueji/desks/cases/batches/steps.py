"""Which steps can be taken for many cases at once: those of one state of one procedure."""

from __future__ import annotations

from typing import Literal

from xueji.desks.cases.page.asking import letter_of
from xueji.desks.design.parts import Action
from xueji.parties.actors import Actor
from xueji.parties.rulebook import rulebook_in_force
from xueji.process.compiled import CompiledProcedure, Transition
from xueji.process.notation import Subject
from xueji.process.rulebook import level_of
from xueji.vocabulary.parties import Party


def batch_actions(procedure: str, state: str, actor: Actor) -> list[Action]:
    """The steps that the actor's level may take for rows of a state, as buttons; without a state those of any row."""
    return [_action(step) for step in steps_for(procedure, state, actor).values()]


def steps_for(procedure: str, state: str, actor: Actor) -> dict[str, Transition]:
    """The steps by their event; only such as need no answers of their own, for those differ from case to case.

    A step that takes back the own decision is left out: it is taken one by one, looking at what follows.
    """
    rulebook = rulebook_in_force()
    found: dict[str, Transition] = {}
    for item in rulebook.procedures.values():
        if item.about is not Subject.STUDENT_RECORD or procedure not in {"", item.key}:
            continue
        for step in _steps(item, state):
            # The chain's own levels: a receiving district is a district, and only its offices take its steps.
            mine = any(level_of(party) is level_of(actor.party) for party in step.by)
            if mine and Party.CLOCK not in step.by and not step.takes_back and not step.resumes:
                found.setdefault(step.event, step)
    return found


def _steps(procedure: CompiledProcedure, state: str) -> list[Transition]:
    return [step for step in procedure.transitions if step.frm is not None and state in {"", step.frm}]


def _action(step: Transition) -> Action:
    tone: Literal["primary", "plain", "danger"] = (
        "primary" if step.primary else "danger" if step.tone == "negative" else "plain"
    )
    return Action(step.label, value=step.event, tone=tone, key=letter_of(step))
