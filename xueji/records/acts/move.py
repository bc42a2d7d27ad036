"""转学完成: the open spell ends at one school and a new one begins at the other. The record goes on, with its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Max

from xueji.parties.models import School
from xueji.records.models import ClassGroup, Enrollment
from xueji.records.models.enrollments import EntryType, ExitType
from xueji.records.schooling import leaving_year
from xueji.vocabulary.schooling.grades import Grade

_END = """
    UPDATE records_enrollment AS spell
       SET during = daterange(lower(spell.during), moved.until), exit_type = %s
      FROM unnest(%s::bigint[], %s::date[]) AS moved (id, until)
     WHERE spell.id = moved.id AND upper_inf(spell.during)
"""


@dataclass
class Move:
    """One child's move: its open spell, the school that receives it, and the class chosen there, if it still fits."""

    spell: Enrollment
    school: School
    campus_id: int
    class_group: ClassGroup | None


def move_enrollments(moves: Sequence[Move], on: date) -> None:
    """End each spell and begin the next one. A place counts from here on, whatever it was before (domain.md §12).

    A spell that began today ends tomorrow, so that no spell is ever empty and no day is told of twice.
    """
    days = [max(on, _begun(move.spell) + timedelta(days=1)) for move in moves]
    with connection.cursor() as cursor:
        cursor.execute(_END, [ExitType.TRANSFER.value, [move.spell.pk for move in moves], days])
    seats = _last_seats(moves)
    for move in moves:
        # A class that was closed while the case went its last step takes nobody; the school gives the child another.
        if move.class_group is not None and move.class_group.pk not in seats:
            move.class_group = None
    spells = [_next(move, day, seats) for move, day in zip(moves, days, strict=True)]
    Enrollment.objects.bulk_create(spells)


def _begun(spell: Enrollment) -> date:
    begun: date = spell.during.lower
    return begun


def _last_seats(moves: Sequence[Move]) -> dict[int, int]:
    """Highest seat ever given in each open class. They are locked, so that two arrivals never get one seat."""
    keys = sorted({move.class_group.pk for move in moves if move.class_group})
    if not keys:
        return {}
    locked = ClassGroup.objects.filter(pk__in=keys, closed_on__isnull=True).order_by("pk").select_for_update()
    known = [group.pk for group in locked]
    last = Enrollment.objects.filter(class_group_id__in=known).order_by().values_list("class_group_id")
    return {**dict.fromkeys(known, 0), **{key: seat or 0 for key, seat in last.annotate(seat=Max("seat_number"))}}


def _next(move: Move, day: date, seats: dict[int, int]) -> Enrollment:
    old, group = move.spell, move.class_group
    seat = None
    if group is not None:
        seat = seats[group.pk] = seats.get(group.pk, 0) + 1
    return Enrollment(
        record_id=old.record_id,
        student_id=old.student_id,
        school_id=move.school.pk,
        district_id=move.school.district_id,
        campus_id=group.campus_id if group else move.campus_id,
        class_group=group,
        school_year=old.school_year,
        grade=old.grade,
        cohort=leaving_year(move.school.grades, Grade(old.grade), old.school_year),
        seat_number=seat,
        during=DateRange(day, None),
        entry_type=EntryType.TRANSFER,
    )
