"""A child as the national store knows it, read from the register as it stands: one child, or all of them in order."""

from collections.abc import Generator
from typing import Any, NamedTuple

from django.db import connection

from xueji.records.models import Enrollment, StudentForm, StudentRecord
from xueji.vocabulary.border.messages import Pupil


class Known(NamedTuple):
    """A child and where it belongs: keys of its record, and of the school and district that have or had it."""

    pupil: Pupil
    record_id: int
    student_id: int
    school_id: int | None
    district_id: int | None


KEYS = ("record_id", "student_id", "school_id", "district_id")
"""Columns of a child that are none of its `Pupil`."""

COLUMNS = """
    coalesce(number.number, '') AS national_number, student.name, student.sex, student.birth_date::text,
    student.document_type, student.document_number, student.nationality, record.standing, record.leaving_outcome,
    coalesce(record.closed_on::text, '') AS left_on, coalesce(school.code, '') AS school_code,
    coalesce(school.name, '') AS school, coalesce(spell.grade, '') AS grade,
    coalesce(spell.school_year, 0) AS school_year, record.id AS record_id, student.id AS student_id,
    school.id AS school_id, spell.district_id
"""
"""A child's columns: its `Pupil`, then its `KEYS`; of `record`, its `number` and what stands `BESIDE` them."""

BESIDE = """
    JOIN records_student student ON student.id = record.student_id
    LEFT JOIN LATERAL (SELECT grade, school_year, school_id, district_id FROM records_enrollment
                        WHERE record_id = record.id ORDER BY during DESC LIMIT 1) spell ON true
    LEFT JOIN parties_school school ON school.id = spell.school_id
"""
# A formal number goes before an education number, and that before a temporary one; an ended one is better than none.
_ONE = f"""
    SELECT {COLUMNS}
      FROM records_studentrecord record {BESIDE}
      LEFT JOIN LATERAL (SELECT number FROM records_numberassignment
                          WHERE record_id = record.id AND scheme IN ('G', 'J', 'L')
                          ORDER BY ends_on DESC NULLS FIRST, scheme LIMIT 1) number ON true
     WHERE record.id = %s
"""  # noqa: S608 - made of the constants above
_ALL = f"""
    SELECT {COLUMNS}
      FROM (SELECT record_id, number FROM records_numberassignment
             WHERE scheme IN ('G', 'J', 'L') AND ends_on IS NULL) number
      JOIN records_studentrecord record ON record.id = number.record_id AND record.removed_at IS NULL {BESIDE}
     ORDER BY number.number COLLATE "C"
"""  # noqa: S608 - made of the constants above
_FIELDS = tuple(Pupil.__annotations__)
_ROWS = 2_000


def child_of(record_id: int) -> Known:
    """The child of a record as it is now. Raises StudentRecord.DoesNotExist."""
    with connection.cursor() as cursor:
        cursor.execute(_ONE, [record_id])
        row = cursor.fetchone()
    if row is None:
        raise StudentRecord.DoesNotExist
    return _known(row)


def children() -> Generator[Known, None, None]:
    """Every child with a national number that runs, by ascending number, in the memory of a few thousand of them."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(_ALL)
        while rows := cursor.fetchmany(_ROWS):
            yield from map(_known, rows)


def form_of(student_id: int) -> dict[str, Any]:
    """The child's answers in the 72-item form, by item; empty where there is no form."""
    return dict(StudentForm.objects.filter(student_id=student_id).values_list("answers", flat=True).first() or {})


def spells_of(record_id: int) -> list[dict[str, Any]]:
    """The spells of a record, newest first, as a student file tells them."""
    spells = Enrollment.objects.filter(record_id=record_id).select_related("school", "class_group").order_by("-during")
    return [
        {
            "school_code": spell.school.code,
            "school": spell.school.name,
            "grade": spell.grade,
            "class_group": spell.class_group.name if spell.class_group else "",
            "school_year": spell.school_year,
            "from": str(spell.during.lower),
            "to": str(spell.during.upper or ""),
            "entry_type": spell.entry_type,
            "exit_type": spell.exit_type,
        }
        for spell in spells
    ]


def _known(row: tuple[Any, ...]) -> Known:
    count = len(_FIELDS)
    pupil: Any = dict(zip(_FIELDS, row[:count], strict=True))
    return Known(pupil, *row[count:])
