"""Rows that the clerk's answers point at: class groups and schools. One query a kind, none when nobody chose."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Max

from xueji.cases.batch.work import Work
from xueji.parties.models import School
from xueji.records.models import ClassGroup


def find_chosen(works: Sequence[Work], *, before: bool = False) -> dict[int, dict[str, Any]]:
    """For each work (by identity) the class group and the school its answers name, where they exist.

    With `before`, answers given at an earlier step count as well.
    """
    groups = _found(
        ClassGroup.objects.select_related("campus").annotate(last_seat=Max("enrollments__seat_number")),
        {_key(work, "class_group", before=before) for work in works},
    )
    schools = _found(School.objects.all(), {_key(work, "school", before=before) for work in works})
    return {
        id(work): {
            "class_group": groups.get(_key(work, "class_group", before=before)),
            "school": schools.get(_key(work, "school", before=before)),
        }
        for work in works
    }


def _key(work: Work, name: str, *, before: bool) -> int:
    given = work.answers if before else work.step.answers
    value = str(given.get(name, ""))
    return int(value) if value.isascii() and value.isdigit() and len(value) < 18 else 0  # noqa: PLR2004 - fits a bigint


def _found(rows: Any, keys: set[int]) -> dict[int, Any]:
    wanted = keys - {0}
    return {row.pk: row for row in rows.filter(pk__in=wanted)} if wanted else {}
