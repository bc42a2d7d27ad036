"""Walks of one case through its graph: from every state reached, every step that is still to be seen is tried once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.conformance.judging import assert_lawful, assert_stands
from tests.conformance.town import Town, case_of, forgotten_afterwards
from tests.pupils import group_of
from tests.small_city import everything
from xueji.cases.batch.work import Outcome, Step
from xueji.cases.door import act
from xueji.cases.models import Case
from xueji.parties.actors import Actor
from xueji.process.compiled import CompiledProcedure, Transition
from xueji.process.notation import Ask, Proof

Seen = tuple[str | None, str, str]
"""From where, by which event, to where; of a state that is only to be reached, itself."""

Beside = Callable[[Case, str], None]
"""What the inbox does to the register before an event reaches the door."""


@dataclass
class Journey:
    """All walks of one procedure. `left` is what nobody has seen yet of its graph.

    Without `every_step` it is enough to come into every state by one of its ways.
    """

    town: Town
    procedure: CompiledProcedure
    beside: Beside
    every_step: bool = True
    left: set[Seen] = field(init=False)
    ends: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Everything is still to be seen."""
        self.left = {self._seen(item, to) for item in self.procedure.transitions for to in item.targets}

    def walk(self, opened: Outcome, given: Mapping[str, Any], *aims: str) -> None:
        """Walk on from an opened case to whatever is left, and to these states in any case."""
        assert opened.taken, [(reason.rule, reason.field) for reason in opened.reasons]
        case = self._arrived(None, self.procedure.opening, opened, given)
        self._explore(case, {case.state}, goals := set(aims))
        assert goals == set(), f"{goals} was not reached"

    def _explore(self, case: Case, visited: set[str], goals: set[str]) -> None:
        goals.discard(case.state)
        if case.closed_on:
            assert_lawful()
            self.ends.add(case.state)
            return
        for step in self.procedure.transitions_from(case.state, case.route_row):
            if not self._promises(step, visited, goals):
                continue
            with forgotten_afterwards():
                after = self._take(case, step)
                if after is not None and after.state not in visited:
                    visited.add(after.state)
                    self._explore(after, visited, goals)

    def _take(self, case: Case, step: Transition) -> Case | None:
        """The case after the step, or None where the rules refuse it to this child, with their reasons."""
        with everything():
            actor = self.town.somebody(case, step.by)
        given = {asked.key: self._answer(asked, case, actor) for asked in step.asks if self._is_answered(asked)}
        self.beside(case, step.event)
        outcome = act(Step(case.pk, step.event, given, "依据材料办理", case.version), actor=actor)
        if outcome.taken:
            return self._arrived(case, step, outcome, given)
        assert not [reason.field for reason in outcome.reasons if reason.rule == "answer_required"]
        assert {reason.rule for reason in outcome.reasons} <= {guard.name for guard in step.guards}
        assert case_of(case.pk).version == case.version
        return None

    def _arrived(self, before: Case | None, step: Transition, outcome: Outcome, given: Mapping[str, Any]) -> Case:
        after = assert_stands(self.town, before, step, outcome, given)
        self.left.discard(self._seen(step, after.state))
        return after

    def _seen(self, step: Transition, to: str) -> Seen:
        return (step.frm, step.event, to) if self.every_step else (to, "", to)

    @staticmethod
    def _is_answered(asked: Ask | Proof) -> bool:
        """Who the child is stays as it is; every other question gets an answer."""
        return isinstance(asked, Proof) or asked.required or asked.key in ("name", "remote_text", "error_code")

    def _answer(self, asked: Ask | Proof, case: Case, actor: Actor) -> object:
        if isinstance(asked, Proof):
            return self.town.paper(actor)
        if asked.kind == "class_group":
            with everything():
                return group_of(case.school, case.frozen["grade"]).pk  # type: ignore[arg-type]
        if isinstance(asked.choices, tuple) and asked.choices:
            return asked.choices[0][0]
        return "欧阳雨晴"

    def _promises(self, step: Transition, visited: set[str], goals: set[str]) -> bool:
        """Whether the step, or anything beyond it where this walk has not been, is still to be seen."""
        if any(self._seen(step, to) in self.left for to in step.targets):
            return True
        reached = frontier = set(step.targets) - visited
        while frontier:
            further = {to for here in frontier for item in self.procedure.transitions_from(here) for to in item.targets}
            frontier = further - reached - visited
            reached = reached | frontier
        return bool(reached & (goals | {frm for frm, _, _ in self.left if frm}))
