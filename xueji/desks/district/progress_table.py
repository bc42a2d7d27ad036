"""Progress as a table: one row a school or district, one column a state of the rulebook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from xueji.desks.design.filters import in_words
from xueji.desks.design.parts import Cell, Column, Row
from xueji.desks.district.dates import YearDates
from xueji.desks.district.worklist import entrants_address
from xueji.insight.progress import Progress
from xueji.parties.rulebook import rulebook_in_force

ENTRY = "entry_registration"
# States on their way to a record, in the order of the procedure, and where the unclaimed go; the rest stands in the
# worklist. Without the latter a school that claimed nobody would show nothing at all after the deadline.
SHOWN = (
    *("unclaimed", "claimed", "registered", "deferred", "unregistered", "record_awaited", "awaiting_cause"),
    "established",
)


def columns(first: str) -> list[Column]:
    """Columns of the table on a page; `first` names what a row is."""
    states = rulebook_in_force().procedure(ENTRY).states
    return [
        Column("name", first, "open"),
        Column("left", _("最近期限"), "left"),
        Column("late", _("逾期"), "number"),
        Column("admitted", _("录取"), "number"),
        *(Column(state, states[state].label, "number") for state in SHOWN if state in states),
        Column("forms", _("基本信息表未完成"), "number"),
        Column("percent", _("完成")),
    ]


def row(place: Progress, dates: YearDates, *, url: str | None, where: dict[str, Any], note: str = "") -> Row:
    """One row; each figure links to exactly the children that it counts. `where`: the filter that means this place."""
    cells: dict[str, Any] = {
        "name": Cell(place.name, note, url=url) if note else place.name,
        "left": dates.left(place.next_due),
        "late": Cell(place.late, tone="late") if place.late else None,
        "admitted": place.admitted,
        "forms": place.forms or None,
        "percent": "—" if place.percent is None else f"{place.percent}%",
    }
    for state in SHOWN:
        count = place.count(state)
        cells[state] = Cell(count, url=entrants_address(state=state, **where)) if count else None
    return Row(str(place.key), cells, url, "late" if place.late else "plain")


def export_headings() -> list[str]:
    """Headings of the workbook: everything that the page shows, and every state of the rulebook."""
    states = rulebook_in_force().procedure(ENTRY).states.values()
    return [
        *(_("代码"), _("名称"), _("区县"), _("录取"), _("已办结"), _("完成（%）"), _("逾期"), _("最近期限")),
        *(str(in_words(state.label)) for state in states),
        _("基本信息表未完成"),
    ]


def export_rows(places: Iterable[Progress]) -> Iterable[Sequence[object]]:
    """Rows of the workbook, in the order of the page."""
    states = list(rulebook_in_force().procedure(ENTRY).states)
    for place in places:
        yield [
            *(place.code, place.name, place.district, place.admitted, place.settled, place.percent, place.late),
            *(place.next_due, *(place.count(state) for state in states), place.forms),
        ]
