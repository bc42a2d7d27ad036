"""学籍总量: places of one school, grade, year and kind. Held and taken never exceed what was granted."""

from django.db import models
from django.db.models import F, Q

from xueji.parties.history import keep_history
from xueji.parties.models import School


class QuotaKind(models.TextChoices):
    """Foreign places count separately and additionally (S4, S9)."""

    GENERAL = "general", "学籍总量"
    FOREIGN = "foreign", "外籍计划"


@keep_history()
class EnrollmentQuota(models.Model):
    """A quota row. `held` is promised to open cases, `taken` sits in class."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="quotas")
    school_year = models.PositiveSmallIntegerField()
    grade = models.CharField(max_length=2)
    kind = models.CharField(max_length=8, choices=QuotaKind.choices)
    granted = models.PositiveIntegerField()
    held = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "school_year", "grade", "kind"], name="one_quota_row"),
            models.CheckConstraint(name="quota_never_exceeded", condition=Q(granted__gte=F("held") + F("taken"))),
        ]

    def __str__(self) -> str:
        return f"{self.school_id} {self.school_year} {self.grade} {self.kind}"

    @property
    def free(self) -> int:
        """Places neither held nor taken."""
        return self.granted - self.held - self.taken
