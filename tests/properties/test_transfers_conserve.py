"""Random walks of transfers against a small reference model (quality.md R9, reduced).

The model knows nothing of tables: where each child sits, which school an open application holds a place at, and how
many places there are. After every step the register must agree: no child on two rolls or on none, no place lost.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.pupils import PDF, TRANSFER, Schools, clerk, group_of, pupil
from tests.small_city import SmallCity
from xueji.cases.acts.office.evidence import attach_evidence
from xueji.cases.batch.work import Opening, Outcome, Step
from xueji.cases.door import act, open_case
from xueji.cases.models import Case, Decision
from xueji.parties.actors import Actor, system_actor
from xueji.parties.scope import scope
from xueji.records.models import Enrollment, EnrollmentQuota, StudentRecord
from xueji.vocabulary.parties import Party

PLACES = 2
CHILDREN = 3
EVENTS = ["approve", "refuse", "send_back", "resubmit", "withdraw", "undo"]
EXAMPLES = 12
STEPS = 30


@dataclass
class Model:
    """What must be true, told without tables: children at schools, and applications that hold a place."""

    at: dict[int, int]
    asks: dict[int, int] = field(default_factory=dict)

    def room(self, school: int) -> int:
        """Places neither sat on nor held."""
        used = Counter(self.at.values())[school] + Counter(self.asks.values())[school]
        return PLACES + self.extra.get(school, 0) - used

    extra: dict[int, int] = field(default_factory=dict)


class World:
    """The city of one walk, the people who act in it, and the model beside it."""

    def __init__(self, city: SmallCity) -> None:
        self.city, self.schools = city, Schools(city)
        self.places = [self.schools.primary, self.schools.near_primary, self.schools.far_primary]
        self.records: list[StudentRecord] = [pupil(self.schools.primary) for _ in range(CHILDREN)]
        for school in self.places:
            self.schools.places(school, PLACES + (CHILDREN if school == self.schools.primary else 0))
        self.clerks = {school.pk: clerk(city, school) for school in self.places}
        self.officers: dict[int, Actor] = {office.pk: clerk(city, office) for office in city.districts}
        self.cases: list[int] = []
        self.model = Model(
            {record.pk: self.schools.primary.pk for record in self.records}, extra={self.schools.primary.pk: CHILDREN}
        )

    def ask(self, record: StudentRecord, school_index: int) -> None:
        """Apply at a school, and see whether the model would have let it."""
        school = self.places[school_index]
        actor = self.clerks[school.pk]
        with scope(actor):
            paper = attach_evidence(actor=actor, file_name="证明.pdf", content=PDF).pk
        given_ = {
            "reason_code": "other",
            "class_group": group_of(school, "P3").pk,
            "guardian_application": paper,
            "reason_proof": paper,
        }
        outcome = open_case(Opening(TRANSFER, record.pk, None, given_), actor=actor)
        may = (
            record.pk not in self.model.asks
            and self.model.at[record.pk] != school.pk
            and self.model.room(school.pk) > 0
        )
        assert outcome.taken == may, (outcome.reasons, self.model)
        if outcome.taken:
            self.cases.append(outcome.case_id)
            self.model.asks[record.pk] = school.pk

    def step(self, case_id: int, event: str, turn: int) -> None:
        """Whoever could take the step tries it; the model follows what the register says it did."""
        case = self.case(case_id)
        actor = self._actor(case, event, turn)
        outcome = act(Step(case_id, event, {}, "理由"), actor=actor)
        if outcome.taken:
            self._follow(case, outcome)

    def case(self, key: int) -> Case:
        with scope(system_actor(Party.CITY)):
            return Case.objects.get(pk=key)

    def _actor(self, case: Case, event: str, turn: int) -> Actor:
        people = [*self.clerks.values(), *self.officers.values()]
        if event in {"approve", "refuse", "send_back"} and case.closed_on is None:
            held = case.holder_school_id or case.holder_office_id or 0
            return self.clerks.get(held) if case.holder_school_id else self.officers[held]  # type: ignore[return-value]
        return people[turn % len(people)]

    def _follow(self, before: Case, outcome: Outcome) -> None:
        after, record = self.case(before.pk), before.student_record_id or 0
        school = before.school_id or 0
        if after.outcome == "approved":
            self.model.at[record] = school
            del self.model.asks[record]
        elif after.closed_on is not None:
            del self.model.asks[record]
        elif before.closed_on is not None:
            assert record not in self.model.asks, outcome
            self.model.asks[record] = school

    def check(self) -> None:
        """The register agrees with the model, and with itself."""
        with scope(system_actor(Party.CITY)):
            seats = dict(Enrollment.objects.filter(during__upper_inf=True).values_list("record_id", "school_id"))
            assert seats == self.model.at
            open_cases = Case.objects.filter(closed_on__isnull=True).values_list("student_record_id", "school_id")
            assert dict(open_cases) == self.model.asks
            for case in Case.objects.all():
                assert Decision.objects.filter(case=case).count() == case.version
        for school in self.places:
            quota = self.schools.quota(school, "P3")
            assert quota.taken == Counter(self.model.at.values())[school.pk]
            assert quota.held == Counter(self.model.asks.values())[school.pk]
            assert EnrollmentQuota.objects.filter(pk=quota.pk, granted__gte=quota.held + quota.taken).exists()


MOVES = st.one_of(
    st.tuples(st.just("ask"), st.integers(0, CHILDREN - 1), st.integers(0, 2)),
    st.tuples(st.just("step"), st.integers(0, 7), st.sampled_from(EVENTS), st.integers(0, 4)),
)


class _EndOfWalkError(Exception):
    """Rolls the walk back."""


@pytest.mark.django_db
@given(moves=st.lists(MOVES, min_size=5, max_size=STEPS))
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_walk_loses_a_child_or_a_place(city: SmallCity, moves: list[tuple[object, ...]]) -> None:
    try:
        with transaction.atomic():
            world = World(city)
            for move in moves:
                if move[0] == "ask":
                    world.ask(world.records[int(move[1])], int(move[2]))  # type: ignore[call-overload]
                elif world.cases:
                    key = world.cases[int(move[1]) % len(world.cases)]  # type: ignore[call-overload]
                    world.step(key, str(move[2]), int(move[3]))  # type: ignore[call-overload]
                world.check()
            raise _EndOfWalkError  # noqa: TRY301 - the walk is rolled back by leaving the block
    except _EndOfWalkError:
        pass


def test_the_walk_can_be_walked_to_its_end(city: SmallCity) -> None:
    world = World(city)
    world.ask(world.records[0], 2)
    for _ in range(3):
        world.step(world.cases[0], "approve", 0)
        world.check()
    assert world.model.at[world.records[0].pk] == world.places[2].pk
