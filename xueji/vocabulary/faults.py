"""What a refused value says: a stable rule, a sentence and a remedy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xueji.vocabulary.text import Text


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule broken by a value: `rule` is a stable key, `says` names the fault, `mend` what to do about it."""

    rule: str
    says: Text
    mend: Text


class BadValueError(ValueError):
    """A value that breaks a rule; carries the stable key of the rule, the sentence and the remedy."""

    def __init__(self, rule: str, says: Text, mend: Text) -> None:
        """Keep rule, sentence and remedy; the message is the sentence and the remedy in English."""
        super().__init__(f"{says.en} {mend.en}")
        self.rule = rule
        self.says = says
        self.mend = mend

    @property
    def fault(self) -> Fault:
        """The same as a plain value, for lists of faults."""
        return Fault(self.rule, self.says, self.mend)
