"""备案: what a district is told and does not decide (S5 art. 16)."""

from django.db import models

from xueji.cases.models.decisions import Decision
from xueji.parties.models import Office
from xueji.parties.scope import ScopedManager


class Filing(models.Model):
    """One decision lodged with an office. `seen_on`: the day somebody there took note."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="filing")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="filings")
    lodged_on = models.DateField()
    seen_on = models.DateField(null=True)
    seen_by = models.CharField(max_length=60, blank=True)

    objects = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["office", "seen_on", "id"], name="filing_by_office")]

    def __str__(self) -> str:
        return f"{self.office_id} {self.decision_id}"
