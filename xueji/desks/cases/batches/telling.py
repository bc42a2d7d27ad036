"""What became of a batch, told line by line: refused rows first, each with rule, source and remedy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xueji.desks.design.parts import CellFault, Pager
from xueji.desks.reasons import cited
from xueji.vocabulary.text import Text

PAGE = 100


def reasons_by_case(refused: Sequence[Mapping[str, Any]]) -> dict[int, list[CellFault]]:
    """Why each refused row was refused, as `selection.conclude` kept it."""
    told: dict[int, list[CellFault]] = {}
    for group in refused:
        faults = [_fault(reason) for reason in group["reasons"]]
        told.update(dict.fromkeys(group["cases"], faults))
    return told


def refused_first(cases: Sequence[int], why: Mapping[int, object]) -> list[int]:
    """The rows of a result in the order in which they are shown."""
    return sorted(cases, key=lambda case: (case not in why, case))


def start_of(asked: str, count: int) -> int:
    """The row with which the page asked for begins."""
    return min(int(asked), max(count - 1, 0)) // PAGE * PAGE if asked.isascii() and asked.isdigit() else 0


def pages_of(address: str, start: int, count: int) -> Pager:
    """The pages of a result, by position: it never changes."""
    before = f"{address}?from={start - PAGE}" if start else None
    after = f"{address}?from={start + PAGE}" if start + PAGE < count else None
    return Pager(min(PAGE, count - start), count, before, after, address if start else None)


def _fault(reason: Mapping[str, str]) -> CellFault:
    source = cited(reason["source"])
    says = Text(reason["zh"], reason["en"])
    says = Text(f"{says.zh}（{source}）", f"{says.en} ({source})") if source else says
    return CellFault(reason["field"], says, Text(reason["mend_zh"], reason["mend_en"]))
