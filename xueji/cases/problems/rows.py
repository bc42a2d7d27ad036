"""The two rows of a problem record as its reader sees them (S21): its own side, and what that is compared with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xueji.records.models import Enrollment, NumberAssignment, ProblemRecord, StudentRecord
from xueji.records.models.numbers import NATIONAL
from xueji.records.problem_rows import FieldBeside, beside, row_of
from xueji.vocabulary.schooling.grades import Grade


def rows_of(problem: ProblemRecord, ours: StudentRecord) -> list[FieldBeside]:
    """Every field of both rows, differing characters marked; none where there is nothing to compare with.

    Ours is compared with the nation's row of the same child, else with the other record, of this city or not.
    """
    theirs = _theirs(problem, ours)
    return beside(as_row(ours), theirs) if theirs else []


def as_row(record: StudentRecord) -> dict[str, str]:
    """A record of ours in the keys of the nation's row, its last spell and last national number told."""
    spells = Enrollment.objects.filter(record=record).select_related("school").order_by("-during", "-pk")
    numbers = NumberAssignment.objects.filter(record=record, scheme__in=NATIONAL).order_by("-starts_on", "-pk")
    number = numbers.values_list("number", flat=True).first() or ""
    return _readable(row_of(record.student, spells.first(), number, record.standing))


def _theirs(problem: ProblemRecord, ours: StudentRecord) -> Mapping[str, Any]:
    flagged = ours.pk == problem.flagged_record_id
    if problem.national_ours and flagged:
        return _readable(problem.national_ours)
    other = problem.other_record if flagged else problem.flagged_record
    if other is not None:
        return as_row(other)
    return _readable(problem.national_other) if problem.national_other else {}


def _readable(row: Mapping[str, Any]) -> dict[str, Any]:
    code = str(row.get("grade") or "")
    return {**row, "grade": Grade(code).label.zh if code in set(Grade) else code} if "grade" in row else {**row}
