"""Automatic assignment of an intake of 500: dealt out, then taken through the door child by child."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from bench.figures import Figure
from bench.house import House
from bench.parts.lists import YEAR, entrants_to_come
from bench.timing import timed
from xueji.cases.acts.office.assignment import apply_class_assignment, propose_class_assignment
from xueji.cases.batch.work import Step
from xueji.cases.door import act_many
from xueji.cases.door.opening import open_entry_cases
from xueji.exchange.seeding import seed
from xueji.exchange.seeding.invention.answers import admissions_row, given_at_admission
from xueji.parties.actors import Actor, actor_of, system_actor
from xueji.parties.models import Account, Post, School
from xueji.parties.rulebook import rulebook_in_force
from xueji.parties.scope import scope
from xueji.records.acts.office.classes import create_class_group
from xueji.records.models import ClassGroup, Enrollment, EnrollmentQuota, Entrant
from xueji.records.models.identity import IDENTITY
from xueji.vocabulary.facts.entry import AdmissionKind, AdmissionSource
from xueji.vocabulary.parties import Party, Role
from xueji.vocabulary.schooling.grades import Grade

CITY, CHILDREN, CLASSES, REACH = 20_000, 500, 13, 4.0
_FIRST_DAY = date(YEAR, 9, 1)


def measure(house: House) -> list[Figure]:
    """Register an intake, propose and apply; beside it, 500 whole children are seeded by COPY."""
    seed(students=CITY, seed=1)
    with scope(system_actor(Party.ADMISSIONS)):
        school = School.objects.filter(grades__contains=["P1"]).select_related("district")[0]
        EnrollmentQuota.objects.filter(school=school, school_year=YEAR, grade="P1").update(granted=2 * CHILDREN)
        keys = _admit(school)
    registrar = _registrar(school)
    for event in ("claim", "register"):
        _take([Step(key, event) for key in keys], registrar)
    with scope(registrar):
        groups = create_class_group(
            actor=registrar,
            school=school,
            campus=school.campuses.get(main=True),
            school_year=YEAR,
            grade=Grade.P1,
            count=CLASSES,
        )
    house.settle()
    assigning = timed(partial(_assign, school, groups, registrar))
    with scope(registrar):
        seated = Enrollment.objects.filter(class_group__in=groups).count()
    if seated != CHILDREN:
        raise RuntimeError(f"only {seated} of {CHILDREN} children sit in class")
    copied = timed(partial(seed, students=CHILDREN, seed=2, writers=1))
    note = f"{CHILDREN / assigning:,.0f} children a second"
    return [
        Figure(
            f"automatic assignment of {CHILDREN}", assigning, f"COPY of {CHILDREN} whole children", copied, REACH, note
        )
    ]


def _admit(school: School) -> list[int]:
    entrants = Entrant.objects.bulk_create(
        Entrant(
            **dict(zip(IDENTITY, child.identity, strict=True)),
            school_year=YEAR,
            registration_number=f"BA{YEAR}{number:06d}",
            source=AdmissionSource.FEED.value,
            admission_kind=AdmissionKind.ORDINARY.value,
            confirmed_on=_FIRST_DAY,
            school=school,
            district=school.district,
            grade=Grade.P1.value,
            form_answers=given_at_admission(child, Grade.P1),
            verbatim=admissions_row(child, Grade.P1, (school.code, school.name), f"BA{YEAR}{number:06d}"),
        )
        for number, (_, child) in enumerate(entrants_to_come([school], CHILDREN))
    )
    return open_entry_cases(entrants, actor=system_actor(Party.ADMISSIONS))


def _registrar(school: School) -> Actor:
    account = Account.objects.create(username="bench01", full_name="测速", must_change_password=False)
    post = Post.objects.create(account=account, role=Role.REGISTRAR.value, school=school, starts_on=_FIRST_DAY)
    return actor_of(post, rulebook_in_force().rulebook.posts[Role.REGISTRAR])


def _assign(school: School, groups: Sequence[ClassGroup], registrar: Actor) -> None:
    with scope(registrar):
        run: Any = propose_class_assignment(
            actor=registrar, school_id=school.pk, grade=Grade.P1.value, school_year=YEAR, groups=groups, seed="bench"
        )
    apply_class_assignment(run, actor=registrar)


def _take(steps: Sequence[Step], actor: Actor) -> None:
    refused = [outcome for outcome in act_many(steps, actor=actor) if not outcome.taken]
    if refused:
        raise RuntimeError(f"{len(refused)} refused: {refused[0].reasons}")
