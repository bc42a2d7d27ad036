"""Can every state be reached and left, and does every route lead somewhere, once?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from xueji.process.compiled import CompiledProcedure, RouteRow
from xueji.process.soundness.fault import Fault, place
from xueji.vocabulary.text import Text


def structure_faults(procedure: CompiledProcedure) -> Iterator[Fault]:
    """Find unknown states, branches without an otherwise, unreachable states, dead ends, and faulty routes."""
    unknown = list(_target_faults(procedure))
    yield from unknown
    if not any(fault.rule == "unknown_state" for fault in unknown):
        yield from _walk_faults(procedure)
    yield from _route_faults(procedure)


def _target_faults(procedure: CompiledProcedure) -> Iterator[Fault]:
    for item in procedure.transitions:
        where = place(procedure, item)
        for target in item.targets:
            if target not in procedure.states:
                says = Text(f"通向不存在的状态“{target}”", f"Leads to a state that does not exist: {target}")
                yield Fault(where, "unknown_state", says)
        if all(branch.when is not None for branch in item.branches):
            says = Text("分支缺少“其余情况”", "The branches have no otherwise")
            yield Fault(where, "branch_without_otherwise", says)
        if any(branch.when is None for branch in item.branches[:-1]):
            says = Text("“其余情况”之后的分支永远走不到", "A branch after the otherwise can never be taken")
            yield Fault(where, "branch_after_otherwise", says)


def _walk_faults(procedure: CompiledProcedure) -> Iterator[Fault]:
    reached = _reached(procedure)
    closable = _closable(procedure)
    for key, state in procedure.states.items():
        where = f"{procedure.key}/{key}"
        if key not in reached:
            says = Text(f"状态“{state.label.zh}”无法到达", f"Nothing leads to this state: {key}")
            yield Fault(where, "unreachable_state", says)
        if key not in closable:
            says = Text(f"状态“{state.label.zh}”无法办结", f"No way leads from here to an end: {key}")
            yield Fault(where, "dead_end", says)
        if state.closed is not None and any(item.frm == key and not item.takes_back for item in procedure.transitions):
            says = Text(f"办结状态“{state.label.zh}”还能继续办理", f"A closed state with events: {key}")
            yield Fault(where, "closed_state_with_events", says)


def _reached(procedure: CompiledProcedure) -> set[str]:
    reached: set[str] = set()
    for _ in procedure.states:
        for item in procedure.transitions:
            if item.frm is None or item.frm in reached:
                reached.update(item.targets)
    return reached


def _closable(procedure: CompiledProcedure) -> set[str]:
    closable = {key for key, state in procedure.states.items() if state.closed is not None}
    for _ in procedure.states:
        closable.update(item.frm for item in procedure.transitions if item.frm and closable & set(item.targets))
    return closable


def _route_faults(procedure: CompiledProcedure) -> Iterator[Fault]:
    for row in procedure.rows:
        where = f"{procedure.key}/route/{row.name}"
        if not row.chain:
            yield Fault(where, "dead_end", Text("本行没有审核单位", "No office decides in this row"))
        if len(row.covers) != len(procedure.axes):
            yield Fault(where, "route_unknown_value", Text("本行的列数不对", "The row does not fit the axes"))
            return
        for axis, cover in zip(procedure.axes, row.covers, strict=True):
            for value in sorted(cover - {code for code, _ in axis.values}):
                says = Text(f"“{axis.label.zh}”没有取值 {value}", f"Axis {axis.key} has no value {value}")
                yield Fault(where, "route_unknown_value", says)
    if procedure.rows:
        yield from _coverage_faults(procedure)


def _coverage_faults(procedure: CompiledProcedure) -> Iterator[Fault]:
    days = sorted({row.valid_from for row in procedure.rows if row.valid_from is not None})
    for combination in product(*([code for code, _ in axis.values] for axis in procedure.axes)):
        where = f"{procedure.key}/route/{'+'.join(combination)}"
        for day in (None, *days):
            open_rows = (
                row for row in procedure.rows if (row.valid_from is None if day is None else row.in_force(day))
            )
            hits = [row.name for row in open_rows if _covers(row, combination)]
            if not hits:
                says = Text(f"没有一行适用：{combination}", f"No row covers {combination}")
                yield Fault(where, "route_incomplete", says)
            if len(hits) > 1:
                says = Text(f"多行同时适用：{hits}", f"Rows overlap: {hits}")
                yield Fault(where, "route_overlap", says)


def _covers(row: RouteRow, combination: tuple[str, ...]) -> bool:
    return all(not cover or value in cover for cover, value in zip(row.covers, combination, strict=True))
