"""一图解读: a procedure as one picture, left to right, in plain SVG."""

from __future__ import annotations

from html import escape

from xueji.process.compiled import CompiledProcedure
from xueji.process.drawing.graph import Numbers, draw_up
from xueji.process.drawing.layout import LINE, Leg, Place, Plan, plan, within
from xueji.process.drawing.lettering import width_of

TRACK = 11
MARGIN = 24

# Kept by name: a page that shows the picture alone must allow exactly this style.
STYLE = """
text{font-family:"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif;fill:#1b1f24}
.t{font-size:14px;font-weight:600}.s{font-size:11px;fill:#57606a}.l{font-size:12px}
rect{fill:#fff;stroke:#1d5fad;stroke-width:1.4}.approved rect{fill:#e7f5ec;stroke:#1a7f37}
.refused rect{fill:#fdecea;stroke:#c62828}.withdrawn rect,.ended rect{fill:#f3f4f6;stroke:#6e7781}
.many rect{stroke:#6e7781;stroke-dasharray:4 3}.start rect{fill:#1d5fad}
path{fill:none;stroke:#57606a;stroke-width:1.2}.back path{stroke-dasharray:5 3;stroke:#8250df}
.head{fill:#57606a;stroke:none}.back .head{fill:#8250df}
"""


def diagram_svg(procedure: CompiledProcedure, language: str, numbers: Numbers | None = None) -> str:
    """Draw a procedure as SVG text in ``"zh"`` or ``"en"``; a step back is dashed.

    With numbers, each box says how long its step may take on that day.
    """
    laid = plan(draw_up(procedure, language, numbers))
    width = _across(laid)
    height = max(place.y + place.height for place in laid.places.values()) + 2 * MARGIN
    title = escape(procedure.title.in_language(language))
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 {-MARGIN} {width:.0f} {height:.0f}" '
            f'width="{width:.0f}" height="{height:.0f}" role="img" aria-label="{title}">'
        ),
        f"<title>{title}</title><style>{STYLE}</style>",
    ]
    parts += _arrows(laid)
    parts += [_box(place) for place in laid.places.values() if place.box is not None]
    return "\n".join([*parts, "</svg>\n"])


def gap_legs(laid: Plan, column: int) -> list[Leg]:
    """Legs that run in the gap to the right of a column, in the order of their tracks."""
    legs = [leg for leg in laid.legs if laid.places[leg.left].column == column]
    down = sorted((leg for leg in legs if leg.y2 >= leg.y1), key=lambda leg: -leg.y1)
    up = sorted((leg for leg in legs if leg.y2 < leg.y1), key=lambda leg: leg.y1)
    return down + up


def label_room(laid: Plan, column: int) -> float:
    """Width that the labels of a gap need before its first track."""
    widths = [width_of(line, 12) for leg in gap_legs(laid, column) for line in leg.label]
    return max([*widths, 20]) + 20


def _across(laid: Plan) -> float:
    x: float = MARGIN
    for number, column in enumerate(laid.columns):
        widest = max([laid.places[key].width for key in column] or [0])
        for key in column:
            place = laid.places[key]
            place.x = x
            place.width = widest if place.box is None or place.box.kind != "start" else place.width
        legs = gap_legs(laid, number)
        x += widest + (label_room(laid, number) + TRACK * len(legs) + 20 if legs else 0)
    return x + MARGIN


def _arrows(laid: Plan) -> list[str]:
    parts: list[str] = []
    for number in range(len(laid.columns)):
        for track, leg in enumerate(gap_legs(laid, number)):
            parts.append(_leg(laid, leg, label_room(laid, number) + TRACK * track))
    parts += [
        f'<g class="{"back" if leg.back else "on"}"><path d="M{place.x:.1f} {leg.y2:.1f}'
        f'L{place.x + place.width:.1f} {_onward(laid, key):.1f}"/></g>'
        for key, place in laid.places.items()
        if place.box is None
        for leg in laid.legs
        if leg.right == key
    ]
    return parts


def _onward(laid: Plan, key: str) -> float:
    return next(leg.y1 for leg in laid.legs if leg.left == key)


def _leg(laid: Plan, leg: Leg, offset: float) -> str:
    left, right = laid.places[leg.left], laid.places[leg.right]
    start = left.x + left.width
    end = right.x + right.width if within(laid, leg) else right.x
    turn = start + offset
    lowest = leg.y1 - 4 - LINE * (len(leg.label) - 1)
    text = "".join(
        f'<text class="l" x="{start + 10:.1f}" y="{lowest + LINE * row:.1f}">{escape(line)}</text>'
        for row, line in enumerate(leg.label)
    )
    path = f'<path d="M{start:.1f} {leg.y1:.1f}H{turn:.1f}V{leg.y2:.1f}H{end:.1f}"/>'
    head = ""
    if leg.head == leg.right:
        head = _head(end, leg.y2, toward_right=not within(laid, leg))
    elif leg.head == leg.left:
        head = _head(start, leg.y1, toward_right=False)
    return f'<g class="{"back" if leg.back else "on"}">{path}{head}{text}</g>'


def _head(x: float, y: float, *, toward_right: bool) -> str:
    tail = x - 8 if toward_right else x + 8
    return f'<path class="head" d="M{x:.1f} {y:.1f}L{tail:.1f} {y - 4:.1f}V{y + 4:.1f}Z"/>'


def _box(place: Place) -> str:
    box = place.box
    if box is None:  # pragma: no cover - the caller has looked
        raise AssertionError
    if box.kind == "start":
        return (
            f'<g class="start"><rect x="{place.x:.1f}" y="{place.y:.1f}" width="{place.width:.1f}" '
            f'height="{place.height:.1f}" rx="12"/></g>'
        )
    middle = place.x + place.width / 2
    y = place.middle - (20 * len(box.lines) + 15 * len(box.small)) / 2
    parts = [
        (
            f'<g class="{box.kind}"><rect x="{place.x:.1f}" y="{place.y:.1f}" width="{place.width:.1f}" '
            f'height="{place.height:.1f}" rx="6"/>'
        )
    ]
    for line in box.lines:
        y += 20
        parts.append(f'<text class="t" text-anchor="middle" x="{middle:.1f}" y="{y - 5:.1f}">{escape(line)}</text>')
    for line in box.small:
        y += 15
        parts.append(f'<text class="s" text-anchor="middle" x="{middle:.1f}" y="{y - 3:.1f}">{escape(line)}</text>')
    return "".join([*parts, "</g>"])
