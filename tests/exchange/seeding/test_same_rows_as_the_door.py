"""A seeded child stands in the same tables, with the same columns filled, as one that came through the door."""

from datetime import date
from typing import Any

from django.db import models, transaction

from tests.cases.test_entry_registration import cases_of
from tests.small_city import SmallCity, small_city
from xueji.cases.batch.work import Step
from xueji.cases.door import act
from xueji.cases.models import Case, CaseParty, Decision
from xueji.exchange.seeding import seed
from xueji.parties.actors import system_actor
from xueji.parties.scope import scope
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
from xueji.vocabulary.parties import Party

TABLES = (Entrant, Student, StudentRecord, Enrollment, NumberAssignment, StudentForm, Case, CaseParty, Decision)
# Who acted and from which file is what seeding leaves out on purpose; the flag says so.
LEFT_OUT = {"account", "post", "seeded", "batch_id", "batch_row", "actor_place", "completed_on", "campus", "answers"}


def of_child(model: type[models.Model], entrant: Entrant) -> list[Any]:
    paths = {
        Entrant: {"pk": entrant.pk},
        Student: {"pk": entrant.student_id},
        StudentRecord: {"student": entrant.student_id},
        Enrollment: {"student": entrant.student_id},
        NumberAssignment: {"record__student": entrant.student_id},
        StudentForm: {"student": entrant.student_id},
        Case: {"entrant": entrant},
        CaseParty: {"case__entrant": entrant},
        Decision: {"case__entrant": entrant},
    }
    return list(model.objects.filter(**paths[model]).order_by("pk"))  # type: ignore[attr-defined]


def filled(rows: list[Any]) -> set[str]:
    return {
        field.name
        for row in rows
        for field in row._meta.concrete_fields
        if getattr(row, field.attname) not in (None, "", {}, []) and field.name not in LEFT_OUT
    }


def through_the_door(city: SmallCity) -> Entrant:
    actor, group = city.actor(), city.class_group()
    (entrant,) = city.entrants(
        1, hukou_place="延庆县", form_answers={"present_address": "东外大街1号"}, verbatim={"姓名": "王小明"}
    )
    with scope(actor):
        (case,) = cases_of([entrant])
        for event in ("claim", "register", "assign"):
            answers = {"class_group": group.pk} if event == "assign" else {}
            assert act(Step(case, event, answers), actor=actor).taken
        entrant.refresh_from_db()
    return entrant


def test_the_same_tables_and_columns(db: None) -> None:
    city = small_city()
    mine = through_the_door(city)
    seed(students=60, seed=3, writers=1)
    with scope(system_actor(Party.ADMISSIONS)):
        seeded = Entrant.objects.filter(grade="P1", school_year=2015, residency="local").exclude(pk=mine.pk)
        other = seeded.filter(document_type="1").first()
        assert other is not None
        for model in TABLES:
            door, sown = of_child(model, mine), of_child(model, other)
            assert sown, model.__name__
            assert filled(sown) ^ filled(door) <= {"as_local_until", "former_name"}, model.__name__
        assert [row.scheme for row in of_child(NumberAssignment, other)] == ["EID", "L", "CITY"]
        (case,) = of_child(Case, other)
        assert (case.state, case.outcome, case.held_place_id) == ("established", "approved", None)
        assert {row.party for row in of_child(CaseParty, other)} == {"school", "district"}
        assert all(row.seeded for row in of_child(Decision, other))
        assert not any(row.seeded for row in of_child(Decision, mine))


def test_places_and_seats_add_up(db: None) -> None:
    small_city()
    assert seed(students=300, seed=4, writers=1) == 300
    with scope(system_actor(Party.ADMISSIONS)):
        assert Enrollment.objects.filter(during__upper_inf=True).count() == 300
        entered = {
            (row["school"], row["entry"]): row["count"]
            for row in Case.objects.filter(procedure="entry_registration")
            .values("school", entry=models.F("entrant__school_year"))
            .annotate(count=models.Count("pk"))
        }
        for quota in EnrollmentQuota.objects.filter(kind="general", taken__gt=0):
            assert quota.taken == entered[quota.school_id, quota.school_year]
        assert ClassGroup.objects.filter(school_year=2015).exists()


def sown(number: int) -> list[tuple[object, ...]]:
    with transaction.atomic():
        seed(students=40, seed=number, writers=1)
        with scope(system_actor(Party.ADMISSIONS)):
            rows = Entrant.objects.order_by("registration_number")
            told = list(rows.values_list("name", "document_number", "birth_date", "school__code", "grade"))
        transaction.set_rollback(True)
    return told


def test_the_same_seed_gives_the_same_children_and_another_seed_others(db: None) -> None:
    small_city(date(2015, 9, 1))
    first = sown(9)
    assert len(first) >= 40
    assert sown(9) == first
    assert sown(10) != first
