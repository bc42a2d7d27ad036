"""The resolver of a problem record (B3): the condition that holds, and every road with the verdict of the door.

It repeats no rule: each road is asked ahead, as the door would ask it. Which procedures are roads is told by the facts
they decide on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xueji.cases.batch.work import Opening
from xueji.cases.door.preflight import Preflight, preflight_many
from xueji.cases.facts.problem import PROBLEM
from xueji.parties.actors import Actor
from xueji.parties.rulebook import rulebook_in_force
from xueji.process.compiled import CompiledProcedure
from xueji.process.wording import Reason
from xueji.records.models import ProblemRecord
from xueji.vocabulary.facts.problem import ProblemCondition, ProblemFacts

OWN_ROW, REALLY_DUPLICATE = "own_row", "really_duplicate"
"""What a school must have looked up before a road is right: answers of the procedures, asked ahead of them."""


@dataclass(frozen=True)
class Road:
    """One way to handle a problem record: what is filled in already, and every reason against it."""

    procedure: CompiledProcedure
    answers: Mapping[str, str]
    against: tuple[Reason, ...]

    @property
    def open(self) -> bool:
        """Whether nothing stands against it."""
        return not self.against


@dataclass(frozen=True)
class Roads:
    """What a school is told of a problem record.

    `asks` are the answers it must give; as long as one is `missing`, no road is offered. `right` is the road advised:
    of a graduate's two the papers rather than the removal (S23), as the rulebook lists them.
    """

    condition: ProblemCondition | None
    asks: tuple[str, ...]
    missing: tuple[str, ...]
    roads: tuple[Road, ...]

    @property
    def decided(self) -> bool:
        """Whether enough is known to name a road."""
        return not self.missing

    @property
    def right(self) -> Road | None:
        """The road advised; None while it is not decided, or where none is open."""
        return next((road for road in self.roads if road.open), None) if self.decided else None


def roads(problem: ProblemRecord, record_id: int, actor: Actor, said: Mapping[str, str]) -> Roads | None:
    """Tell an actor who knows this side by right; `said` are answers given so far. None for a post that opens none."""
    rulebook = rulebook_in_force()
    found = [
        item
        for item in rulebook.procedures.values()
        if item.facts is ProblemFacts and rulebook.opens(item.key) and actor.role in rulebook.roles_of(item.opened_by)
    ]
    if not found or problem.resolved_on is not None:
        return None
    given = {PROBLEM: str(problem.pk), **{key: value for key, value in said.items() if value}}
    flights = preflight_many([Opening(item.key, record_id, None, given) for item in found], actor=actor)
    facts = next((flight.facts for flight in flights if flight.facts is not None), None)
    asks = _asks(facts)
    return Roads(
        condition=facts.condition if facts else None,
        asks=asks,
        missing=tuple(key for key in asks if key not in given),
        roads=tuple(_road(item, flight, given) for item, flight in zip(found, flights, strict=True)),
    )


def _asks(facts: ProblemFacts | None) -> tuple[str, ...]:
    """Of a child that no longer studies it is asked as well whether it truly is a second record of one child."""
    return (OWN_ROW, REALLY_DUPLICATE) if facts is not None and not facts.standing.on_roll else (OWN_ROW,)


def _road(procedure: CompiledProcedure, flight: Preflight, given: Mapping[str, str]) -> Road:
    asks = {PROBLEM, *(asked.key for asked in procedure.opening.asks)}
    answers = {name: value for name, value in given.items() if name in asks}
    return Road(procedure, answers, tuple(reason for reason in flight.against if reason.field is None))
