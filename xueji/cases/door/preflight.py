"""能否办理: every rule asked before anybody applies (B1). The same facts, the same verdict, and nothing is opened."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from xueji.cases.batch.places import PlaceLedger
from xueji.cases.batch.work import Opening, Work
from xueji.cases.door.applying import prepared, works_of
from xueji.cases.door.chunk import weigh
from xueji.parties.actors import Actor
from xueji.parties.scope import registry_eyes
from xueji.process.compiled import RouteRow, Transition
from xueji.process.decision import Accepted, Refused
from xueji.process.guards import Guard
from xueji.process.truth import Truth
from xueji.process.wording import Reason


@dataclass(frozen=True)
class Preflight:
    """What would become of an application. `against`: every reason why not; `unknown`: what nobody can tell yet.

    `row` is the row of the decision table the case would follow, `frozen` what chose it. Without a subject there is
    neither row nor transition.
    """

    against: tuple[Reason, ...]
    unknown: tuple[Reason, ...] = ()
    transition: Transition | None = None
    row: RouteRow | None = None
    facts: Any = None
    frozen: Mapping[str, Any] = field(default_factory=dict)

    @property
    def possible(self) -> bool:
        """Whether nothing stands against the application, apart from what its form still asks."""
        return not [reason for reason in self.against if reason.field is None]

    @property
    def held(self) -> tuple[Guard, ...]:
        """The conditions that hold, for a page that shows them all."""
        guards = self.transition.guards if self.transition else ()
        return tuple(guard for guard in guards if guard.holds(self.facts) is Truth.HOLDS)


def preflight(
    procedure: str,
    record_id: int,
    *,
    actor: Actor,
    school_id: int | None = None,
    answers: Mapping[str, Any] | None = None,
) -> Preflight:
    """Ask every rule of an application about a record. Runs in the actor's open scope, with the eyes of the rules.

    The caller must know the record by right: from a look-up by number and name, or from its own roll.
    """
    return preflight_many([Opening(procedure, record_id, school_id, answers or {})], actor=actor)[0]


def preflight_many(openings: list[Opening], *, actor: Actor) -> list[Preflight]:
    """The same for many applications, in a fixed number of queries."""
    with registry_eyes():
        works = works_of(openings, actor)
        found = prepared(works)
        ledger = PlaceLedger.read(found)
        for work in found:
            if work.verdict is None:
                # Each is asked for itself: what one would hold is not counted against the next.
                weigh(work, PlaceLedger(ledger.quotas, dict(ledger.free)))
    return [_told(work) for work in works]


def _told(work: Work | Reason) -> Preflight:
    if isinstance(work, Reason):
        return Preflight((work,))
    verdict = work.verdict
    row = work.procedure.row(work.case.route_row) if work.case.route_row is not None else None
    against = verdict.reasons if isinstance(verdict, Refused) else ()
    unknown = verdict.unknown if isinstance(verdict, Accepted) else _unknown(work, against)
    unasked = {guard.name for guard in _guards(work) if guard.of_answer and guard.of_answer not in work.answers}
    unknown = tuple(reason for reason in unknown if reason.rule not in unasked)
    return Preflight(
        tuple(reason for reason in against if reason.truth is not Truth.UNKNOWN),
        unknown,
        work.transition if work.facts is not None else None,
        row,
        work.facts,
        work.case.frozen,
    )


def _guards(work: Work) -> tuple[Guard, ...]:
    return work.transition.guards if work.transition else ()


def _unknown(work: Work, against: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """Of a refused application the conditions nobody can tell yet are worth knowing too."""
    told = tuple(reason for reason in against if reason.truth is Truth.UNKNOWN)
    if told or work.transition is None or work.facts is None:
        return told
    from_guards = (guard for guard in work.transition.guards if guard.holds(work.facts) is Truth.UNKNOWN)
    return tuple(
        Reason(guard.name, guard.unknown_says or guard.says, guard.mend, guard.source, Truth.UNKNOWN)
        for guard in from_guards
    )
