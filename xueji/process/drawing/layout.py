"""Where every box stands: columns by distance from the start, rows by the places of the neighbors.

Long arrows get a slot in every column they pass, so that no arrow runs through a box.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field

from xueji.process.drawing.graph import START, Arrow, Box, Graph
from xueji.process.drawing.lettering import width_of

LINE = 15
SLOT = 12
BOX_GAP = 30
SWEEPS = 6


@dataclass
class Place:
    """A box, or a slot for a passing arrow, with its column and its rectangle."""

    key: str
    column: int
    box: Box | None
    width: float = 0
    height: float = SLOT
    x: float = 0
    y: float = 0

    @property
    def middle(self) -> float:
        """Height of the middle line."""
        return self.y + self.height / 2


@dataclass
class Leg:
    """One piece of an arrow between neighboring columns (or within one): from ``left`` to ``right``.

    Both ends of a leg within a column lie on the right side. ``head`` is the end that carries the arrow head.
    """

    left: str
    right: str
    label: tuple[str, ...]
    head: str | None
    back: bool
    y1: float = 0
    y2: float = 0

    @property
    def room(self) -> float:
        """Height that the label needs above the line."""
        return LINE * max(len(self.label), 1) + 7


@dataclass
class Plan:
    """All places and legs; ``columns`` holds the keys of each column, top down."""

    places: dict[str, Place] = field(default_factory=dict)
    legs: list[Leg] = field(default_factory=list)
    columns: list[list[str]] = field(default_factory=list)


def plan(graph: Graph) -> Plan:
    """Give every box and every passing arrow a place."""
    column = _columns(graph)
    result = Plan(columns=[[] for _ in range(max(column.values()) + 1)])
    for box in graph.boxes:
        if box.key in column:
            _put(result, Place(box.key, column[box.key], box))
    for number, arrow in enumerate(graph.arrows):
        _lay(result, arrow, number, column)
    for place in result.places.values():
        _size(result, place)
    for _ in range(SWEEPS):
        _order(result, range(1, len(result.columns)))
        _order(result, range(len(result.columns) - 2, -1, -1))
    _stack(result)
    _ports(result)
    return result


def _columns(graph: Graph) -> dict[str, int]:
    column = {START: 0}
    closed = {box.key for box in graph.boxes if box.kind not in {"open", "start", "many"}}
    for _ in graph.boxes:
        for arrow in graph.arrows:
            if arrow.frm in column and arrow.to not in closed:
                column[arrow.to] = min(column.get(arrow.to, column[arrow.frm] + 1), column[arrow.frm] + 1)
        for key, sources in graph.gathered.items():
            known = [column[source] for source in sources if source in column]
            if known and key not in column:
                column[key] = min(known)
    last = max(column.values()) + 1
    column.update(dict.fromkeys(sorted(closed), last))
    for arrow in graph.arrows:
        if arrow.frm in graph.gathered and arrow.to in closed:
            column[arrow.frm] = last - 1
    return column


def _put(result: Plan, place: Place) -> None:
    result.places[place.key] = place
    result.columns[place.column].append(place.key)


def _lay(result: Plan, arrow: Arrow, number: int, column: dict[str, int]) -> None:
    back = column[arrow.to] < column[arrow.frm]
    left, right = (arrow.to, arrow.frm) if back else (arrow.frm, arrow.to)
    stops = [left]
    for between in range(column[left] + 1, column[right]):
        key = f"slot {number} {between}"
        _put(result, Place(key, between, None))
        stops.append(key)
    stops.append(right)
    for place, (one, two) in enumerate(itertools.pairwise(stops)):
        head = arrow.to if arrow.to in {one, two} else None
        result.legs.append(Leg(one, two, arrow.label if place == 0 else (), head, back))


def _size(result: Plan, place: Place) -> None:
    right = sum(leg.room for leg in right_ends(result, place.key)) + _returns(result, place.key) * LINE
    left = sum(1 for leg in result.legs if leg.right == place.key and not within(result, leg)) * LINE
    if place.box is None:
        place.height = max(right, SLOT)
        return
    if place.box.kind == "start":
        place.width, place.height = 24, max(right, 24)
        return
    text = 20 * len(place.box.lines) + 15 * len(place.box.small) + 16
    place.height = max(text, right + 10, left + 10)
    widths = [width_of(line, 14) for line in place.box.lines] + [width_of(line, 11) for line in place.box.small]
    place.width = max([*widths, 90]) + 24


def right_ends(result: Plan, key: str) -> list[Leg]:
    """Legs whose label stands at the right side of this place."""
    return [leg for leg in result.legs if leg.left == key]


def within(result: Plan, leg: Leg) -> bool:
    """Do both ends of the leg lie in one column?"""
    return result.places[leg.left].column == result.places[leg.right].column


def _returns(result: Plan, key: str) -> int:
    return sum(1 for leg in result.legs if leg.right == key and within(result, leg))


def _order(result: Plan, columns: Iterable[int]) -> None:
    rank = {key: place for column in result.columns for place, key in enumerate(column)}
    for number in columns:
        column = result.columns[number]
        weight = {key: _mean([rank[other] for other in _neighbors(result, key)], rank[key]) for key in column}
        column.sort(key=lambda key: weight[key])
        rank.update({key: place for place, key in enumerate(column)})


def _neighbors(result: Plan, key: str) -> list[str]:
    return [leg.right if leg.left == key else leg.left for leg in result.legs if key in {leg.left, leg.right}]


def _mean(values: list[float] | list[int], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _stack(result: Plan) -> None:
    for column in result.columns:
        _spread(result, column, {})
    for _ in range(SWEEPS):
        for column in result.columns:
            wish = {
                key: _mean([result.places[other].middle for other in _neighbors(result, key)], -1) for key in column
            }
            _spread(result, column, {key: middle for key, middle in wish.items() if middle >= 0})
    top = min(place.y for place in result.places.values())
    for place in result.places.values():
        place.y -= top


def _spread(result: Plan, column: list[str], wish: dict[str, float]) -> None:
    """Move a column's places as near to their wishes as their order and the gaps allow (least squares)."""
    above: float = 0
    blocks: list[tuple[float, int]] = []
    offsets: list[float] = []
    for key in column:
        place = result.places[key]
        blocks.append((wish.get(key, place.middle) - place.height / 2 - above, 1))
        offsets.append(above)
        above += place.height + (BOX_GAP if place.box is not None else SLOT)
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (low, many), (high, more) = blocks.pop(), blocks.pop()
            blocks.append(((low * many + high * more) / (many + more), many + more))
    levels = [level for level, many in blocks for _ in range(many)]
    for key, level, offset in zip(column, levels, offsets, strict=True):
        result.places[key].y = level + offset


def _ports(result: Plan) -> None:
    for key, place in result.places.items():
        if place.box is None or (place.box.kind == "start" and len(right_ends(result, key)) == 1):
            _through(result, place)
            continue
        right = [leg for leg in result.legs if leg.left == key or (leg.right == key and within(result, leg))]
        right.sort(key=lambda leg, here=key: _far(result, leg, here))  # type: ignore[misc]
        needed = sum(leg.room if leg.left == key else LINE for leg in right)
        y = place.middle - needed / 2
        for leg in right:
            y += leg.room if leg.left == key else LINE
            if leg.left == key:
                leg.y1 = y - 4
            else:
                leg.y2 = y - 4
        left = [leg for leg in result.legs if leg.right == key and not within(result, leg)]
        left.sort(key=lambda leg: result.places[leg.left].middle)
        for number, leg in enumerate(left):
            leg.y2 = place.middle + (number - (len(left) - 1) / 2) * LINE


def _through(result: Plan, place: Place) -> None:
    for leg in result.legs:
        if leg.left == place.key:
            leg.y1 = place.middle
        if leg.right == place.key:
            leg.y2 = place.middle


def _far(result: Plan, leg: Leg, here: str) -> float:
    return result.places[leg.right if leg.left == here else leg.left].middle
