"""Proofs. An attachment is a file; evidence binds it to a case and says what it proves."""

from django.db import models

from xueji.cases.models.cases import Case
from xueji.parties.scope import ScopedManager


class Attachment(models.Model):
    """An uploaded image or PDF, at most 5 MB, checked before it is kept."""

    file_name = models.CharField(max_length=160)
    content_type = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    preview = models.BinaryField(null=True, help_text="a small JPEG of the image, or of nothing for a PDF")
    pages = models.PositiveSmallIntegerField(default=1)
    uploaded_by = models.ForeignKey("parties.Account", null=True, on_delete=models.PROTECT)
    uploaded_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.file_name


class Evidence(models.Model):
    """One proof of one case. `kind` is the proof's key in the procedure."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=40)
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT)
    note = models.TextField(max_length=2000, blank=True, help_text="what was remarked on it, each with name and day")
    decision = models.ForeignKey(
        "cases.Decision", null=True, on_delete=models.PROTECT, related_name="evidence", db_index=False
    )
    party = models.CharField(max_length=20, blank=True, help_text="the party that brought it")
    brought_by = models.CharField(max_length=60, blank=True)
    city_date = models.DateField()

    objects = ScopedManager()

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"
