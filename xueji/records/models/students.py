"""Who a child is, and the legal record kept of it."""

from django.db import models
from django.db.models import Q

from xueji.parties.history import keep_history
from xueji.parties.scope import ScopedManager
from xueji.records.models.identity import Identity
from xueji.vocabulary.people.standings import LeavingOutcome, RecordStanding


@keep_history()
class Student(Identity):
    """A child. The identity outlives every record and every correction of it."""

    former_name = models.CharField(max_length=60, blank=True)
    as_local_proof = models.CharField(max_length=120, blank=True)
    as_local_until = models.DateField(null=True)

    objects = ScopedManager()

    class Meta:
        indexes = [
            models.Index(fields=["document_number"], name="student_by_document"),
            models.Index(fields=["name_key", "birth_date", "sex"], name="student_by_likeness"),
            models.Index(fields=["name"], name="student_by_name", opclasses=["varchar_pattern_ops"]),
            # With the birth date, so that children whose names sound the same are found among thousands of such names.
            models.Index(
                fields=["name_pinyin", "birth_date"],
                name="student_by_pinyin",
                opclasses=["varchar_pattern_ops", "date_ops"],
            ),
            models.Index(fields=["name_initials"], name="student_by_initials", opclasses=["varchar_pattern_ops"]),
        ]


@keep_history()
class StudentRecord(models.Model):
    """学籍: the legal entry, one per child. The document columns repeat the student's so that the law can be an index."""

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="records")
    standing = models.CharField(
        max_length=16, choices=[(standing.value, standing.label.zh) for standing in RecordStanding]
    )
    leaving_outcome = models.CharField(
        max_length=12, blank=True, choices=[(outcome.value, outcome.label.zh) for outcome in LeavingOutcome]
    )
    document_type = models.CharField(max_length=1)
    document_number = models.CharField(max_length=30, blank=True)
    contested = models.BooleanField(default=False, help_text="one side of an open problem record")
    established_on = models.DateField()
    closed_on = models.DateField(null=True)
    came_from_province = models.CharField(
        max_length=6, blank=True, db_default="", help_text="code; empty: established here"
    )
    went_to_province = models.CharField(
        max_length=6, blank=True, db_default="", help_text="code, once another province has the file"
    )
    removed_at = models.DateTimeField(null=True, help_text="tombstone of a removed record")

    objects = ScopedManager()

    class Meta:
        indexes = [
            # The unique index below leaves out contested and removed records; a duplicate check must see those too.
            models.Index(fields=["document_number"], name="record_by_document"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["document_type", "document_number"],
                condition=Q(contested=False, removed_at__isnull=True) & ~Q(document_number=""),
                name="one_record_an_identity",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student_id} {self.standing}"
