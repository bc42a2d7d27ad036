"""学籍调档完毕: a child from another province is taken in. One that was ours once comes back to its own record.

The national number comes with the child (S11: for life); a new stage or school brings a new 16-digit city number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Max

from xueji.records.acts.establish import Issue, city_number
from xueji.records.acts.numbers import end_city_numbers, next_education_id
from xueji.records.models import ClassGroup, Enrollment, Entrant, NumberAssignment, Student, StudentForm, StudentRecord
from xueji.records.models.enrollments import EntryType
from xueji.records.models.identity import IDENTITY
from xueji.records.models.numbers import NumberScheme
from xueji.records.schooling import leaving_year
from xueji.records.student_form import blank_form
from xueji.vocabulary.people.standings import RecordStanding
from xueji.vocabulary.schooling.grades import Grade


@dataclass
class Arrival:
    """One child taken in: who it is, the class and campus it comes to, and its own closed record, if we have one."""

    entrant: Entrant
    class_group: ClassGroup | None
    campus_id: int
    grade: Grade
    school_year: int
    own_record: int | None
    form_due_on: date | None
    record_id: int = 0
    seat: int | None = None


def take_in(arrivals: Sequence[Arrival], *, on: date, issue: Issue) -> None:
    """Establish or reopen the records, open the spells, carry the numbers over, lay out the forms.

    Raises IntegrityError when another record has the same identity or number: the door says why.
    """
    for arrival in arrivals:
        _record(arrival, on)
    _seats([arrival for arrival in arrivals if arrival.class_group is not None])
    # Forms before spells: an open spell copies what its form says.
    forms = (blank_form(arrival.entrant, arrival.class_group, arrival.form_due_on) for arrival in arrivals)
    StudentForm.objects.bulk_create(forms, ignore_conflicts=True)
    Enrollment.objects.bulk_create(_spell(arrival, on) for arrival in arrivals)
    _numbers(arrivals, on, issue)


def _record(arrival: Arrival, on: date) -> None:
    entrant = arrival.entrant
    if arrival.own_record is not None:
        record = StudentRecord.objects.get(pk=arrival.own_record)
        record.standing, record.leaving_outcome, record.closed_on = RecordStanding.STUDYING.value, "", None
        record.went_to_province = ""
        entrant.student_id = record.student_id
    else:
        student = Student.objects.create(**{name: getattr(entrant, name) for name in IDENTITY})
        entrant.student_id = student.pk
        record = StudentRecord(
            student_id=student.pk,
            standing=RecordStanding.STUDYING.value,
            document_type=entrant.document_type,
            document_number=entrant.document_number,
            established_on=on,
        )
    record.came_from_province = entrant.came_from_province
    record.save()
    entrant.save(update_fields=["student"])
    arrival.record_id = record.pk


def _seats(arrivals: Sequence[Arrival]) -> None:
    """Seats go on after the highest ever given in the class, which is locked: two arrivals never get one seat."""
    keys = sorted({arrival.class_group.pk for arrival in arrivals if arrival.class_group})
    if not keys:
        return
    list(ClassGroup.objects.filter(pk__in=keys).order_by("pk").select_for_update())
    seen = Enrollment.objects.filter(class_group_id__in=keys).order_by().values_list("class_group_id")
    last = {key: seat or 0 for key, seat in seen.annotate(seat=Max("seat_number"))}
    for arrival in arrivals:
        if arrival.class_group is not None:
            key = arrival.class_group.pk
            arrival.seat = last[key] = last.get(key, 0) + 1


def _spell(arrival: Arrival, on: date) -> Enrollment:
    entrant, group = arrival.entrant, arrival.class_group
    # A child that left and came back on one day is on one roll a day all the same.
    last = Enrollment.objects.filter(record_id=arrival.record_id).aggregate(end=Max("during__endswith"))["end"]
    begins = max(on, last) if last else on
    return Enrollment(
        record_id=arrival.record_id,
        student_id=entrant.student_id or 0,
        school_id=entrant.school_id,
        district_id=entrant.district_id,
        campus_id=group.campus_id if group else arrival.campus_id,
        class_group=group,
        school_year=arrival.school_year,
        grade=arrival.grade.value,
        cohort=leaving_year(entrant.school.grades, arrival.grade, arrival.school_year),
        seat_number=arrival.seat,
        during=DateRange(begins, None),
        entry_type=EntryType.ARRIVAL,
    )


def _numbers(arrivals: Sequence[Arrival], on: date, issue: Issue) -> None:
    end_city_numbers([arrival.record_id for arrival in arrivals if arrival.own_record is not None], on)
    rows = []
    for arrival in arrivals:
        rows += _national(arrival, on)
        if arrival.own_record is None:
            rows.append(
                NumberAssignment(
                    record_id=arrival.record_id,
                    scheme=NumberScheme.EDUCATION_ID,
                    number=next_education_id(),
                    starts_on=on,
                )
            )
        if issue.city_province and arrival.class_group is not None and arrival.seat is not None:
            number = city_number(arrival.entrant, arrival.class_group, arrival.seat, issue.city_province)
            rows += [_row(arrival, NumberScheme.CITY, number, on)] if number is not None else []
    NumberAssignment.objects.bulk_create(rows)


def _national(arrival: Arrival, on: date) -> list[NumberAssignment]:
    """The number the child brings, unless its own record carries it already; a new L in place of an old one ends that."""
    number = arrival.entrant.national_number
    if not number:
        return []
    scheme = NumberScheme(number[0])
    held = NumberAssignment.objects.filter(record_id=arrival.record_id, scheme__in=("L", "G", "J"))
    if held.filter(number=number).exists():
        held.filter(number=number).update(ends_on=None)
        return []
    held.filter(ends_on__isnull=True).update(ends_on=on)
    return [_row(arrival, scheme, number, on)]


def _row(arrival: Arrival, scheme: NumberScheme, number: str, on: date) -> NumberAssignment:
    return NumberAssignment(record_id=arrival.record_id, scheme=scheme, number=number, starts_on=on)
