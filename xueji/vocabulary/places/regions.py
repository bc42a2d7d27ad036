"""Administrative regions (行政区划, GB/T 2260), dated: a code keeps meaning what it meant on a given day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from xueji.vocabulary.tables import date_or_none, read_table

_GATHERS = "市辖区"


@dataclass(frozen=True, slots=True)
class Region:
    """A region under one code for one span of days; `successor` is the code that took its place, if one did."""

    code: str
    name: str
    valid_from: date | None
    valid_to: date | None
    successor: str | None

    def in_force(self, on: date) -> bool:
        """Whether the code stood for this region on that day (the last day included)."""
        started = self.valid_from is None or self.valid_from <= on
        return started and (self.valid_to is None or on <= self.valid_to)


@cache
def _regions() -> dict[str, tuple[Region, ...]]:
    spans: dict[str, list[Region]] = {}
    for row in read_table("xueji.vocabulary.places", "regions.csv"):
        spans.setdefault(row["code"], []).append(
            Region(
                code=row["code"],
                name=row["name"],
                valid_from=date_or_none(row["valid_from"]),
                valid_to=date_or_none(row["valid_to"]),
                successor=row["successor"] or None,
            )
        )
    return {code: tuple(regions) for code, regions in spans.items()}


def region(code: str, on: date | None = None) -> Region | None:
    """Return what a code of six digits stands for on a day, or, without a day, its latest meaning; None if nothing."""
    spans = _regions().get(code, ())
    if on is None:
        return spans[-1] if spans else None
    return next((span for span in reversed(spans) if span.in_force(on)), None)


def known_in_any_revision(code: str) -> bool:
    """Whether six digits were ever the code of a region, in whatever revision; the numbers of cards outlive them."""
    return code in _regions()


def successor(code: str) -> str | None:
    """Return the code that stands today for the region once called by this code; itself if it still stands.

    None if the code was never known, or ended with no single successor on record.
    """
    seen: set[str] = set()
    while code not in seen:
        seen.add(code)
        latest = region(code)
        if latest is None:
            return None
        if latest.valid_to is None:
            return code
        if latest.successor is None:
            return None
        code = latest.successor
    return None


def regions_within(code: str, on: date) -> tuple[Region, ...]:
    """Districts and counties of a province or city (by its own code of six digits) on a day, in order of code.

    Codes that only gather others (北京市市辖区, 石家庄市市辖区) are left out: no office bears their name.
    """
    stem = code.rstrip("0") if code.endswith("00") else code
    stem += "0" * (len(stem) % 2)
    found = (region(known, on) for known in sorted(_regions()) if known.startswith(stem) and not known.endswith("00"))
    return tuple(each for each in found if each is not None and each.code != code and each.name != _GATHERS)
