"""One row of a batch on its way through the door."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from xueji.cases.models import Case
from xueji.parties.actors import Actor
from xueji.process.compiled import CompiledProcedure
from xueji.process.decision import Accepted, Refused, Verdict
from xueji.process.rulebook import CompiledRulebook
from xueji.process.wording import Reason
from xueji.vocabulary.parties import Party


@dataclass(frozen=True)
class Step:
    """What somebody asks of one case. `version` guards against acting on a page that has grown old."""

    case_id: int
    event: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    version: int | None = None
    row: int | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of one step: taken (with the state reached), or every reason why not."""

    case_id: int
    event: str
    taken: bool
    state: str = ""
    reasons: tuple[Reason, ...] = ()
    repeated: bool = False


@dataclass
class Work:
    """A locked case, its subject, what is known of it, and the verdict. Deeds read and mend `case` and `subject`."""

    step: Step
    case: Case
    subject: Any
    actor: Actor
    by: Party
    rulebook: CompiledRulebook
    procedure: CompiledProcedure
    today: date
    facts: Any = None
    verdict: Verdict | None = None
    chosen: dict[str, Any] = field(default_factory=dict)

    @property
    def accepted(self) -> Accepted:
        """The verdict of a step that may be taken."""
        if not isinstance(self.verdict, Accepted):
            raise TypeError(self.verdict)
        return self.verdict

    def outcome(self) -> Outcome:
        """What the caller is told."""
        if isinstance(self.verdict, Refused):
            return Outcome(
                self.step.case_id, self.step.event, taken=False, state=self.case.state, reasons=self.verdict.reasons
            )
        return Outcome(self.step.case_id, self.step.event, taken=True, state=self.case.state)
