"""One spell of a record at a school. Rosters, quotas and statistics are all sums over spells."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Value

from xueji.parties.history import keep_history
from xueji.parties.models import Campus, Office, School
from xueji.parties.scope import ScopedManager
from xueji.records.models.classes import ClassGroup
from xueji.records.models.students import Student, StudentRecord


class EntryType(models.TextChoices):
    """Why a spell began."""

    ENTRY = "entry", "新生入学"
    CLASS_CHANGE = "class_change", "调班"
    PROMOTION = "promotion", "升级"
    TRANSFER = "transfer", "转入"
    ARRIVAL = "arrival", "外省转入"
    REOPENED = "reopened", "恢复在学"


class ExitType(models.TextChoices):
    """Why a spell ended."""

    CLASS_CHANGE = "class_change", "调班"
    PROMOTION = "promotion", "升级"
    LEAVING = "leaving", "毕结肄业"
    TRANSFER = "transfer", "转出"
    DEPARTURE = "departure", "转往外省"


def _roll_by(column: str) -> models.Index:
    return models.Index(
        fields=["district", column],
        opclasses=["int8_ops", "varchar_pattern_ops"],
        condition=models.Q(during__upper_inf=True),
        name=f"roll_by_{column}",
    )


COPIES = ("name", "name_pinyin", "name_initials", "form_unfinished", "form_due_on")
"""What an open spell repeats of its child and of the child's form, so that a place is searched by its own index."""


@keep_history(exclude=list(COPIES))
class Enrollment(models.Model):
    """在校就读关系: record × school × campus × grade × class group, from–to in city dates (end excluded)."""

    record = models.ForeignKey(StudentRecord, on_delete=models.PROTECT, related_name="enrollments")
    # A foreign key needs no index of its own where a longer one below begins with it: each would slow every write.
    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="enrollments", db_index=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="enrollments")
    district = models.ForeignKey(Office, on_delete=models.PROTECT)
    campus = models.ForeignKey(Campus, on_delete=models.PROTECT)
    class_group = models.ForeignKey(ClassGroup, null=True, on_delete=models.PROTECT, related_name="enrollments")
    school_year = models.PositiveSmallIntegerField()
    grade = models.CharField(max_length=2)
    cohort = models.PositiveSmallIntegerField()
    seat_number = models.PositiveSmallIntegerField(null=True, help_text="班内学号")
    during = DateRangeField()
    entry_type = models.CharField(max_length=12, choices=EntryType.choices)
    exit_type = models.CharField(max_length=12, choices=ExitType.choices, blank=True)
    counts_against_quota = models.BooleanField(default=True)
    # Copies: triggers keep them while the spell is open, whatever is written here. A district that had to look its
    # children up among the city's would pay for each child of the others.
    name = models.CharField(max_length=60, editable=False, db_default="")
    name_pinyin = models.CharField(max_length=300, editable=False, db_default="")
    name_initials = models.CharField(max_length=60, editable=False, db_default="")
    form_unfinished = models.BooleanField(null=True, editable=False, help_text="None: the child has no form yet")
    form_due_on = models.DateField(null=True, editable=False)

    objects = ScopedManager()

    class Meta:
        constraints = [
            # int8range over the key needs no extension, btree_gist would.
            ExclusionConstraint(
                name="no_child_on_two_rolls",
                expressions=[
                    (
                        Func(F("record_id"), F("record_id"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
            models.UniqueConstraint(
                fields=["record"], condition=models.Q(during__upper_inf=True), name="one_open_enrollment_a_record"
            ),
        ]
        indexes = [
            models.Index(
                fields=["school", "grade", "class_group", "id"],
                condition=models.Q(during__upper_inf=True),
                name="roll_of_a_school",
            ),
            models.Index(
                fields=["district", "school", "id"],
                condition=models.Q(during__upper_inf=True),
                name="roll_of_a_district",
            ),
            models.Index(
                fields=["class_group", "seat_number"],
                condition=models.Q(during__upper_inf=True),
                name="roll_of_a_class",
            ),
            models.Index(fields=["student"], name="spells_of_a_student"),
            models.Index(
                fields=["school", "grade"],
                condition=models.Q(during__upper_inf=True, counts_against_quota=False),
                name="roll_beyond_the_quota",
            ),
            *(_roll_by(column) for column in ("name", "name_pinyin", "name_initials")),
            models.Index(
                fields=["district", "form_unfinished", "school", "id"],
                condition=models.Q(during__upper_inf=True),
                name="roll_by_form",
            ),
            models.Index(
                fields=["district", "form_due_on"],
                condition=models.Q(during__upper_inf=True, form_unfinished=True),
                name="roll_by_form_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.school_id} {self.grade} {self.during}"
