"""One admission of one year, kept verbatim. Where it stands is told by its case, never by a column here."""

from django.db import models

from xueji.parties.history import keep_history
from xueji.parties.models import Campus, Office, School
from xueji.parties.scope import ScopedManager
from xueji.records.models.identity import Identity
from xueji.records.models.students import Student
from xueji.vocabulary.facts.entry import AdmissionKind, AdmissionSource


def _of_a_year_by(column: str) -> models.Index:
    """An index for prefixes within one year: the entrants of all years grow into the register itself."""
    return models.Index(
        fields=["school_year", column],
        opclasses=["int2_ops", "varchar_pattern_ops"],
        name=f"entrant_of_year_by_{column.removeprefix('name_')}",
    )


@keep_history(exclude=["verbatim"])
class Entrant(Identity):
    """An admitted child of `school_year`, and the row of the admissions list that says so (S5 art. 14)."""

    school_year = models.PositiveSmallIntegerField()
    registration_number = models.CharField(
        max_length=40, help_text="登记编号, or a digest of the row where the list has none"
    )
    source = models.CharField(max_length=8, choices=[(source.value, source.value) for source in AdmissionSource])
    admission_kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in AdmissionKind])
    confirmed_on = models.DateField(null=True, help_text="day the list, or a district, vouched for a school's own row")
    # No index of its own: a longer one below begins with the school.
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="entrants", db_index=False)
    campus = models.ForeignKey(Campus, null=True, on_delete=models.PROTECT)
    district = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="entrants")
    grade = models.CharField(max_length=2)
    student = models.ForeignKey(Student, null=True, on_delete=models.PROTECT, related_name="admissions")
    national_number = models.CharField(
        max_length=19, blank=True, db_default="", help_text="as an arrival says it; checked by the nation"
    )
    came_from_province = models.CharField(
        max_length=6, blank=True, db_default="", help_text="code of the province an arrival comes from"
    )
    batch_id = models.BigIntegerField(null=True, help_text="the import that brought it")
    batch_row = models.PositiveIntegerField(null=True, help_text="its row in that sheet")
    form_answers = models.JSONField(default=dict, help_text="items of the 72-item form that the list already gave")
    verbatim = models.JSONField(default=dict)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school_year", "registration_number"], name="one_entrant_a_registration_number"
            ),
        ]
        indexes = [
            models.Index(fields=["school", "school_year", "grade", "id"], name="entrant_by_school"),
            models.Index(fields=["school_year", "document_number"], name="entrant_by_document"),
            models.Index(fields=["school_year", "name_key", "birth_date"], name="entrant_by_likeness"),
            models.Index(fields=["batch_id", "batch_row"], name="entrant_by_batch"),
            *(_of_a_year_by(column) for column in ("name", "name_pinyin", "name_initials")),
        ]
