"""Exceptions of a procedure's windows: the ordinary ones follow from the terms and the rulebook's parameters."""

from django.db import models
from django.db.models import F, Q

from xueji.parties.history import keep_history
from xueji.parties.models.accounts import Account
from xueji.parties.models.offices import Office


@keep_history()
class WindowException(models.Model):
    """Days on which a window is open although the calendar says closed, or the other way round; reason and end."""

    procedure = models.CharField(max_length=40)
    opens = models.BooleanField(help_text="open on these days (true), or closed (false)")
    stage_group = models.CharField(max_length=12, blank=True, help_text="empty: every stage")
    district = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, help_text="empty: every district")
    starts_on = models.DateField()
    ends_on = models.DateField()
    reason = models.CharField(max_length=300)
    paper_number = models.CharField(max_length=80, blank=True)
    entered_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT)
    ended_on = models.DateField(null=True, help_text="day it was taken back: from then on it no longer holds")

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="window_exception_ends_after_it_starts", condition=Q(ends_on__gte=F("starts_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure} {self.starts_on}–{self.ends_on}"
