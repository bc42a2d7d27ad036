"""问题学籍 settled: the doubt is closed, both sides are free again, and a second record gets its tombstone (S21–S23)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from xueji.records.models import Enrollment, NumberAssignment, ProblemRecord, StudentRecord
from xueji.records.models.problems import ProblemKind, ProblemOrigin, ProblemResolution


@dataclass(frozen=True)
class Settlement:
    """How one doubt ends: seen from `record_id`, the side that was handled."""

    problem_id: int
    record_id: int
    resolution: ProblemResolution
    by: str
    reason: str


def settle_problems(settlements: Sequence[Settlement], on: date) -> None:
    """Close the doubts that are still open, and release their sides.

    A document that two records of ours share is not settled by one side's papers: the doubt then goes over to the
    other side, which must be corrected or removed [INF].
    """
    wanted = {item.problem_id: item for item in settlements}
    still_open = ProblemRecord.objects.select_for_update().filter(pk__in=wanted, resolved_on__isnull=True)
    touched: set[int] = set()
    for problem in still_open.order_by("pk"):
        item = wanted[problem.pk]
        if not _goes_over(problem, item):
            problem.resolution, problem.reason = item.resolution.value, item.reason
            problem.resolved_on, problem.resolved_by = on, item.by
            problem.save(update_fields=["resolution", "reason", "resolved_on", "resolved_by"])
        touched |= {key for key in (problem.flagged_record_id, problem.other_record_id) if key}
    release_records(touched)


def release_records(record_ids: set[int]) -> None:
    """Let records of which nobody doubts any more be uncontested.

    One whose document another living record shares stays contested: the law allows one record an identity.
    """
    with connection.cursor() as cursor:
        cursor.execute(_RELEASE, {"keys": sorted(record_ids)})


def remove_records(record_ids: Sequence[int], on: date) -> None:
    """Give records their tombstone: spells and numbers end, nothing is deleted. Doubts of our own about them end too."""
    StudentRecord.objects.filter(pk__in=record_ids).update(removed_at=timezone.now(), contested=False)
    StudentRecord.objects.filter(pk__in=record_ids, closed_on__isnull=True).update(closed_on=on)
    end_spells(record_ids, on)
    NumberAssignment.objects.filter(record_id__in=record_ids, ends_on__isnull=True).update(ends_on=on)
    doubts = ProblemRecord.objects.filter(resolved_on__isnull=True, origin=ProblemOrigin.SCAN).filter(
        Q(flagged_record_id__in=record_ids) | Q(other_record_id__in=record_ids)
    )
    sides = {key for pair in doubts.values_list("flagged_record_id", "other_record_id") for key in pair if key}
    doubts.update(resolution=ProblemResolution.REMOVED, resolved_on=on)
    release_records(sides)


def end_spells(record_ids: Sequence[int], on: date) -> None:
    """End the open spells. One that began today ends tomorrow, so that none is ever empty."""
    with connection.cursor() as cursor:
        cursor.execute(_END, [on, list(record_ids)])


def note_standing(problem_ids: Sequence[int], on: date) -> None:
    """The nation shows these children as studying, for the time being (S23, condition 4)."""
    ProblemRecord.objects.filter(pk__in=problem_ids).update(standing_set_on=on)


def revert_standing(problem_ids: Sequence[int]) -> None:
    """The standing that was set for the time being is taken back [INF]."""
    ProblemRecord.objects.filter(pk__in=problem_ids).update(standing_set_on=None)


_RELEASE = """
    UPDATE records_studentrecord r SET contested = FALSE
     WHERE r.id = ANY(%(keys)s) AND r.contested
       AND NOT EXISTS (SELECT 1 FROM records_problemrecord p
                        WHERE p.resolved_on IS NULL AND (p.flagged_record_id = r.id OR p.other_record_id = r.id))
       AND NOT EXISTS (SELECT 1 FROM records_studentrecord twin
                        WHERE twin.document_number = r.document_number AND twin.document_type = r.document_type
                          AND r.document_number <> '' AND twin.id <> r.id AND twin.removed_at IS NULL
                          AND r.removed_at IS NULL)
"""
_END = """
    UPDATE records_enrollment
       SET during = daterange(lower(during), greatest(%s, lower(during) + 1))
     WHERE record_id = ANY(%s) AND upper_inf(during)
"""


def _goes_over(problem: ProblemRecord, item: Settlement) -> bool:
    """Turn a doubt round, where one side has shown its papers and both still have the same document."""
    other = problem.other_record_id if item.record_id == problem.flagged_record_id else problem.flagged_record_id
    stays = (
        problem.origin == ProblemOrigin.SCAN
        and problem.kind == ProblemKind.SAME_DOCUMENT
        and item.resolution is ProblemResolution.SUBSTANTIATED
        and other is not None
    )
    if not stays or other is None:
        return False
    taken = ProblemRecord.objects.filter(
        flagged_record_id=other, kind=problem.kind, origin=problem.origin, resolved_on__isnull=True
    ).exclude(pk=problem.pk)
    if taken.exists():
        return False
    problem.flagged_record_id, problem.other_record_id = other, item.record_id
    problem.district_id = _district(other, problem.district_id)
    problem.save(update_fields=["flagged_record", "other_record", "district"])
    return True


def _district(record_id: int, otherwise: int) -> int:
    spells = Enrollment.objects.filter(record_id=record_id).order_by("-during")
    return spells.values_list("district_id", flat=True).first() or otherwise
