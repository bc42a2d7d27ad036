"""Compile a procedure; a machine whose steps are named one by one is done here, a chain of approvals beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from xueji.process.compiled import CompiledProcedure, CompiledState, Transition
from xueji.process.compiler.chains import compile_chain
from xueji.process.notation import OPEN, Branch, On, Procedure, State
from xueji.process.parameters import Parameters
from xueji.vocabulary.parties import Party


class NotationError(ValueError):
    """A procedure file that says two things at once, or says nothing."""


def compile_procedure(procedure: Procedure, parameters: Parameters) -> CompiledProcedure:
    """Compile a procedure; raise :class:`NotationError` when it mixes the notations or names an event twice."""
    if bool(procedure.states) == bool(procedure.route):
        message = f"{procedure.key}: write either states or reviews with a route, not both and not neither"
        raise NotationError(message)
    if procedure.states:
        states, transitions = _compile_machine(procedure)
        return _assemble(procedure, states, transitions)
    chain = compile_chain(procedure, parameters)
    compiled = _assemble(procedure, chain.states, chain.transitions)
    return replace(compiled, rows=chain.rows, axes=chain.axes)


def _assemble(
    procedure: Procedure, states: Iterable[CompiledState], transitions: tuple[Transition, ...]
) -> CompiledProcedure:
    index = {(item.frm, item.event, item.row): item for item in transitions}
    if len(index) != len(transitions):
        twice = {key for key in index if sum((t.frm, t.event, t.row) == key for t in transitions) > 1}
        message = f"{procedure.key}: these events are written twice: {sorted(map(str, twice))}"
        raise NotationError(message)
    return CompiledProcedure(
        key=procedure.key,
        title=procedure.title,
        source=procedure.source,
        about=procedure.about,
        opened_by=procedure.opened_by,
        states={state.key: state for state in states},
        transitions=transitions,
        rows=(),
        axes=(),
        asks=procedure.asks,
        facts=procedure.facts,
        windows=procedure.windows,
        newcomer=procedure.newcomer,
        index=index,
    )


def _compile_machine(procedure: Procedure) -> tuple[tuple[CompiledState, ...], tuple[Transition, ...]]:
    if procedure.on_approved.do or procedure.on_refused.do or procedure.on_approved.owe or procedure.on_refused.owe:
        message = f"{procedure.key}: a machine says what follows at each event, not in on_approved or on_refused"
        raise NotationError(message)
    states = tuple(_state(state) for state in procedure.states)
    if len({state.key for state in states}) != len(states):
        message = f"{procedure.key}: two states have the same key"
        raise NotationError(message)
    opening = Transition(
        frm=None,
        event=OPEN,
        label=procedure.open_label,
        by=(procedure.opened_by,),
        branches=(Branch(None, states[0].key),),
        guards=procedure.to_open + procedure.throughout,
        asks=procedure.asks,
        then=procedure.on_open,
        needs_reason=False,
        primary=True,
        tone="positive",
        source=procedure.source,
    )
    steps = tuple(_transition(procedure, state, on) for state in procedure.states for on in state.on)
    return states, (opening, *steps)


def _state(state: State) -> CompiledState:
    return CompiledState(
        key=state.key,
        label=state.label,
        held_by=state.held_by,
        clock=state.clock,
        closed=state.closed,
        ours=state.ours,
        note=state.note,
        no_clock_because=state.no_clock_because,
    )


def _transition(procedure: Procedure, state: State, on: On) -> Transition:
    return Transition(
        frm=state.key,
        event=on.event,
        label=on.label,
        by=(on.by,) if isinstance(on.by, Party) else on.by,
        branches=(Branch(None, on.to),) if isinstance(on.to, str) else on.to,
        guards=on.guards + (procedure.throughout if on.throughout else ()),
        asks=on.asks,
        then=on.then,
        needs_reason=on.needs_reason,
        primary=on.primary,
        tone=on.tone,
        source=on.source or procedure.source,
        restarts_clock=on.restarts_clock,
        skips=on.skips,
    )
