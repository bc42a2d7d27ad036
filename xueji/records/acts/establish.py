"""建立学籍: assignment to a class makes the record of a first-grader, and opens the new stage of an older child.

Only grade 1 entrants get a new national number (S5 art. 14, S12); junior and senior entrants keep theirs and get a new
16-digit city number, as every stage does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from xueji.records.acts.numbers import NumberWish, end_city_numbers, next_education_id, temporary_numbers
from xueji.records.models import ClassGroup, Enrollment, Entrant, NumberAssignment, StudentForm, StudentRecord
from xueji.records.models.enrollments import EntryType
from xueji.records.models.numbers import NumberScheme
from xueji.records.student_form import blank_form
from xueji.vocabulary.numbers.city_student_number import SchoolCategory, build
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.people.standings import RecordStanding
from xueji.vocabulary.schooling.grades import Grade


@dataclass
class Establishment:
    """One entrant given a seat in one class. `record_id` is filled in; a first-grader has none before."""

    entrant: Entrant
    class_group: ClassGroup
    form_due_on: date | None
    record_id: int = 0
    seat: int = 0

    @property
    def student_id(self) -> int:
        """The child, matched at the claim."""
        return self.entrant.student_id or 0

    @property
    def new(self) -> bool:
        """Whether the record itself is established here."""
        return Grade(self.entrant.grade) is Grade.P1


@dataclass(frozen=True)
class Issue:
    """Which numbers a rulebook issues at establishment: an L number or none, and the city's 16 digits or none."""

    temporary: bool
    city_province: str | None


def establish_records(wanted: Sequence[Establishment], *, on: date, issue: Issue) -> None:
    """Establish or continue the records, open the spells, issue the numbers, lay out the forms.

    Raises IntegrityError when another record has the same identity: the door replays the row and says why.
    """
    _records(wanted, on)
    _seats(wanted)
    # Forms before spells: an open spell copies what its form says.
    _forms(wanted)
    _spells(wanted, on)
    _numbers(wanted, on, issue)


def _records(wanted: Sequence[Establishment], on: date) -> None:
    new = [item for item in wanted if item.new]
    made = StudentRecord.objects.bulk_create(
        StudentRecord(
            student_id=item.student_id,
            standing=RecordStanding.STUDYING.value,
            document_type=item.entrant.document_type,
            document_number=item.entrant.document_number,
            established_on=on,
        )
        for item in new
    )
    for item, record in zip(new, made, strict=True):
        item.record_id = record.pk
    going_on = [item for item in wanted if not item.new]
    if going_on:
        _continue(going_on)


def _continue(going_on: Sequence[Establishment]) -> None:
    students = [item.student_id for item in going_on]
    records = StudentRecord.objects.filter(student_id__in=students, removed_at__isnull=True)
    by_student = dict(records.values_list("student_id", "id"))
    for item in going_on:
        item.record_id = by_student[item.student_id]
    records.update(standing=RecordStanding.STUDYING.value, leaving_outcome="", closed_on=None)


def _seats(wanted: Sequence[Establishment]) -> None:
    """Seats go on after the highest ever given in the class: a city number must never come twice."""
    last: dict[int, int] = {}
    for item in wanted:
        group: Any = item.class_group
        item.seat = last[group.pk] = last.get(group.pk, group.last_seat or 0) + 1


def _spells(wanted: Sequence[Establishment], on: date) -> None:
    Enrollment.objects.bulk_create(
        Enrollment(
            record_id=item.record_id,
            student_id=item.student_id,
            school_id=item.entrant.school_id,
            district_id=item.entrant.district_id,
            campus_id=item.class_group.campus_id,
            class_group_id=item.class_group.pk,
            school_year=item.class_group.school_year,
            grade=item.entrant.grade,
            cohort=item.class_group.cohort,
            seat_number=item.seat,
            during=DateRange(on, None),
            entry_type=EntryType.ENTRY,
        )
        for item in wanted
    )


def _numbers(wanted: Sequence[Establishment], on: date, issue: Issue) -> None:
    new = [item for item in wanted if item.new]
    rows = [
        NumberAssignment(
            record_id=item.record_id, scheme=NumberScheme.EDUCATION_ID, number=next_education_id(), starts_on=on
        )
        for item in new
    ]
    if issue.temporary and new:
        wishes = [
            NumberWish(item.record_id, item.entrant.district.region_code, item.entrant.birth_date) for item in new
        ]
        rows += [
            NumberAssignment(record_id=record, scheme=NumberScheme.TEMPORARY, number=number, starts_on=on)
            for record, number in temporary_numbers(wishes).items()
        ]
    if issue.city_province:
        end_city_numbers([item.record_id for item in wanted if not item.new], on)
        numbers = [city_number(item.entrant, item.class_group, item.seat, issue.city_province) for item in wanted]
        rows += [
            NumberAssignment(record_id=item.record_id, scheme=NumberScheme.CITY, number=number, starts_on=on)
            for item, number in zip(wanted, numbers, strict=True)
            if number is not None
        ]
    NumberAssignment.objects.bulk_create(rows)


LAST_SEAT = 99
"""The city number has two digits for a seat. A class that has given more, over years of moves, gives no number."""


def city_number(entrant: Entrant, group: ClassGroup, seat: int, province: str) -> str | None:
    """The 16-digit city number of a child with this seat in this class; None for a seat it has no digits for."""
    if seat > LAST_SEAT:
        return None
    return build(
        province=province,
        district=entrant.district.region_code[4:6],
        school_category=SchoolCategory(entrant.school.category),
        school=entrant.school.city_code,
        stage=Grade(group.grade).stage,
        residency=Residency(entrant.residency),
        cohort=group.cohort,
        class_number=group.number,
        serial=seat,
    )


def _forms(wanted: Sequence[Establishment]) -> None:
    """A child that comes from a lower stage keeps the form it has."""
    StudentForm.objects.bulk_create(
        (blank_form(item.entrant, item.class_group, item.form_due_on) for item in wanted), ignore_conflicts=True
    )
