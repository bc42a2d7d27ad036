"""Identity numbers and temporary student numbers that never meet: both are cut from one row of serials a day.

An L number looks like the ID of somebody born that day in the school's district. Giving both out of the same serials
keeps the promise that an L number is nobody's ID (S12) without asking the register a hundred thousand times.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import date

from xueji.exchange.seeding.invention.dice import Dice
from xueji.vocabulary.numbers.resident_id import check_char

_SERIALS = 1000
# A step without a common factor with 1000 visits every serial once, and neighbours do not look like neighbours.
_STEP = 387


class DayFullError(RuntimeError):
    """More than a thousand children of one region and birth date: the numbers of GB 11643 are used up."""


class Serials:
    """Serials of each region and birth date, every one given out once. `taken` holds IDs that exist already."""

    def __init__(self, dice: Dice, taken: Container[str] = ()) -> None:
        """Start every day anew, at a serial that the seed decides."""
        self._dice = dice
        self._taken = taken
        self._used: dict[tuple[str, date], tuple[int, int]] = {}

    def resident_id(self, region: str, birth_date: date) -> str:
        """Return a valid ID of 18 characters that nobody else has."""
        return self._next(region, birth_date)

    def temporary_number(self, region: str, birth_date: date) -> str:
        """Return an L number that is neither given nor anybody's ID."""
        return f"L{self._next(region, birth_date)}"

    def _next(self, region: str, birth_date: date) -> str:
        first, used = self._used.get((region, birth_date)) or (self._dice.below(_SERIALS), 0)
        while used < _SERIALS:
            body = f"{region}{birth_date:%Y%m%d}{(first + used * _STEP) % _SERIALS:03d}"
            used += 1
            number = body + check_char(body)
            if number not in self._taken:
                self._used[region, birth_date] = first, used
                return number
        raise DayFullError(f"{region} {birth_date}")
