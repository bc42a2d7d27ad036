"""An imported list, and its rows in staging: judged first, written only when somebody confirms."""

from django.db import models

from xueji.parties.history import keep_history
from xueji.parties.models import Account, Office, School


class BatchStatus(models.TextChoices):
    """Where an import stands."""

    READING = "reading", "正在读取"
    REFUSED = "refused", "文件被拒绝"
    JUDGED = "judged", "待确认"
    LANDING = "landing", "正在导入"
    DONE = "done", "已导入"
    UNDONE = "undone", "已撤销"
    FAILED = "failed", "系统故障"


@keep_history(exclude=["content", "headings", "counts", "done_rows"])
class ImportBatch(models.Model):
    """One file of one sender. The file itself is kept, so that the same workbook can be given back with its verdicts."""

    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    school_year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=8)
    school = models.ForeignKey(School, null=True, on_delete=models.PROTECT, help_text="set when a school brought it")
    district = models.ForeignKey(Office, null=True, on_delete=models.PROTECT)
    status = models.CharField(max_length=8, choices=BatchStatus.choices, default=BatchStatus.READING)
    sheet = models.CharField(max_length=100, blank=True)
    header_row = models.PositiveIntegerField(null=True)
    headings = models.JSONField(default=list)
    reasons = models.JSONField(default=list, help_text="why the file was refused, or warnings at its head")
    counts = models.JSONField(default=dict)
    total_rows = models.PositiveIntegerField(default=0)
    done_rows = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT)
    created_name = models.CharField(max_length=60, blank=True)
    created_on = models.DateField()
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True)
    undone_on = models.DateField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["school", "-id"], name="batch_by_school")]

    def __str__(self) -> str:
        return self.file_name


class RowVerdict(models.TextChoices):
    """What a row is judged to be."""

    ACCEPT = "accept", "可导入"
    PROBLEM = "problem", "疑似重复"
    REJECT = "reject", "不能导入"


class RowOutcome(models.TextChoices):
    """What became of a row at the landing."""

    NEW = "new", "新增"
    UPDATED = "updated", "已更新"
    SAME = "same", "此前已导入"
    KEPT = "kept", "已办理，保留原信息"


class StagedRow(models.Model):
    """One data row of the sheet, under its own number there."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    row = models.PositiveIntegerField()
    verdict = models.CharField(max_length=8, choices=RowVerdict.choices)
    reasons = models.JSONField(default=list)
    values = models.JSONField(default=dict, help_text="tidied values by key; empty for a rejected row")
    cells = models.JSONField(default=dict, help_text="heading → cell, as the row stands in the sheet")
    entrant_id = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=8, choices=RowOutcome.choices, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "row"], name="one_staged_row")]
        indexes = [models.Index(fields=["batch", "verdict", "row"], name="staged_by_verdict")]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.row} {self.verdict}"
