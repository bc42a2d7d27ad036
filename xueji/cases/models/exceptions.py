"""批准例外: a step reopened for named children or schools, by a paper with a number, until an end."""

from django.db import models
from django.db.models import Q

from xueji.parties.history import keep_history
from xueji.parties.models import Account, Office, School
from xueji.parties.scope import ScopedManager
from xueji.records.models import Entrant, StudentRecord
from xueji.vocabulary.facts.entry import ExceptionKind


@keep_history()
class GrantedException(models.Model):
    """Entered by the office that the rulebook names, until official documents exist in the product (domain.md §12)."""

    kind = models.CharField(max_length=40, choices=[(kind.value, kind.label.zh) for kind in ExceptionKind])
    paper_number = models.CharField(max_length=80)
    reason = models.TextField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    ended_on = models.DateField(null=True, help_text="day it was ended early")
    granted_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT)
    office = models.ForeignKey(Office, on_delete=models.PROTECT)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="exception_ends_after_it_starts", condition=Q(ends_on__gte=models.F("starts_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.paper_number


class GrantedExceptionSubject(models.Model):
    """One child (an entrant or a record) or one school that the paper names."""

    exception = models.ForeignKey(GrantedException, on_delete=models.CASCADE, related_name="subjects")
    entrant = models.ForeignKey(Entrant, null=True, on_delete=models.PROTECT, related_name="granted_exceptions")
    school = models.ForeignKey(School, null=True, on_delete=models.PROTECT, related_name="granted_exceptions")
    record = models.ForeignKey(StudentRecord, null=True, on_delete=models.PROTECT, related_name="granted_exceptions")

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="exception_names_a_child_or_a_school",
                condition=Q(entrant__isnull=False, school__isnull=True, record__isnull=True)
                | Q(entrant__isnull=True, school__isnull=False, record__isnull=True)
                | Q(entrant__isnull=True, school__isnull=True, record__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exception_id} {self.entrant_id or self.record_id or self.school_id}"
