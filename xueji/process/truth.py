"""Three answers to a question of law: it holds, it fails, or it cannot be known yet."""

from __future__ import annotations

from enum import Enum
from typing import TypeAlias

Answer: TypeAlias = "bool | Truth | None"


class Truth(Enum):
    """What a guard answers about the facts of one case."""

    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "unknown"

    @classmethod
    def of(cls, answer: Answer) -> Truth:
        """Read a guard's answer: ``True`` holds, ``False`` fails, ``None`` cannot be known yet."""
        if isinstance(answer, Truth):
            return answer
        if answer is None:
            return cls.UNKNOWN
        return cls.HOLDS if answer else cls.FAILS
