"""Rows that the clerk's answers point at: class groups and schools. One query a kind, none when nobody chose."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Max

from xueji.cases.batch.work import Work
from xueji.parties.models import School
from xueji.records.models import ClassGroup


def find_chosen(works: Sequence[Work], *, before: bool = False) -> dict[int, dict[str, Any]]:
    """For each work (by identity) the class group and the school its answers name, where they exist.

    With `before`, answers given at an earlier step count as well; `class_group_before` is the one named there.
    """
    told = [(work, *((work.answers, work.case.answers) if before else (work.step.answers, {}))) for work in works]
    groups = _found(
        ClassGroup.objects.select_related("campus").annotate(last_seat=Max("enrollments__seat_number")),
        {_key(answers, "class_group") for _, *both in told for answers in both},
    )
    schools = _found(School.objects.all(), {_key(now, "school") for _, now, _ in told})
    return {
        id(work): {
            "class_group": groups.get(_key(now, "class_group")),
            "class_group_before": groups.get(_key(earlier, "class_group")),
            "school": schools.get(_key(now, "school")),
        }
        for work, now, earlier in told
    }


def _key(answers: Mapping[str, Any], name: str) -> int:
    value = str(answers.get(name, ""))
    return int(value) if value.isascii() and value.isdigit() and len(value) < 18 else 0  # noqa: PLR2004 - fits a bigint


def _found(rows: Any, keys: set[int]) -> dict[int, Any]:
    wanted = keys - {0}
    return {row.pk: row for row in rows.filter(pk__in=wanted)} if wanted else {}
