"""A figure: what was measured, against what, and how much of it is allowed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """A ratio of `measured` to `against`, both in seconds; it must not be above `reach`.

    `what` names the work, `than` what it is measured against, `note` how many rows and rounds.
    """

    what: str
    measured: float
    than: str
    against: float
    reach: float
    note: str = ""

    @property
    def ratio(self) -> float:
        """How many times as long."""
        return self.measured / self.against

    @property
    def passes(self) -> bool:
        """Whether the figure is reached."""
        return self.ratio <= self.reach

    @property
    def line(self) -> str:
        """The figure for people, with the raw times."""
        verdict = "PASS" if self.passes else "FAIL"
        note = f"  [{self.note}]" if self.note else ""
        return (
            f"{verdict}  {self.ratio:6.2f}×  (≤ {self.reach:g}×)  {self.what}: {seconds(self.measured)}"
            f" / {self.than}: {seconds(self.against)}{note}"
        )


def seconds(time: float) -> str:
    """Write a time with three or four telling digits."""
    return f"{time:.2f} s" if time >= 1 else f"{time * 1000:.1f} ms"


def dump(figures: Sequence[Figure]) -> str:
    """Write figures on one line, for the process that asked for them."""
    return json.dumps([asdict(figure) for figure in figures], ensure_ascii=False)


def load(line: str) -> list[Figure]:
    """Read what `dump` wrote."""
    return [Figure(**each) for each in json.loads(line)]
