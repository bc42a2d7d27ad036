"""A doubt with two sides, each an entrant or a record (the local half of 问题学籍)."""

from django.db import models
from django.db.models import Q

from xueji.parties.history import keep_history
from xueji.parties.models import Office
from xueji.parties.scope import ScopedManager
from xueji.records.models.entrants import Entrant
from xueji.records.models.students import StudentRecord


class ProblemKind(models.TextChoices):
    """What made the scan doubt."""

    SAME_DOCUMENT = "same_document", "身份证件号重复"
    SAME_LIKENESS = "same_likeness", "姓名、性别、出生日期相同"


class ProblemResolution(models.TextChoices):
    """How a doubt ended."""

    DOCUMENT_CORRECTED = "document_corrected", "更正证件号"
    WITHDRAWN = "withdrawn", "撤回该新生"
    DIFFERENT_CHILDREN = "different_children", "认定为两名不同学生"


@keep_history()
class ProblemRecord(models.Model):
    """The flagged entrant, and what it was found to resemble. Open until a district decides."""

    kind = models.CharField(max_length=16, choices=ProblemKind.choices)
    flagged = models.ForeignKey(Entrant, on_delete=models.PROTECT, related_name="problems")
    other_entrant = models.ForeignKey(Entrant, null=True, on_delete=models.PROTECT, related_name="doubted_by")
    other_record = models.ForeignKey(StudentRecord, null=True, on_delete=models.PROTECT, related_name="doubted_by")
    district = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="problems")
    found_on = models.DateField()
    resolution = models.CharField(max_length=20, choices=ProblemResolution.choices, blank=True)
    resolved_on = models.DateField(null=True)
    resolved_by = models.CharField(max_length=60, blank=True)
    reason = models.TextField(blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="problem_has_another_side",
                condition=Q(other_entrant__isnull=False) | Q(other_record__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["flagged", "kind"], condition=Q(resolved_on__isnull=True), name="one_open_problem_a_kind"
            ),
        ]
        indexes = [
            models.Index(fields=["district", "id"], condition=Q(resolved_on__isnull=True), name="open_problems"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.flagged_id}"
