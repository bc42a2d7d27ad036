"""A register taken over from files: the run, its rows in staging, and the totals that must agree."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from xueji.parties.history import keep_history
from xueji.parties.models import Account


class TakeOverStatus(models.TextChoices):
    """Where a take-over stands."""

    READING = "reading", "正在核对"
    REFUSED = "refused", "文件不能读取"
    JUDGED = "judged", "待确认"
    LANDING = "landing", "正在写入"
    DONE = "done", "已接管"
    FAILED = "failed", "系统故障"


class TakenSheet(models.TextChoices):
    """The five sheets, in the order in which their rows are written."""

    SCHOOLS = "schools", "学校"
    STAFF = "staff", "人员"
    CLASSES = "classes", "班级"
    RECORDS = "records", "学籍"
    SPELLS = "spells", "在读"


class TakenVerdict(models.TextChoices):
    """What a row is judged to be. A warned row is written like an accepted one."""

    ACCEPT = "accept", "可接管"
    WARN = "warn", "可接管，请留意"
    REFUSE = "refuse", "不能接管"


THERE = "there"
"""The outcome of a row whose content the register held before: nothing is written for it."""


@keep_history(exclude=["content", "sheets", "counts", "landed_row"])
class TakeOver(models.Model):
    """One take-over. `content` is an upload until it has been read; staging keeps every cell afterwards."""

    file_name = models.CharField(max_length=200)
    content = models.BinaryField(default=b"")
    sha256 = models.CharField(max_length=64)
    status = models.CharField(max_length=8, choices=TakeOverStatus.choices, default=TakeOverStatus.READING)
    sheets = models.JSONField(default=dict, help_text="sheet → name, header row and headings in the file")
    reasons = models.JSONField(default=list, help_text="why the file was refused, or warnings at its head")
    counts = models.JSONField(default=dict, help_text="sheet → rows, accept, warn, refuse, there")
    landed_row = models.PositiveIntegerField(default=0, help_text="last row of the records that was looked at")
    created_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT)
    created_name = models.CharField(max_length=60, blank=True)
    created_on = models.DateField()
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name


class TakenRow(models.Model):
    """What every staged row has: its number in the sheet, its verdict, and its cells as they stood there."""

    # No index of its own: longer ones begin with the take-over.
    takeover = models.ForeignKey(TakeOver, on_delete=models.CASCADE, db_index=False)
    row = models.PositiveIntegerField()
    verdict = models.CharField(max_length=6, choices=TakenVerdict.choices)
    outcome = models.CharField(max_length=5, blank=True, help_text="`there` where the register held it before")
    reasons = models.JSONField(default=list)
    cells = ArrayField(models.TextField())

    class Meta:
        abstract = True


class TakenPlace(TakenRow):
    """A row of schools, staff or classes. `key` is what makes it one of a kind, `values` what it says, tidied."""

    sheet = models.CharField(max_length=8, choices=TakenSheet.choices)
    key = models.CharField(max_length=80)
    values = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["takeover", "sheet", "row"], name="one_taken_place_a_row")]

    def __str__(self) -> str:
        return f"{self.sheet}:{self.row} {self.verdict}"


class TakenRecord(TakenRow):
    """A row of the records: a child, its record and its numbers. Empty where a cell could not be read."""

    number = models.CharField(max_length=19)
    name = models.CharField(max_length=60)
    name_pinyin = models.CharField(max_length=300)
    name_initials = models.CharField(max_length=60)
    name_key = models.CharField(max_length=60)
    former_name = models.CharField(max_length=60)
    sex = models.CharField(max_length=1)
    birth_date = models.DateField(null=True)
    document_type = models.CharField(max_length=1)
    document_number = models.CharField(max_length=30)
    nationality = models.CharField(max_length=3)
    ethnicity = models.CharField(max_length=2)
    residency = models.CharField(max_length=12)
    as_local_category = models.CharField(max_length=4)
    hukou_place = models.CharField(max_length=120)
    city_number = models.CharField(max_length=16)
    education_id = models.CharField(max_length=8)
    standing = models.CharField(max_length=16)
    leaving_outcome = models.CharField(max_length=12)
    established_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    form = models.JSONField(default=dict, help_text="answers of the 72-item form")
    missing = models.PositiveSmallIntegerField(help_text="required items of the form left open")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["takeover", "row"], name="one_taken_record_a_row")]
        indexes = [models.Index(fields=["takeover", "number"], name="taken_record_by_number")]

    def __str__(self) -> str:
        return f"{self.row} {self.verdict}"


class TakenSpell(TakenRow):
    """A row of the open spells. School and class are known by their codes: they may come with the same file."""

    number = models.CharField(max_length=19)
    school_code = models.CharField(max_length=20)
    campus = models.CharField(max_length=60)
    school_year = models.PositiveSmallIntegerField(null=True)
    grade = models.CharField(max_length=2)
    class_number = models.PositiveSmallIntegerField(null=True)
    cohort = models.PositiveSmallIntegerField(null=True)
    entry_year = models.PositiveSmallIntegerField(
        null=True, help_text="with the entry grade: where its place is counted"
    )
    entry_grade = models.CharField(max_length=2)
    seat_number = models.PositiveSmallIntegerField(null=True)
    starts_on = models.DateField(null=True)
    entry_type = models.CharField(max_length=12)
    counts_against_quota = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["takeover", "row"], name="one_taken_spell_a_row")]
        indexes = [models.Index(fields=["takeover", "number"], name="taken_spell_by_number")]

    def __str__(self) -> str:
        return f"{self.row} {self.verdict}"


class TotalLevel(models.TextChoices):
    """What a line of the reconciliation sums up."""

    SHEET = "sheet", "表"
    DISTRICT = "district", "区县"
    SCHOOL = "school", "学校"


class TakenTotal(models.Model):
    """One line of the reconciliation. `before` and `after` count the register; the rest counts the file."""

    takeover = models.ForeignKey(TakeOver, on_delete=models.CASCADE, related_name="totals", db_index=False)
    level = models.CharField(max_length=8, choices=TotalLevel.choices)
    code = models.CharField(max_length=20, help_text="sheet key, office code or school code")
    name = models.CharField(max_length=100)
    rows = models.PositiveIntegerField()
    accepted = models.PositiveIntegerField(help_text="warned ones among them")
    warned = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()
    there = models.PositiveIntegerField()
    before = models.PositiveIntegerField()
    after = models.PositiveIntegerField(null=True)
    raised = models.PositiveIntegerField(default=0, help_text="places granted so that the children have one")
    taken = models.PositiveIntegerField(null=True, help_text="places taken by the quota rows")
    counted = models.PositiveIntegerField(null=True, help_text="places counted from the open spells")
    faults = models.JSONField(default=dict, help_text="rule → refused rows that broke it")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["takeover", "level", "code"], name="one_taken_total")]

    def __str__(self) -> str:
        return f"{self.level} {self.code}"

    @property
    def unexplained(self) -> int | None:
        """Rows of the register that neither stood there before nor came with this file; None before the landing."""
        return None if self.after is None else self.after - self.before - self.accepted
