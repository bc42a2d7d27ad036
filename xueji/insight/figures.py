"""What is told of lateness: the question, the figures of one place or step, and the lines of the tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

AGES = (3, 10)
"""Working days late up to which a case counts into the first and the second age; the third has no end."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the figures are about: a period of decisions (both days included), one procedure, one state, one place."""

    since: date
    until: date
    procedure: str = ""
    state: str = ""
    district_id: int | None = None
    school_id: int | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """Steps of one kind or place.

    `steps` were ended in the period and had a last day, `late` of them after it; `median` and `p90` are calendar days
    from entry to end. `open_late` cases are late now, split into `ages` by working days late (see AGES); `oldest` is
    the earliest last day among them.
    """

    steps: int = 0
    late: int = 0
    median: float | None = None
    p90: float | None = None
    open_late: int = 0
    ages: tuple[int, int, int] = (0, 0, 0)
    oldest: date | None = None

    @property
    def share(self) -> int | None:
        """Late of all steps ended, in percent, rounded up, so that 0 means none; None where nothing was ended."""
        return -(-self.late * 100 // self.steps) if self.steps else None


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One line of the league table: a school, an office itself, or a district with its schools.

    `school_id` is None for an office and for a district as a whole.
    """

    school_id: int | None
    office_id: int
    code: str
    name: str
    district: str
    figures: Figures

    @property
    def key(self) -> str:
        """What stands for the line in an address."""
        return f"s{self.school_id}" if self.school_id else f"o{self.office_id}"


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of one procedure."""

    procedure: str
    state: str
    figures: Figures
