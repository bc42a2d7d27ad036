"""照片 (item 13 of the form), kept apart: lists never carry it."""

from django.db import models

from xueji.parties.scope import ScopedManager
from xueji.records.models.students import Student


class StudentPhoto(models.Model):
    """The photo in force of one child: a JPEG without metadata, at most 358 × 441 pixels."""

    student = models.OneToOneField(Student, on_delete=models.PROTECT, related_name="photo")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField(auto_now=True)

    objects = ScopedManager()

    def __str__(self) -> str:
        return f"{self.student_id}"
