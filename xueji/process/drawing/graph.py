"""What a diagram shows of a procedure: boxes and arrows, before anything has a place on the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from xueji.process.compiled import CompiledProcedure, CompiledState, Transition
from xueji.process.drawing.lettering import wrapped
from xueji.process.drawing.table import clock_text
from xueji.process.parameters import Parameters
from xueji.vocabulary.text import Text

START = "(start)"
MANY_SOURCES = 4
"""From this many states on, one event to one place is drawn once, from a box that names them."""

_BOX_WIDTH = 168
_LABEL_WIDTH = 190


@dataclass(frozen=True)
class Box:
    """One box: its lines of text, the small lines under them, and what kind of state it is."""

    key: str
    lines: tuple[str, ...]
    small: tuple[str, ...]
    kind: str


@dataclass(frozen=True)
class Arrow:
    """One arrow with its label, already wrapped."""

    frm: str
    to: str
    label: tuple[str, ...]


@dataclass(frozen=True)
class Graph:
    """Boxes and arrows. ``gathered`` maps a box that stands for many states to those states."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    gathered: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Numbers:
    """The parameters that stand beside the boxes, and the day on which they are read."""

    parameters: Parameters
    on: date


def draw_up(procedure: CompiledProcedure, language: str, numbers: Numbers | None = None) -> Graph:
    """Choose the boxes and arrows of a procedure in one language; with numbers, each box says how long it may take."""
    moves = _moves(procedure)
    gathered = _gathered(moves)
    boxes = [Box(START, (), (), "start")]
    boxes += [_box(procedure, state, language, numbers) for state in procedure.states.values()]
    arrows: list[Arrow] = []
    for (event, to), sources in gathered.items():
        key = f"({event} {to})"
        boxes.append(Box(key, _names(procedure, sources, language), (), "many"))
        arrows.append(Arrow(key, to, _label(procedure, moves, [(sources[0], event, to)], language)))
    single = [move for move in moves if (move[1], move[2]) not in gathered]
    for frm, to in dict.fromkeys((move[0], move[2]) for move in single):
        between = [move for move in single if (move[0], move[2]) == (frm, to)]
        arrows.append(Arrow(frm, to, _label(procedure, moves, between, language)))
    return Graph(tuple(boxes), tuple(arrows), {f"({event} {to})": sources for (event, to), sources in gathered.items()})


Move = tuple[str, str, str]
Moves = dict[Move, list[Transition]]


def _moves(procedure: CompiledProcedure) -> Moves:
    moves: Moves = {}
    for item in procedure.transitions:
        if item.takes_back or item.skips:
            continue
        for target in item.targets:
            if target != item.frm:
                moves.setdefault((item.frm or START, item.event, target), []).append(item)
    return moves


def _gathered(moves: Moves) -> dict[tuple[str, str], tuple[str, ...]]:
    sources: dict[tuple[str, str], tuple[str, ...]] = {}
    for frm, event, to in moves:
        sources[event, to] = (*sources.get((event, to), ()), frm)
    return {key: found for key, found in sources.items() if len(found) >= MANY_SOURCES}


def _box(procedure: CompiledProcedure, state: CompiledState, language: str, numbers: Numbers | None) -> Box:
    small: list[str] = []
    if state.held_by is not None:
        small.append(state.held_by.label.in_language(language))
    if numbers is not None and state.clock is not None:
        period = clock_text(state.clock, numbers.parameters, numbers.on)
        small += wrapped(period.in_language(language), _BOX_WIDTH, 11)
    stays = dict.fromkeys(
        item.label.in_language(language)
        for item in procedure.transitions
        if item.frm == state.key and state.key in item.targets
    )
    for label in stays:
        small += wrapped(f"↻ {label}", _BOX_WIDTH, 11)
    lines = wrapped(state.label.in_language(language), _BOX_WIDTH, 14)
    return Box(state.key, tuple(lines), tuple(small), state.closed or "open")


def _names(procedure: CompiledProcedure, sources: tuple[str, ...], language: str) -> tuple[str, ...]:
    open_states = {key for key, state in procedure.states.items() if state.closed is None}
    if open_states <= set(sources):
        return tuple(wrapped(Text("任一在办状态", "any open state").in_language(language), _BOX_WIDTH, 14))
    named = " · ".join(procedure.states[key].label.in_language(language) for key in sources)
    return tuple(wrapped(named, _BOX_WIDTH, 14))


def _label(procedure: CompiledProcedure, moves: Moves, between: Iterable[Move], language: str) -> tuple[str, ...]:
    parts: dict[str, None] = {}
    for move in between:
        items = moves[move]
        parts[_event_text(procedure, items, language) + _only_where(items[0], move[2], language)] = None
    mark = "／" if language.startswith("zh") else " / "
    return tuple(wrapped(mark.join(parts), _LABEL_WIDTH, 12))


def _event_text(procedure: CompiledProcedure, items: list[Transition], language: str) -> str:
    first = items[0]
    text = first.label.in_language(language)
    holder = procedure.states[first.frm].held_by if first.frm is not None else None
    if holder not in first.by:
        text = f"{first.by[0].label.in_language(language)}: {text}"
    rows = [procedure.row(item.row).name for item in items if item.row is not None]
    everywhere = {item.row for item in procedure.transitions if item.frm == first.frm}
    if rows and (first.frm is None or len(rows) < len(everywhere)):
        text += f" ({', '.join(rows)})"
    return text


def _only_where(item: Transition, to: str, language: str) -> str:
    """The cases in which an event leads this way, where it may lead others too and the condition names them."""
    whens = [branch.when for branch in item.branches if branch.to == to]
    if len(item.targets) == 1 or any(when is None or when.applies is None for when in whens):
        return ""
    named = " · ".join(when.applies.in_language(language) for when in whens if when and when.applies)
    return f"（{named}）" if language.startswith("zh") else f" ({named})"
