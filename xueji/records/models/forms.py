"""The 72-item form (学生基本信息表)."""

from django.db import models

from xueji.parties.history import keep_history
from xueji.parties.scope import ScopedManager
from xueji.records.models.students import Student


@keep_history()
class StudentForm(models.Model):
    """Answers by item key of `vocabulary.form`. A draft may be incomplete; `missing` counts required items left."""

    student = models.OneToOneField(Student, on_delete=models.PROTECT, related_name="form")
    answers = models.JSONField(default=dict)
    missing = models.PositiveSmallIntegerField()
    due_on = models.DateField(null=True)
    completed_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()

    def __str__(self) -> str:
        return f"{self.student_id} missing {self.missing}"
