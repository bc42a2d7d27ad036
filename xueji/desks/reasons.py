"""Reasons as pages show them: the sentence, what mends it, and the article, where a regulation speaks at all."""

from __future__ import annotations

from collections.abc import Iterable

from xueji.desks.design.parts import Why
from xueji.process.wording import GRAMMAR, Reason

_OUR_READING = "INF"
"""Beginning of the source of steps that no regulation describes and that we have inferred (domain.md)."""


def cited(source: str) -> str | None:
    """The article behind a step or a reason; None where no regulation speaks, only the order of steps or our reading."""
    return None if source == GRAMMAR or source.startswith(_OUR_READING) else source


def as_why(reasons: Iterable[Reason]) -> list[Why]:
    """Reasons as the page shows them."""
    return [Why(reason.says, reason.mend, cited(reason.source)) for reason in reasons]
