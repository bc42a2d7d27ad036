"""Keyset pages: a page begins behind the last row of the one before it, however long the list is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict

from xueji.desks.design.parts import Pager

SIZE = 50
MARK = "~"
INT_DIGITS = 18
"""Digits of the largest number that surely fits a key."""


@dataclass(frozen=True)
class Page:
    """One page: its rows, and the marks of the neighbors (empty: there is none)."""

    rows: list[Any]
    before: str = ""
    after: str = ""

    def pager(self, asked: QueryDict, total: int | None) -> Pager:
        """The links to the neighbors, keeping the filters of the address."""
        return Pager(
            shown=len(self.rows),
            total=total,
            first_url=_address(asked, {}) if self.before else None,
            previous_url=_address(asked, {"before": self.before}) if self.before else None,
            next_url=_address(asked, {"after": self.after}) if self.after else None,
        )


def keyset_page(
    rows: QuerySet[Any],
    order: Sequence[tuple[str, type]],
    asked: QueryDict,
    size: int = SIZE,
    *,
    dress: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None,
) -> Page:
    """Cut one page out of `rows`. `order` names columns that are never null, with their type; the last is unique.

    `dress` joins what is shown to the rows of the page alone, and must know the columns of `order`: joined to `rows`,
    it would be joined to all that are sorted.

    `asked` holds `after` or `before`: the mark of the row next to the page. A mark that cannot be read counts as none.
    """
    back = _read(asked.get("before", ""), order)
    ahead = None if back else _read(asked.get("after", ""), order)
    names = [name for name, _kind in order]
    by = [f"-{name}" for name in names] if back else names
    if back:
        rows = rows.filter(_beyond(names, back, "lt"))
    elif ahead:
        rows = rows.filter(_beyond(names, ahead, "gt"))
    rows = rows.order_by(*by)[: size + 1]
    if dress is not None:
        rows = dress(rows.model._default_manager.filter(pk__in=rows.values("pk"))).order_by(*by)
    found = list(rows)
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    first, last = (_mark(found[0], names), _mark(found[-1], names)) if found else ("", "")
    return Page(
        found,
        before=first if (more if back else ahead) else "",
        after=last if (more or back) else "",
    )


def _beyond(names: Sequence[str], values: Sequence[Any], side: str) -> Q:
    """Rows on one side of a mark; the first column is also bounded on its own, so that its index can be used."""
    beyond = Q()
    for depth in range(len(names), 0, -1):
        same = Q(**dict(zip(names[: depth - 1], values[: depth - 1], strict=True)))
        beyond |= same & Q(**{f"{names[depth - 1]}__{side}": values[depth - 1]})
    return Q(**{f"{names[0]}__{side}e": values[0]}) & beyond


def _mark(row: Any, names: Sequence[str]) -> str:
    return MARK.join(str(_value(row, name)) for name in names)


def _value(row: Any, name: str) -> Any:
    for part in name.split("__"):
        row = getattr(row, part)
    return row


def _read(mark: str, order: Sequence[tuple[str, type]]) -> list[Any] | None:
    parts = mark.split(MARK)
    if not mark or len(parts) != len(order):
        return None
    if any(kind is int and len(part) > INT_DIGITS for part, (_name, kind) in zip(parts, order, strict=True)):
        return None
    try:
        return [kind(part) for part, (_name, kind) in zip(parts, order, strict=True)]
    except ValueError:
        return None


def _address(asked: QueryDict, added: Mapping[str, str]) -> str:
    kept = asked.copy()
    for name in ("after", "before"):
        kept.pop(name, None)
    for name, value in added.items():
        kept[name] = value
    return f"?{kept.urlencode()}"
