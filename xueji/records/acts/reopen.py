"""更改学籍状态: a record that left within its stage studies again at its last school, beside the quota (S20, S42-2)."""

from collections.abc import Sequence
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from xueji.records.models import Enrollment, StudentRecord
from xueji.records.models.enrollments import EntryType
from xueji.records.schooling import grade_after, leaving_year
from xueji.vocabulary.people.standings import RecordStanding
from xueji.vocabulary.schooling.grades import Grade


def reopen_records(last_spells: Sequence[Enrollment], *, on: date, school_year: int) -> None:
    """Set the records to studying, each with a new spell after its last one, in the grade it would be in now.

    The child sits in no class: it is elsewhere, and the spell lasts until the other province asks for it.
    """
    StudentRecord.objects.filter(pk__in=[spell.record_id for spell in last_spells]).update(
        standing=RecordStanding.STUDYING.value, leaving_outcome="", closed_on=None, went_to_province=""
    )
    Enrollment.objects.bulk_create(_next(spell, on, school_year) for spell in last_spells)


def _next(last: Enrollment, on: date, school_year: int) -> Enrollment:
    grade = grade_after(Grade(last.grade), school_year - last.school_year)
    return Enrollment(
        record_id=last.record_id,
        student_id=last.student_id,
        school_id=last.school_id,
        district_id=last.district_id,
        campus_id=last.campus_id,
        school_year=school_year,
        grade=grade.value,
        cohort=leaving_year(last.school.grades, grade, school_year),
        during=DateRange(max(on, last.during.upper), None),
        entry_type=EntryType.REOPENED,
        counts_against_quota=False,
    )
