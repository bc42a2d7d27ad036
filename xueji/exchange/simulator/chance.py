"""Chance that repeats itself: every draw follows from the nation's seed and the name of what is drawn for.

Nothing is kept between draws, so a nation that was killed goes on as if it had not been.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

_Thing = TypeVar("_Thing")


class Dice:
    """Draws for one purpose, named like a path."""

    def __init__(self, seed: int, *purpose: object) -> None:
        self._random = Random("/".join(map(str, (seed, *purpose))))  # noqa: S311 - nothing is kept secret here

    def chance(self, share: float) -> bool:
        """Return True in `share` of the cases."""
        return self._random.random() < share

    def pick(self, things: Sequence[_Thing]) -> _Thing:
        """Return one of the things, each as likely."""
        return things[int(self._random.random() * len(things))]

    def between(self, low: float, high: float) -> float:
        """Return a number between both."""
        return low + (high - low) * self._random.random()

    def below(self, limit: int) -> int:
        """Return a number from 0 to `limit` - 1."""
        return int(self._random.random() * limit)
