"""Taking times on a machine that does other things too."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from statistics import median
from time import perf_counter
from typing import Any


def timed(work: Callable[[], Any]) -> float:
    """Return the seconds that a piece of work takes."""
    began = perf_counter()
    work()
    return perf_counter() - began


def usual(works: Iterable[Callable[[], Any]]) -> float:
    """Return the median of the seconds that several works take."""
    return median(timed(work) for work in works)
