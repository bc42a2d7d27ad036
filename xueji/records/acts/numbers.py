"""Numbers are issued here and nowhere else: L at establishment (S12), the city's 16 digits, the education ID."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import CharField, Func

from xueji.records.models import NumberAssignment
from xueji.records.models.numbers import NumberScheme
from xueji.vocabulary.numbers.national_student_number import candidate_temporary

_ROUNDS = 40
_CANDIDATES = 6


class NumbersExhaustedError(RuntimeError):
    """No free temporary number is left for one district and birth date (of a thousand)."""


@dataclass(frozen=True)
class NumberWish:
    """A record that needs numbers. `region_code` is the six-digit code of the school's district."""

    record_id: int
    region_code: str
    birth_date: date


def temporary_numbers(wishes: Sequence[NumberWish]) -> dict[int, str]:
    """A free L number for each record: never one in use, never one that is somebody's real ID."""
    given: dict[int, str] = {}
    waiting = list(wishes)
    for _ in range(_ROUNDS):
        if not waiting:
            return given
        offers = {
            wish.record_id: [
                candidate_temporary(wish.region_code, wish.birth_date, f"{secrets.randbelow(1000):03d}")
                for _ in range(_CANDIDATES)
            ]
            for wish in waiting
        }
        taken = _taken([number for numbers in offers.values() for number in numbers]) | set(given.values())
        for record_id, numbers in offers.items():
            free = next((number for number in numbers if number not in taken), None)
            if free is not None:
                given[record_id] = free
                taken.add(free)
        waiting = [wish for wish in waiting if wish.record_id not in given]
    msg = f"no free temporary number for {waiting[0].region_code} {waiting[0].birth_date}"
    raise NumbersExhaustedError(msg)


def next_education_id() -> Func:
    """The next education ID, eight digits, taken by the database in the very insert."""
    return Func(template="lpad(nextval('records_education_id')::text, 8, '0')", output_field=CharField())


def end_city_numbers(record_ids: Sequence[int], on: date) -> None:
    """Close the 16-digit numbers of records that enter a new stage: a new school gives a new one (domain.md §1.2)."""
    if not record_ids:
        return
    NumberAssignment.objects.filter(record_id__in=record_ids, scheme=NumberScheme.CITY, ends_on__isnull=True).update(
        ends_on=on
    )


def _taken(numbers: list[str]) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT number FROM records_numberassignment WHERE scheme = 'L' AND number = ANY(%s)
            UNION SELECT 'L' || document_number FROM records_student WHERE document_number = ANY(%s)
            """,
            [numbers, [number[1:] for number in numbers]],
        )
        return {number for (number,) in cursor.fetchall()}
