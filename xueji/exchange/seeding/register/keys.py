"""Keys and numbers that the database deals out, reserved before anything is written."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from xueji.cases.models import Case
from xueji.records.copying import reserve_keys
from xueji.records.models import Entrant, Student, StudentRecord


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys and education IDs reserved for some lives, one of each kind for each of them."""

    students: list[int]
    entrants: list[int]
    cases: list[int]
    records: list[int]
    education_ids: list[str]


def reserve(count: int) -> Keys:
    """Reserve what `count` lives need. Reserved in order, the same city gets the same numbers, however it is written."""
    return Keys(
        students=reserve_keys(Student, count),
        entrants=reserve_keys(Entrant, count),
        cases=reserve_keys(Case, count),
        records=reserve_keys(StudentRecord, count),
        education_ids=_education_ids(count),
    )


def _education_ids(count: int) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT lpad(nextval('records_education_id')::text, 8, '0') FROM generate_series(1, %s)", [count]
        )
        return [number for (number,) in cursor.fetchall()]
