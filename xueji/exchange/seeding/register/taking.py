"""The places that children at school take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db import connection

from xueji.exchange.seeding.register.lives import Life
from xueji.records.models import EnrollmentQuota
from xueji.records.models.quotas import QuotaKind
from xueji.vocabulary.people.residency import Residency


def take_places(lives: Sequence[Life]) -> None:
    """Count the places these children take; a year without a quota row gets one that holds just them."""
    taken: Counter[tuple[int, int, str, str]] = Counter()
    for life in lives:
        place = (life.line.school.pk, life.line.entry_year, life.line.entry_grade.value)
        taken[*place, QuotaKind.GENERAL.value] += 1
        if life.child.residency == Residency.FOREIGN.value:
            taken[*place, QuotaKind.FOREIGN.value] += 1
    EnrollmentQuota.objects.bulk_create(
        (
            EnrollmentQuota(school_id=school, school_year=year, grade=grade, kind=kind, granted=0, taken=0)
            for school, year, grade, kind in sorted(taken)
        ),
        ignore_conflicts=True,
    )
    rows = [(*key, places) for key, places in sorted(taken.items())]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE records_enrollmentquota AS quota
               SET taken = quota.taken + more.places,
                   granted = greatest(quota.granted, quota.held + quota.taken + more.places)
              FROM unnest(%s::bigint[], %s::int[], %s::text[], %s::text[], %s::int[])
                AS more (school_id, school_year, grade, kind, places)
             WHERE (quota.school_id, quota.school_year, quota.grade, quota.kind)
                 = (more.school_id, more.school_year, more.grade, more.kind)
            """,
            [list(column) for column in zip(*rows, strict=True)],
        )
