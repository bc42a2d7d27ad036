"""The resolver of a problem record (B3): the condition, the two rows side by side, and every road with its verdict.

It repeats no rule: each road is asked ahead, as the door would ask it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from xueji.cases.batch.work import Opening
from xueji.cases.door.preflight import Preflight, preflight_many
from xueji.parties.actors import Actor
from xueji.parties.rulebook import rulebook_in_force
from xueji.process.wording import Reason
from xueji.records.models import Enrollment, NumberAssignment, ProblemRecord
from xueji.records.models.numbers import NATIONAL
from xueji.records.models.problems import ProblemOrigin
from xueji.records.problem_rows import FieldBeside, beside, row_of
from xueji.vocabulary.facts.problem import ProblemCondition
from xueji.vocabulary.parties import Party, Role
from xueji.vocabulary.text import Text

PROCEDURES = (
    "problem_substantiation",
    "problem_correction",
    "problem_standing",
    "problem_removal",
    "problem_ticket",
)
"""The roads, in the order in which they are advised: of a graduate's two, the papers rather than the removal."""


@dataclass(frozen=True)
class Road:
    """One way to handle a problem record: its button, what is filled in already, and every reason against it."""

    procedure: str
    title: Text
    button: Text
    answers: Mapping[str, str]
    against: tuple[Reason, ...]

    @property
    def open(self) -> bool:
        """Whether nothing stands against it."""
        return not self.against


@dataclass(frozen=True)
class Roads:
    """What a school is told of a problem record. `right` waits for the school to say whether its own row is right."""

    record_id: int
    condition: ProblemCondition | None
    rows: tuple[FieldBeside, ...]
    roads: tuple[Road, ...]
    right: Road | None


def roads(problem: ProblemRecord, actor: Actor, said: Mapping[str, str] | None = None) -> Roads:
    """Tell of an open problem record that the actor may see; `said` are answers given so far (`own_row` …).

    A school is told of its own side; district and city of the side that is flagged, as its school would be.
    Raises LookupError when the actor's school has neither side.
    """
    spells = list(_last_spells(problem))
    mine = _own_side(problem, spells, actor)
    given = {"problem": str(problem.pk), **(said or {})}
    rulebook = rulebook_in_force()
    keys = [key for key in PROCEDURES if rulebook.opens(key)]
    as_school = replace(actor, party=Party.SCHOOL, role=Role.REGISTRAR, school_id=mine.school_id)
    asked = [Opening(key, mine.record_id, mine.school_id, given) for key in keys]
    flights = preflight_many(asked, actor=actor if actor.school_id else as_school)
    found = tuple(_road(key, flight, given) for key, flight in zip(keys, flights, strict=True))
    facts = next((flight.facts for flight in flights if flight.facts is not None), None)
    decided = "own_row" in given or (facts is not None and facts.condition is ProblemCondition.TEMPORARY_NOT_STUDYING)
    return Roads(
        record_id=mine.record_id,
        condition=facts.condition if facts else None,
        rows=tuple(beside(_row(mine), _other_row(problem, spells, mine))),
        roads=found,
        right=next((road for road in found if road.open), None) if decided else None,
    )


def _last_spells(problem: ProblemRecord) -> QuerySet[Enrollment]:
    """The present or last spell of each side that is a record of ours."""
    number = NumberAssignment.objects.filter(
        record_id=OuterRef("record_id"), scheme__in=NATIONAL, ends_on__isnull=True
    ).order_by("-starts_on", "-pk")
    return (
        Enrollment.objects.filter(Q(record_id=problem.flagged_record_id) | Q(record_id=problem.other_record_id))
        .order_by("record_id", "-during")
        .distinct("record_id")
        .select_related("record", "student", "school")
        .annotate(national_number=Subquery(number.values("number")[:1]))
    )


def _own_side(problem: ProblemRecord, spells: list[Enrollment], actor: Actor) -> Enrollment:
    sides = sorted(spells, key=lambda spell: spell.record_id != problem.flagged_record_id)
    mine = [spell for spell in sides if actor.school_id in (None, spell.school_id)]
    if not mine:
        msg = f"problem record {problem.pk} has no side at school {actor.school_id}"
        raise LookupError(msg)
    return mine[0]


def _road(key: str, flight: Preflight, given: Mapping[str, str]) -> Road:
    procedure = rulebook_in_force().procedure(key)
    asks = {"problem", *(asked.key for asked in procedure.asks)}
    return Road(
        procedure=key,
        title=procedure.title,
        button=procedure.opening.label,
        answers={name: value for name, value in given.items() if name in asks},
        against=tuple(reason for reason in flight.against if reason.field is None),
    )


def _row(spell: Any) -> dict[str, str]:
    return row_of(spell.student, spell, spell.national_number or "", spell.record.standing)


def _other_row(problem: ProblemRecord, spells: list[Enrollment], mine: Enrollment) -> Mapping[str, Any]:
    """The row ours is compared with: the nation's of the same child, else that of the other record of this city."""
    if problem.origin == ProblemOrigin.NATION:
        return problem.national_ours or {} if mine.record_id == problem.flagged_record_id else {}
    other = next((spell for spell in spells if spell.record_id != mine.record_id), None)
    return _row(other) if other is not None else {}
