"""A seeded child looks as if it had come through the one door."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection, models, transaction
from django.db.models import Count

from tests.small_city import everything
from xueji.cases.batch.work import Step
from xueji.cases.door import act
from xueji.cases.door.opening import open_entry_cases
from xueji.cases.models import Case, CaseParty, Decision
from xueji.exchange.seeding import seed
from xueji.exchange.seeding.invention.answers import admissions_row, given_at_admission
from xueji.exchange.seeding.invention.children import Family, Home
from xueji.exchange.seeding.invention.dice import Dice
from xueji.exchange.seeding.invention.numbers import Serials
from xueji.parties.actors import actor_of, system_actor
from xueji.parties.models import Account, City, Post, School
from xueji.parties.refusals import RefusedError
from xueji.parties.rulebook import forget_jurisdiction, rulebook_in_force
from xueji.records.models import (
    ClassGroup,
    Enrollment,
    EnrollmentQuota,
    Entrant,
    NumberAssignment,
    Student,
    StudentForm,
    StudentRecord,
)
from xueji.records.models.identity import IDENTITY
from xueji.vocabulary.parties import Party, Role
from xueji.vocabulary.schooling.grades import Grade

STUDENTS = 360


def sown(number: int = 1, students: int = STUDENTS) -> None:
    assert seed(students=students, seed=number, writers=1) == students


def known(value: Any) -> bool:
    return value not in (None, "", {}, [])


def filled(row: models.Model, *but: str) -> set[str]:
    """Names of the columns of a row that hold something."""
    return {each.name for each in row._meta.concrete_fields if known(getattr(row, each.attname))} - set(but)


def through_the_door() -> Entrant:
    """A first-grader admitted, claimed, registered and assigned at a seeded school."""
    school = School.objects.filter(grades__contains=["P1"]).order_by("code")[0]
    child = Family(Dice(9, "door"), Serials(Dice(9, "serials"))).child(
        Home(school.district.region_code, school.district.name), Grade.P1, 2015
    )
    entrant = Entrant.objects.create(
        **dict(zip(IDENTITY, child.identity, strict=True)),
        school_year=2015,
        registration_number="DJ2015990001",
        source="feed",
        admission_kind="ordinary",
        confirmed_on=date(2015, 9, 1),
        school=school,
        district=school.district,
        grade="P1",
        form_answers=given_at_admission(child, Grade.P1),
        verbatim=admissions_row(child, Grade.P1, (school.code, school.name), "DJ2015990001"),
    )
    [case] = open_entry_cases([entrant], actor=system_actor(Party.ADMISSIONS))
    account = Account.objects.create(username="door01", full_name="赵玉兰", must_change_password=False)
    post = Post.objects.create(account=account, role=Role.REGISTRAR.value, school=school, starts_on=date(2015, 8, 1))
    actor = actor_of(post, rulebook_in_force().rulebook.posts[Role.REGISTRAR])
    group = ClassGroup.objects.get(school=school, grade="P1", school_year=2015, number=1)
    for event, answers in (("claim", {}), ("register", {}), ("assign", {"class_group": str(group.pk)})):
        outcome = act(Step(case, event, answers), actor=actor)
        assert outcome.taken, outcome.reasons
    entrant.refresh_from_db()
    return entrant


def seeded_first_grader() -> Entrant:
    """A seeded child whose form is still a draft, as at the door."""
    unfinished = StudentForm.objects.filter(missing__gt=0).values("student")
    return Entrant.objects.filter(
        grade="P1",
        school_year=2015,
        student__in=unfinished,
        as_local_category="",
        registration_number__startswith="S1-",
    )[0]


def rows_of(entrant: Entrant) -> dict[str, list[models.Model]]:
    """Every row that tells of a child, table by table."""
    case = Case.objects.get(entrant=entrant)
    record = StudentRecord.objects.get(student=entrant.student_id)
    decisions = list(Decision.objects.filter(case=case).order_by("number"))
    return {
        "entrant": [entrant],
        "student": [Student.objects.get(pk=entrant.student_id)],
        "record": [record],
        "spells": list(Enrollment.objects.filter(record=record)),
        "numbers": list(NumberAssignment.objects.filter(record=record).order_by("scheme")),
        "form": [StudentForm.objects.get(student=entrant.student_id)],
        "case": [case],
        "parties": list(CaseParty.objects.filter(case=case).order_by("party")),
        # What happened between admission and class is not invented.
        "decisions": [decisions[0], decisions[-1]],
    }


def test_a_seeded_child_fills_the_same_columns_as_one_from_the_door(nobody_yet: None) -> None:
    sown()
    seeded, door = rows_of(seeded_first_grader()), rows_of(through_the_door())
    for table, rows in door.items():
        # Nobody decided for a seeded child, and nothing waited for anybody.
        but = ("account", "post", "seeded", "was_entered_on", "was_due_on") if table == "decisions" else ()
        assert [filled(row, *but) for row in seeded[table]] == [filled(row, *but) for row in rows], table
    assert [row.scheme for row in seeded["numbers"]] == [row.scheme for row in door["numbers"]]
    assert [(row.event, row.to_state, row.source) for row in seeded["decisions"]] == [
        (row.event, row.to_state, row.source) for row in door["decisions"]
    ]
    assert (seeded["case"][0].state, seeded["case"][0].outcome) == (door["case"][0].state, door["case"][0].outcome)
    assert set(door["form"][0].answers) <= set(seeded["form"][0].answers) | {"hukou_place"}
    assert set(seeded["entrant"][0].verbatim) == set(door["entrant"][0].verbatim)
    assert all(row.seeded for row in seeded["decisions"])
    assert not any(row.seeded for row in door["decisions"])


def test_seeded_rows_have_a_history_like_all_others(nobody_yet: None) -> None:
    sown()
    for model in (Student, StudentRecord, Entrant, Enrollment, NumberAssignment, StudentForm, Case):
        assert model.objects.count() == model.pgh_event_model.objects.count() > 0, model


def test_every_child_has_one_open_spell_and_its_earlier_years_join_without_a_gap(nobody_yet: None) -> None:
    sown()
    spells = Enrollment.objects.order_by("record", "school_year").values_list("record", "grade", "during", "entry_type")
    lives: dict[int, list[tuple[str, Any, str]]] = {}
    for record, grade, during, entry in spells:
        lives.setdefault(record, []).append((grade, during, entry))
    assert len(lives) == STUDENTS
    for life in lives.values():
        assert life[-1][1].upper is None
        assert [grade[1] for grade, _, _ in life] == [str(year) for year in range(1, len(life) + 1)]
        assert life[0][2] == "entry"
        assert all(before[1].upper == after[1].lower for before, after in pairwise(life))


def test_places_taken_are_the_children_who_entered(nobody_yet: None) -> None:
    sown()
    entered = {
        (row["school"], row["school_year"], row["grade"]): row["count"]
        for row in Entrant.objects.order_by().values("school", "school_year", "grade").annotate(count=Count("pk"))
    }
    quotas = EnrollmentQuota.objects.filter(kind="general")
    assert {(row.school_id, row.school_year, row.grade): row.taken for row in quotas} == entered
    assert all(row.free > 0 for row in quotas.filter(school_year=2015))


def picture() -> list[tuple[Any, ...]]:
    """Everything about the city that a seed decides."""
    return list(
        NumberAssignment.objects.order_by("number").values_list(
            *("scheme", "number", "record__student__name", "record__student__document_number"),
            *("record__student__form__answers__home_address", "record__established_on"),
            *("record__student__admissions__registration_number", "record__student__admissions__school__name"),
        )
    )


def rolled_back(look: Callable[[], list[tuple[Any, ...]]], number: int) -> list[tuple[Any, ...]]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            # Sequences know no rollback: a second city in one database gets other education IDs than a first one.
            cursor.execute("SELECT setval('records_education_id', 20000000, false)")
        sown(number)
        seen = look()
        transaction.set_rollback(True)
    forget_jurisdiction()
    return seen


def test_the_same_seed_gives_the_same_city(nobody_yet: None) -> None:
    first = rolled_back(picture, 4)
    assert first == rolled_back(picture, 4)
    assert first != rolled_back(picture, 5)


def test_a_second_seed_adds_other_children_and_the_same_one_is_refused(nobody_yet: None) -> None:
    sown(1)
    sown(2, students=120)
    assert Student.objects.count() == STUDENTS + 120
    with pytest.raises(RefusedError, match="种子 2"):
        seed(students=10, seed=2, writers=1)


def test_nobody_is_invented_in_a_real_city(nobody_yet: None) -> None:
    City.objects.create(jurisdiction="beijing", code="110000", name="北京市")
    with pytest.raises(RefusedError, match="真实的城市"):
        seed(students=10, seed=1, writers=1)


def test_several_writers_make_the_same_city_as_one(transactional_db: None, sees_everything: None) -> None:
    alone = rolled_back(picture, 6)
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('records_education_id', 20000000, false)")
    assert seed(students=STUDENTS, seed=6, writers=3) == STUDENTS
    with everything():
        assert picture() == alone
