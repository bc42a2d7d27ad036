"""The status dictionary of a procedure: what each state means, who holds it, how long, and what can happen in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from xueji.process.compiled import CompiledProcedure, CompiledState, Transition
from xueji.process.notation import Clock, Keep, Until, Within
from xueji.process.parameters import Parameters
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

_OUTCOMES = {
    "approved": Text("办结：完成", "closed: completed"),
    "refused": Text("办结：不通过", "closed: refused"),
    "withdrawn": Text("办结：撤回", "closed: withdrawn"),
    "ended": Text("办结：终止", "closed: ended"),
}


@dataclass(frozen=True)
class StatusStep:
    """One thing that can happen in a state: what, by whom, leading where; ``rows`` are the route's rows it is for."""

    label: Text
    by: tuple[Party, ...]
    to: tuple[Text, ...]
    rows: tuple[str, ...]


@dataclass(frozen=True)
class StatusRow:
    """One line of the status dictionary. ``comes_from`` are the events that lead here."""

    key: str
    label: Text
    holder: Text | None
    clock: Text
    kind: Text
    ours: bool
    note: Text | None
    comes_from: tuple[Text, ...]
    steps: tuple[StatusStep, ...]


def status_table(
    procedure: CompiledProcedure, parameters: Parameters | None = None, on: date | None = None
) -> tuple[StatusRow, ...]:
    """Describe every state in the order of the procedure file; with parameters, periods show their days on ``on``."""
    return tuple(_row(procedure, state, parameters, on) for state in procedure.states.values())


def clock_text(clock: Clock | None, parameters: Parameters | None = None, on: date | None = None) -> Text:
    """Say how long a step may take."""
    if clock is None:
        return Text("不计时", "no time limit")
    if isinstance(clock, Until):
        return Text("至申请所填日期", "until the day asked for")
    if isinstance(clock, Keep):
        if clock.otherwise is None:
            return Text("沿用上一步时限", "the time of the step before")
        rest = clock_text(clock.otherwise, parameters, on)
        return Text(
            f"沿用上一步时限；无时限的为{rest.zh}", f"the time of the step before; where it had none, {rest.en}"
        )
    return _period_text(clock, parameters, on)


def _period_text(clock: Within, parameters: Parameters | None, on: date | None) -> Text:
    days = str(parameters.days(clock.param, on)) if parameters is not None and on is not None else clock.param
    if clock.since == "entered":
        return Text(f"到达后 {days} 个工作日内", f"within {days} working days of arrival")
    named = clock.since_label or Text(clock.since, clock.since)
    return Text(f"{named.zh}后 {days} 个工作日内", f"within {days} working days of {named.en}")


def _row(
    procedure: CompiledProcedure, state: CompiledState, parameters: Parameters | None, on: date | None
) -> StatusRow:
    arrivals = dict.fromkeys(item.label for item in procedure.transitions if state.key in item.targets)
    kind = Text("在办", "open") if state.closed is None else _OUTCOMES[state.closed]
    return StatusRow(
        key=state.key,
        label=state.label,
        holder=state.held_by.label if state.held_by is not None else None,
        clock=Text("—", "—") if state.closed is not None else clock_text(state.clock, parameters, on),
        kind=kind,
        ours=state.ours,
        note=state.note or state.no_clock_because,
        comes_from=tuple(arrivals),
        steps=_steps(procedure, state),
    )


def _steps(procedure: CompiledProcedure, state: CompiledState) -> tuple[StatusStep, ...]:
    grouped: dict[tuple[str, tuple[str, ...]], list[Transition]] = {}
    for item in procedure.transitions:
        if item.frm == state.key:
            grouped.setdefault((item.event, item.targets), []).append(item)
    return tuple(
        StatusStep(
            label=items[0].label,
            by=items[0].by,
            to=tuple(procedure.states[target].label for target in items[0].targets),
            rows=tuple(procedure.row(item.row).name for item in items if item.row is not None),
        )
        for items in grouped.values()
    )
