"""Disciplinary measures as rules ask about them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from xueji.records.models import DisciplinaryMeasure


def measures_running(record_ids: Iterable[int], on: date) -> set[int]:
    """Records against which a measure runs on a day: begun, not ended, not lifted. One query."""
    running = DisciplinaryMeasure.objects.filter(
        record_id__in=list(record_ids), starts_on__lte=on, lifted_on__isnull=True
    ).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    return set(running.values_list("record_id", flat=True))
