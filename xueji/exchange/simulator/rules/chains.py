"""Who reviews, and in which order (S17): a province may leave out levels, a continuation asks the district alone."""

from __future__ import annotations

from collections.abc import Sequence

from xueji.vocabulary.border.verbs import Business, RemoteLevel


def chain(business: str, levels: Sequence[str]) -> tuple[RemoteLevel, ...]:
    """The levels that review an application of this business in a province with these levels (S13: the district)."""
    if business == Business.CONTINUATION:
        return (RemoteLevel.DISTRICT,)
    return tuple(RemoteLevel(level) for level in levels)


def next_level(levels: Sequence[RemoteLevel], passed: str) -> RemoteLevel | None:
    """The level after the one that has approved last (empty: none yet); None after the last."""
    rank = RemoteLevel(passed).rank if passed else 0
    return next((level for level in levels if level.rank > rank), None)
