"""The conditions of a step: as they stand now, and as they stood when somebody decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xueji.cases.door.offers import preview
from xueji.cases.models import Case
from xueji.desks.cases.standing import procedure_of
from xueji.desks.design.parts import Rule
from xueji.desks.reasons import cited
from xueji.parties.actors import Actor
from xueji.process.compiled import CompiledProcedure, Transition
from xueji.process.facts import FactError, make_facts
from xueji.process.guards import Guard
from xueji.process.truth import Truth

_ORDER = (Truth.FAILS, Truth.UNKNOWN, Truth.HOLDS)


def facts_now(case: Case, actor: Actor) -> Any:
    """What is known today of the ordinary next step; None where the actor has no side or nothing is to come."""
    step = next_step(case)
    work = preview(case, actor, step.event, {}) if step else None
    return work.facts if work else None


def conditions_of(case: Case, facts: Any) -> list[Rule]:
    """The conditions of the ordinary next step, asked of these facts; those that stand against it first."""
    step = next_step(case)
    return _sorted(step, facts) if step and step.guards and facts is not None else []


def as_seen(procedure: CompiledProcedure, step: Transition | None, facts: Mapping[str, Any]) -> list[Rule]:
    """The conditions of a step taken, asked of the facts kept with the decision. None where they cannot be read."""
    if step is None or not step.guards or not facts or procedure.facts is None:
        return []
    try:
        return _sorted(step, make_facts(procedure.facts, facts))
    except (FactError, TypeError):
        # An edition may have learned to ask for facts that were not yet kept when this was decided.
        return []


def next_step(case: Case) -> Transition | None:
    """The ordinary next step of a case, whoever takes it."""
    steps = procedure_of(case).transitions_from(case.state, case.route_row)
    return next((step for step in steps if step.primary), None)


def _sorted(step: Transition, facts: object) -> list[Rule]:
    told = [_rule(guard, guard.holds(facts)) for guard in step.guards]
    return sorted(told, key=lambda rule: _ORDER.index(rule.truth))


def _rule(guard: Guard, truth: Truth) -> Rule:
    says = guard.unknown_says if truth is Truth.UNKNOWN and guard.unknown_says else guard.says
    return Rule(says, guard.mend, cited(guard.source) or "", truth)
