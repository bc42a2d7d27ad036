"""处分: while a disciplinary measure runs, the record does not move (NAT-2013; BJ-2014)."""

from django.db import models
from django.db.models import F, Q

from xueji.parties.history import keep_history
from xueji.parties.scope import ScopedManager
from xueji.records.models.students import StudentRecord


@keep_history()
class DisciplinaryMeasure(models.Model):
    """One measure. It runs until `ends_on` at the latest, or until it is lifted."""

    record = models.ForeignKey(StudentRecord, on_delete=models.PROTECT, related_name="measures")
    kind = models.CharField(max_length=20)
    paper_number = models.CharField(max_length=80)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    lifted_on = models.DateField(null=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="measure_ends_after_it_starts", condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.kind}"
