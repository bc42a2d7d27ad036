"""Where the children of records sit, or sat last: the spell from which the own school acts, whoever else asks."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery

from xueji.cases.batch.work import Work
from xueji.cases.models import Case
from xueji.records.discipline import running_on
from xueji.records.models import Enrollment, NumberAssignment, ProblemRecord
from xueji.records.models.numbers import NATIONAL


def latest_spells(works: Sequence[Work]) -> dict[int, Any]:
    """The open spell of each record, else its last one, with what rules ask of any record. Removed ones have none.

    Annotated: `busy` with another open case, `doubted` in an open problem record, `punished` by a running measure,
    and the `national_number` in force.
    """
    records = [work.case.student_record_id or 0 for work in works]
    own = [work.case.pk for work in works if work.case.pk]
    busy = Case.objects.filter(student_record_id=OuterRef("record_id"), closed_on__isnull=True).exclude(pk__in=own)
    doubt = ProblemRecord.objects.filter(resolved_on__isnull=True).filter(
        Q(other_record_id=OuterRef("record_id")) | Q(flagged_record_id=OuterRef("record_id"))
    )
    number = NumberAssignment.objects.filter(
        record_id=OuterRef("record_id"), scheme__in=NATIONAL, ends_on__isnull=True
    ).order_by("-starts_on", "-pk")
    spells = (
        Enrollment.objects.filter(record_id__in=records, record__removed_at__isnull=True)
        .order_by("record_id", "-during")
        .distinct("record_id")
        .select_related("record", "student", "school__district", "district")
        .annotate(
            busy=Exists(busy),
            doubted=Exists(doubt),
            punished=Exists(running_on(works[0].today).filter(record_id=OuterRef("record_id"))),
            national_number=Subquery(number.values("number")[:1]),
        )
    )
    return {spell.record_id: spell for spell in spells}
