"""A guard is one named condition of a regulation: what it asks, where it stands written, and what mends its failure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from xueji.process.truth import Answer, Truth
from xueji.vocabulary.text import Text


@dataclass(frozen=True)
class Guard:
    """One condition over frozen facts.

    ``says`` is the sentence shown when it fails, ``unknown_says`` the one shown while the answer is not known,
    ``mend`` says who does what about it, ``source`` is the article or slide. ``marks`` are deeds that are done
    although the step is refused (a doubt must be recorded, or the refusal would be forgotten).
    ``unknown_passes`` lets an unknown answer through even at the last approval. ``warns``: it never refuses; who acts
    is told and decides. ``applies`` names the cases of which
    the condition holds, for something that is asked in those cases only. ``of_answer``: the key of the answer it is
    about; before that is given there is nothing to be known, and a look ahead says nothing of it.
    """

    name: str
    says: Text
    mend: Text
    source: str
    test: Callable[..., Answer]
    marks: tuple[str, ...] = ()
    unknown_passes: bool = False
    warns: bool = False
    unknown_says: Text | None = None
    applies: Text | None = None
    of_answer: str | None = None

    def holds(self, facts: object) -> Truth:
        """Ask the condition of these facts."""
        return Truth.of(self.test(facts))


def guard(  # noqa: PLR0913 - everything a condition says of itself
    *,
    says: Text,
    mend: Text,
    source: str,
    marks: tuple[str, ...] = (),
    unknown_passes: bool = False,
    warns: bool = False,
    unknown_says: Text | None = None,
    applies: Text | None = None,
    of_answer: str | None = None,
) -> Callable[[Callable[..., Answer]], Guard]:
    """Turn a function over facts into a guard that carries the function's name."""

    def make(test: Callable[..., Answer]) -> Guard:
        return Guard(
            name=test.__name__,
            says=says,
            mend=mend,
            source=source,
            test=test,
            marks=marks,
            unknown_passes=unknown_passes,
            warns=warns,
            unknown_says=unknown_says,
            applies=applies,
            of_answer=of_answer,
        )

    return make
