"""The database backs the law: no bug of ours can break it."""

from datetime import date
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from tests.small_city import SmallCity
from xueji.cases.models import Decision
from xueji.parties.actors import system_actor
from xueji.parties.models import JournalEntry
from xueji.parties.scope import UnscopedQueryError, scope
from xueji.records.models import Enrollment, EnrollmentQuota, NumberAssignment, Student, StudentRecord
from xueji.vocabulary.parties import Party

ANYBODY = system_actor(Party.CLOCK)


def a_record(city: SmallCity, number: str = "110229200903040015", **changes: object) -> StudentRecord:
    student = Student.objects.create(
        name="李明",
        name_pinyin="liming",
        name_initials="lm",
        name_key="李明",
        sex="1",
        birth_date=date(2009, 3, 4),
        document_type="1",
        document_number=number,
        residency="local",
    )
    values = {
        "standing": "studying",
        "document_type": "1",
        "document_number": number,
        "established_on": date(2015, 9, 1),
    }
    return StudentRecord.objects.create(student=student, **{**values, **changes})


def a_spell(city: SmallCity, record: StudentRecord, start: date, end: date | None) -> Enrollment:
    return Enrollment.objects.create(
        record=record,
        student=record.student,
        school=city.school,
        district=city.districts[0],
        campus=city.school.campuses.get(),
        school_year=2015,
        grade="P1",
        cohort=2021,
        during=DateRange(start, end),
        entry_type="entry",
    )


def refused(error: type[Exception], name: str) -> Any:
    return pytest.raises(error, match=name)


def test_no_child_is_on_two_rolls(city: SmallCity) -> None:
    with scope(ANYBODY):
        record = a_record(city)
        a_spell(city, record, date(2015, 9, 1), None)
        with refused(IntegrityError, "no_child_on_two_rolls|one_open_enrollment"), transaction.atomic():
            a_spell(city, record, date(2015, 9, 1), None)
        with refused(IntegrityError, "no_child_on_two_rolls"), transaction.atomic():
            a_spell(city, record, date(2015, 9, 5), date(2015, 10, 1))


def test_one_identity_has_one_uncontested_record(city: SmallCity) -> None:
    with scope(ANYBODY):
        a_record(city)
        with refused(IntegrityError, "one_record_an_identity"), transaction.atomic():
            a_record(city)
        a_record(city, contested=True)


def test_no_number_is_given_twice_and_one_formal_number_for_life(city: SmallCity) -> None:
    with scope(ANYBODY):
        record = a_record(city)
        NumberAssignment.objects.create(
            record=record,
            scheme="G",
            number="G110229200903040015",
            starts_on=date(2015, 9, 1),
            ends_on=date(2015, 9, 2),
        )
        with refused(IntegrityError, "one_formal_number_a_person"), transaction.atomic():
            NumberAssignment.objects.create(
                record=record, scheme="G", number="G110229200903040023", starts_on=date(2015, 9, 2)
            )
        other = a_record(city, "110229200903040023")
        with refused(IntegrityError, "no_number_twice"), transaction.atomic():
            NumberAssignment.objects.create(
                record=other, scheme="G", number="G110229200903040015", starts_on=date(2015, 9, 1)
            )


def test_held_and_taken_never_exceed_what_was_granted(city: SmallCity) -> None:
    with refused(IntegrityError, "quota_never_exceeded"), transaction.atomic():
        EnrollmentQuota.objects.filter(school=city.school).update(held=60, taken=60)


def test_decisions_can_be_added_and_never_changed(city: SmallCity) -> None:
    city.entrants(1)
    for change in (lambda: Decision.objects.update(reason="x"), lambda: Decision.objects.all().delete()):
        with scope(ANYBODY), refused(ProgrammingError, "permission denied"), transaction.atomic():
            change()
    JournalEntry.objects.create(act="test", subject="x:1", city_date=date(2015, 9, 1))
    with refused(ProgrammingError, "permission denied"), transaction.atomic():
        JournalEntry.objects.update(reason="x")


def test_not_even_the_owner_changes_a_decision(owner_connection: psycopg.Connection) -> None:
    for table in ("cases_decision", "cases_effect", "parties_journalentry"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
            owner_connection.execute(f"TRUNCATE {table} CASCADE")


def test_history_is_kept_of_bulk_writes_with_who_and_on_which_day(city: SmallCity) -> None:
    actor = city.city_officer()
    with scope(actor):
        record = a_record(city)
        StudentRecord.objects.filter(pk=record.pk).update(contested=True)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pgh_label, contested, pgh_context->>'name', pgh_context->>'city_date'"
                " FROM records_studentrecordevent WHERE pgh_obj_id = %s ORDER BY pgh_id",
                [record.pk],
            )
            rows = cursor.fetchall()
        assert rows == [("insert", False, actor.name, "2015-09-01"), ("update", True, actor.name, "2015-09-01")]
        with refused(ProgrammingError, "permission denied"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM records_studentrecordevent")


def test_children_are_never_read_without_somebody_who_asks(db: None) -> None:
    with pytest.raises(UnscopedQueryError):
        Student.objects.count()
