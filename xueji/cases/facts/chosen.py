"""Rows that the clerk's answers point at: class groups and schools. One query a kind, none when nobody chose."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Max

from xueji.cases.batch.work import Work
from xueji.parties.models import School
from xueji.records.models import ClassGroup


def find_chosen(works: Sequence[Work]) -> dict[int, dict[str, Any]]:
    """For each work (by identity) the class group and the school its answers name, where they exist."""
    groups = _found(
        ClassGroup.objects.select_related("campus").annotate(last_seat=Max("enrollments__seat_number")),
        works,
        "class_group",
    )
    schools = _found(School.objects.all(), works, "school")
    return {
        id(work): {
            "class_group": groups.get(_key(work, "class_group")),
            "school": schools.get(_key(work, "school")),
        }
        for work in works
    }


def _key(work: Work, name: str) -> int:
    value = str(work.step.answers.get(name, ""))
    return int(value) if value.isascii() and value.isdigit() and len(value) < 18 else 0  # noqa: PLR2004 - fits a bigint


def _found(rows: Any, works: Sequence[Work], name: str) -> dict[int, Any]:
    keys = {_key(work, name) for work in works} - {0}
    return {row.pk: row for row in rows.filter(pk__in=keys)} if keys else {}
