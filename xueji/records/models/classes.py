"""Class groups, and the runs that dealt children out to them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from xueji.parties.history import keep_history
from xueji.parties.models import Campus, School


@keep_history()
class ClassGroup(models.Model):
    """班级 of one school year. `cohort` is the year in which it will leave its stage."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="class_groups")
    campus = models.ForeignKey(Campus, on_delete=models.PROTECT)
    school_year = models.PositiveSmallIntegerField()
    grade = models.CharField(max_length=2)
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    kind = models.CharField(max_length=2, help_text="class kind, 2007 standard")
    cohort = models.PositiveSmallIntegerField()
    capacity = models.PositiveSmallIntegerField(default=40)
    homeroom_teacher = models.CharField(max_length=60, blank=True)
    closed_on = models.DateField(null=True)

    class Meta:
        ordering = ["school_id", "-school_year", "grade", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "school_year", "grade", "number"], name="class_number_once_a_grade"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ClassAssignmentRun(models.Model):
    """One automatic dealing of entrants to classes. Seed and inputs are published, so anybody can repeat it (B27)."""

    school = models.ForeignKey(School, on_delete=models.PROTECT)
    grade = models.CharField(max_length=2)
    school_year = models.PositiveSmallIntegerField()
    seed = models.CharField(max_length=40)
    method = models.CharField(max_length=20)
    class_group_ids = ArrayField(models.BigIntegerField())
    proposal = models.JSONField(help_text="case key → class group key")
    summary = models.JSONField(help_text="children, girls and mean age of each class")
    created_by = models.CharField(max_length=60)
    created_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.school_id} {self.grade} {self.seed}"
