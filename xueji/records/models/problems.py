"""问题学籍: a doubt with two sides. Ours is an entrant or a record, the other one too, or a row of the nation's table.

Kept apart from it, 疑似重复: two records that look alike. It blocks nothing, and says why it was found.
"""

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
    WRONG_DOCUMENT = "wrong_document", "身份证件号错误"


class ProblemOrigin(models.TextChoices):
    """Who raised the doubt: an entrance of ours, our own scan of the register, or the national table (S21)."""

    ENTRANCE = "entrance", "入口查重"
    SCAN = "scan", "本市查重"
    NATION = "nation", "全国查重"


class ProblemResolution(models.TextChoices):
    """How a doubt ended."""

    DOCUMENT_CORRECTED = "document_corrected", "更正证件号"
    WITHDRAWN = "withdrawn", "撤回该新生"
    DIFFERENT_CHILDREN = "different_children", "认定为两名不同学生"
    SUBSTANTIATED = "substantiated", "佐证通过"
    CORRECTED = "corrected", "变更通过"
    REMOVED = "removed", "已删除"
    MERGED = "merged", "已合并"
    CLOSED_BY_NATION = "closed_by_nation", "全国系统解除"


@keep_history()
class ProblemRecord(models.Model):
    """Our entrant or record, and what it was found to resemble. Open until an office, or the nation, decides.

    `national_ours` is our child as the national problem table has it, `national_other` the other side there, both in
    the keys of `vocabulary.border.messages.Pupil`.
    """

    kind = models.CharField(max_length=16, choices=ProblemKind.choices)
    origin = models.CharField(max_length=8, choices=ProblemOrigin.choices, db_default=ProblemOrigin.ENTRANCE)
    flagged = models.ForeignKey(Entrant, null=True, on_delete=models.PROTECT, related_name="problems")
    flagged_record = models.ForeignKey(StudentRecord, null=True, on_delete=models.PROTECT, related_name="problems")
    other_entrant = models.ForeignKey(Entrant, null=True, on_delete=models.PROTECT, related_name="doubted_by")
    other_record = models.ForeignKey(StudentRecord, null=True, on_delete=models.PROTECT, related_name="doubted_by")
    national_key = models.CharField(max_length=60, blank=True, db_default="")
    national_ours = models.JSONField(null=True)
    national_other = models.JSONField(null=True)
    other_province = models.CharField(max_length=6, blank=True, db_default="")
    district = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="problems")
    found_on = models.DateField()
    resolution = models.CharField(max_length=20, choices=ProblemResolution.choices, blank=True)
    resolved_on = models.DateField(null=True)
    resolved_by = models.CharField(max_length=60, blank=True)
    reason = models.TextField(blank=True)
    standing_set_on = models.DateField(
        null=True, help_text="day on which the nation showed the child as studying, for its removal (S23)"
    )

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="problem_has_another_side",
                condition=Q(other_entrant__isnull=False)
                | Q(other_record__isnull=False)
                | Q(national_other__isnull=False)
                | Q(kind="wrong_document"),
            ),
            models.CheckConstraint(
                name="problem_has_one_side_of_ours",
                condition=Q(flagged__isnull=False, flagged_record__isnull=True)
                | Q(flagged__isnull=True, flagged_record__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["flagged_record", "kind", "origin"],
                condition=Q(resolved_on__isnull=True, flagged_record__isnull=False),
                name="one_open_problem_a_record",
            ),
            models.UniqueConstraint(
                fields=["national_key", "flagged_record"],
                condition=Q(resolved_on__isnull=True) & ~Q(national_key=""),
                name="one_open_problem_a_national_key",
            ),
            models.UniqueConstraint(
                fields=["flagged", "kind"], condition=Q(resolved_on__isnull=True), name="one_open_problem_a_kind"
            ),
        ]
        indexes = [
            models.Index(fields=["district", "id"], condition=Q(resolved_on__isnull=True), name="open_problems"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.flagged_id or self.flagged_record_id}"


class PossibleDuplicate(models.Model):
    """疑似重复: two records that may be one child's (domain.md §7). A list for offices to look at; it blocks nothing.

    `score` is out of 100; `why` are the sentences that made it, each as {"zh", "en"}. Dismissed, it is not found again.
    """

    record_a = models.ForeignKey(StudentRecord, on_delete=models.PROTECT, related_name="+", db_index=False)
    record_b = models.ForeignKey(StudentRecord, on_delete=models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField()
    why = models.JSONField(default=list)
    found_on = models.DateField()
    dismissed_on = models.DateField(null=True)
    dismissed_by = models.CharField(max_length=60, blank=True, db_default="")
    dismissed_reason = models.TextField(blank=True, db_default="")

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record_a", "record_b"], name="one_likeness_a_pair"),
            models.CheckConstraint(name="likeness_in_order", condition=Q(record_a__lt=models.F("record_b"))),
        ]
        indexes = [
            models.Index(fields=["-score", "id"], condition=Q(dismissed_on__isnull=True), name="open_likenesses"),
        ]

    def __str__(self) -> str:
        return f"{self.record_a_id} {self.record_b_id} {self.score}"
