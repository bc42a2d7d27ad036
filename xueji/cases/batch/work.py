"""One row of a batch on its way through the door."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from xueji.cases.models import Case
from xueji.parties.actors import Actor
from xueji.process.compiled import CompiledProcedure, Transition
from xueji.process.decision import Accepted, Refused, Verdict
from xueji.process.notation import OPEN
from xueji.process.rulebook import CompiledRulebook
from xueji.process.truth import Truth
from xueji.process.wording import Reason
from xueji.records.models.quotas import QuotaKind
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
class Opening:
    """An application about a student record, or with 0 about a newcomer, whom the answers describe.

    `school_id` is the other school, where the procedure has two.
    """

    procedure: str
    record_id: int
    school_id: int | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    row: int | None = None

    @property
    def step(self) -> Step:
        """The same as the first step of a case that has no key yet."""
        return Step(0, OPEN, self.answers, self.reason, None, self.row)


@dataclass(frozen=True)
class Outcome:
    """What became of one step: taken (with the state reached), or every reason why not. No case was opened: key 0."""

    case_id: int
    event: str
    taken: bool
    state: str = ""
    reasons: tuple[Reason, ...] = ()
    repeated: bool = False


@dataclass(frozen=True)
class Places:
    """Where a child's place is counted: school, year and grade of entry to the stage, and the kinds it needs."""

    school_id: int
    school_year: int
    grade: str
    kinds: tuple[QuotaKind, ...] = (QuotaKind.GENERAL,)


@dataclass
class Work:
    """A locked case, its subject, what is known of it, and the verdict. Deeds read and mend `case` and `subject`.

    `wants` are the places that the case is about, `leaves` those that the child gives up when it moves.
    """

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
    wants: Places | None = None
    leaves: Places | None = None
    chosen: dict[str, Any] = field(default_factory=dict)

    @property
    def transition(self) -> Transition | None:
        """The event asked for, in the state and the row where the case stands."""
        return self.procedure.transition(self.case.state or None, self.step.event, self.case.route_row)

    @property
    def answers(self) -> dict[str, Any]:
        """What has been answered so far, this step included: what is said anew stands over what was said before."""
        return {**self.case.answers, **self.step.answers}

    @property
    def said(self) -> dict[str, str]:
        """What an accepted step answered, without what it does not ask of this case: that was never weighed."""
        unasked = {
            asked.key
            for asked in self.accepted.transition.asks
            if asked.when is not None and asked.when.holds(self.facts) is not Truth.HOLDS
        }
        return {key: str(value) for key, value in self.step.answers.items() if key not in unasked}

    @property
    def accepted(self) -> Accepted:
        """The verdict of a step that may be taken."""
        if not isinstance(self.verdict, Accepted):
            raise TypeError(self.verdict)
        return self.verdict

    def outcome(self) -> Outcome:
        """What the caller is told."""
        key = self.case.pk or 0
        if isinstance(self.verdict, Refused):
            return Outcome(key, self.step.event, taken=False, state=self.case.state, reasons=self.verdict.reasons)
        return Outcome(key, self.step.event, taken=True, state=self.case.state)
