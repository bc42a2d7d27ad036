"""Disciplinary measures as rules ask about them."""

from datetime import date

from django.db.models import Q, QuerySet

from xueji.records.models import DisciplinaryMeasure


def running_on(day: date) -> QuerySet[DisciplinaryMeasure]:
    """Measures that run on a day: begun, not ended, not lifted."""
    running = DisciplinaryMeasure.objects.filter(starts_on__lte=day, lifted_on__isnull=True)
    return running.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))
