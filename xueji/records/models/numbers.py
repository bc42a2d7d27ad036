"""The numbers a record carries, from–to: they change for life without touching the record."""

from django.db import models
from django.db.models import Q

from xueji.parties.history import keep_history
from xueji.parties.scope import ScopedManager
from xueji.records.models.students import StudentRecord


class NumberScheme(models.TextChoices):
    """What kind of number it is. L, G and J are the national ones (S11)."""

    TEMPORARY = "L", "全国学籍号(临时)"
    FORMAL = "G", "全国学籍号(正式)"
    EDUCATION = "J", "全国学籍号(教育)"
    CITY = "CITY", "学籍辅号"
    EDUCATION_ID = "EID", "教育ID"


NATIONAL = (NumberScheme.TEMPORARY, NumberScheme.FORMAL, NumberScheme.EDUCATION)


@keep_history()
class NumberAssignment(models.Model):
    """One number of one record. No number is ever given twice; one formal number a person, for life."""

    record = models.ForeignKey(StudentRecord, on_delete=models.PROTECT, related_name="numbers")
    scheme = models.CharField(max_length=4, choices=NumberScheme.choices)
    number = models.CharField(max_length=19)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="no_number_twice"),
            models.UniqueConstraint(
                fields=["record", "scheme"], condition=Q(ends_on__isnull=True), name="one_open_number_a_scheme"
            ),
            models.UniqueConstraint(fields=["record"], condition=Q(scheme="G"), name="one_formal_number_a_person"),
        ]
        indexes = [
            models.Index(fields=["number"], name="number_by_prefix", opclasses=["varchar_pattern_ops"]),
        ]

    def __str__(self) -> str:
        return self.number
