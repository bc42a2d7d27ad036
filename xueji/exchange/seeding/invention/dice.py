"""Chance that repeats itself: every draw follows from the seed and the name of what is drawn for."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

_Thing = TypeVar("_Thing")


class Dice:
    """Draws for one purpose, named like a path: the same seed and purpose give the same draws on any machine."""

    def __init__(self, seed: int, *purpose: object) -> None:
        """Begin a row of draws of its own."""
        name = "/".join(map(str, (seed, *purpose)))
        self._random = Random(name)  # noqa: S311 - people are invented here, nothing is kept secret
        self.share = self._random.random

    def below(self, limit: int) -> int:
        """Return a number from 0 to `limit` - 1. Half the cost of randrange, and fair enough below a million."""
        return int(self.share() * limit)

    def pick(self, things: Sequence[_Thing]) -> _Thing:
        """Return one of the things, each as likely."""
        return things[int(self.share() * len(things))]

    def chance(self, share: float) -> bool:
        """Return True in `share` of the cases."""
        return self.share() < share


class Weighted(Generic[_Thing]):
    """Things that are drawn more or less often."""

    def __init__(self, things: Sequence[tuple[_Thing, int]]) -> None:
        """Keep things and their weights."""
        self._things = [thing for thing, _ in things]
        self._bounds = list(accumulate(weight for _, weight in things))

    def draw(self, dice: Dice) -> _Thing:
        """Return one thing, as likely as it weighs."""
        return self._things[bisect(self._bounds, dice.below(self._bounds[-1]))]
