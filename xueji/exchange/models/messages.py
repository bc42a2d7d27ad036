"""Messages across the city line: what we owe the national system and how far it is, and what came, as it came.

Both tables speak our verbs. What a message says of a child stands in `body` and `text`: rows are read within a scope.
All times but `written_at` are the city clock's. A training clock may stand still or jump: what came before what follows
from the keys, and between the two tables from `said_upto`.
"""

from django.db import models
from django.db.models import Q

from xueji.cases.models import Case
from xueji.parties.clock import city_now
from xueji.parties.models import Account, Office, School
from xueji.parties.scope import ScopedManager
from xueji.records.models import StudentRecord
from xueji.vocabulary.border.verbs import Business, FromNation, ToNation


class MessageState(models.TextChoices):
    """How far one of our messages is."""

    QUEUED = "queued", "待发送"
    HANDED_OVER = "handed_over", "已送交"
    ACKNOWLEDGED = "acknowledged", "已有回音"
    REJECTED = "rejected", "被退回"
    SILENT = "silent", "逾期无回音"


class OutgoingMessage(models.Model):
    """One thing to say. `key` makes a repeat harmless; rows with the same `about` go over in the order of their keys.

    `expected_by` is learned from how long such answers took before; past it, a message without an answer is silent.
    """

    key = models.CharField(max_length=120, unique=True)
    verb = models.CharField(max_length=20, choices=[(verb.value, verb.label.zh) for verb in ToNation])
    about = models.CharField(max_length=60)
    body = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=MessageState.choices, default=MessageState.QUEUED)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="sent_messages", db_index=False)
    record = models.ForeignKey(StudentRecord, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    school = models.ForeignKey(School, null=True, on_delete=models.PROTECT, db_index=False)
    district = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, db_index=False)
    other_province = models.CharField(max_length=6, blank=True)
    queued_at = models.DateTimeField(default=city_now)
    handed_over_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    expected_by = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    answer = models.CharField(max_length=24, blank=True, choices=[(verb.value, verb.label.zh) for verb in FromNation])
    answer_code = models.CharField(max_length=20, blank=True)
    answer_text = models.TextField(blank=True)
    replaced_by = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="replaces", help_text="the same, said again"
    )

    objects = ScopedManager()

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(state="queued"), name="to_hand_over"),
            models.Index(fields=["expected_by"], condition=Q(state="handed_over"), name="waiting_for_an_answer"),
            models.Index(fields=["about", "id"], name="said_about"),
            models.Index(fields=["case", "id"], condition=Q(case__isnull=False), name="said_in_a_case"),
            models.Index(fields=["state", "verb", "id"], condition=~Q(state="acknowledged"), name="unsettled_messages"),
            models.Index(fields=["verb", "-id"], condition=Q(answered_at__isnull=False), name="how_long_answers_took"),
            models.Index(
                fields=["verb", "other_province", "-id"],
                condition=Q(answered_at__isnull=False),
                name="how_long_a_province_took",
            ),
            models.Index(
                fields=["state", "id"],
                condition=Q(state__in=["rejected", "silent"], replaced_by__isnull=True),
                name="messages_for_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class ArrivedState(models.TextChoices):
    """What became of a message that came. All but the first two wait for a person, and stand in nobody's way."""

    STORED = "stored", "已存"
    APPLIED = "applied", "已办理"
    UNREADABLE = "unreadable", "无法识读"
    UNKNOWN = "unknown", "无对应业务"
    DUPLICATE = "duplicate", "重复"
    LATE = "late", "迟到"
    EARLY = "early", "先到"
    REFUSED = "refused", "本市规则不允许"
    SETTLED = "settled", "已人工处理"


WAITING_FOR_A_PERSON = (
    ArrivedState.UNREADABLE,
    ArrivedState.UNKNOWN,
    ArrivedState.DUPLICATE,
    ArrivedState.LATE,
    ArrivedState.EARLY,
    ArrivedState.REFUSED,
)


class IncomingMessage(models.Model):
    """One thing told to us: `text` as it came, stored before it is understood; the rest is what we made of it."""

    sequence = models.BigIntegerField(unique=True, help_text="its place on the wire")
    number = models.CharField(max_length=80, help_text="the national system's own number")
    text = models.TextField()
    said_upto = models.BigIntegerField(default=0, help_text="key of the last message of ours when it came")
    written_at = models.DateTimeField(help_text="by the wire's own clock")
    received_at = models.DateTimeField(default=city_now)
    verb = models.CharField(max_length=24, blank=True, choices=[(verb.value, verb.label.zh) for verb in FromNation])
    about = models.CharField(max_length=60, blank=True)
    body = models.JSONField(default=dict)
    in_reply_to = models.ForeignKey(OutgoingMessage, null=True, on_delete=models.PROTECT, related_name="answers")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="heard_messages", db_index=False)
    record = models.ForeignKey(StudentRecord, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=12, choices=ArrivedState.choices, default=ArrivedState.STORED)
    why = models.JSONField(default=list, help_text="why it waits for a person: sentences with their remedies")
    applied_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    settled_reason = models.TextField(blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=~Q(state="duplicate"), name="one_message_a_national_number"
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(state="stored"), name="to_understand"),
            models.Index(fields=["about", "id"], name="heard_about"),
            models.Index(fields=["case", "id"], condition=Q(case__isnull=False), name="heard_in_a_case"),
            models.Index(
                fields=["state", "id"], condition=~Q(state__in=["stored", "applied", "settled"]), name="for_a_person"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Crossing(models.Model):
    """One case across the line: the key under which both provinces and the nation speak of it (`about`)."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="crossing")
    application = models.CharField(max_length=60, unique=True)
    business = models.CharField(max_length=12, choices=[(item.value, item.label.zh) for item in Business])
    outward = models.BooleanField(help_text="the child goes away")
    other_province = models.CharField(max_length=6)

    objects = ScopedManager()

    def __str__(self) -> str:
        return self.application


class Difference(models.Model):
    """What the nightly comparison found: our child and the exchange's do not agree."""

    national_number = models.CharField(max_length=19)
    field = models.CharField(max_length=20, help_text="a key of `Pupil`; `missing_there`, `missing_here`")
    ours = models.CharField(max_length=120, blank=True)
    theirs = models.CharField(max_length=120, blank=True)
    record = models.ForeignKey(StudentRecord, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    school = models.ForeignKey(School, null=True, on_delete=models.PROTECT, db_index=False)
    district = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, db_index=False)
    found_on = models.DateField()
    settled_on = models.DateField(null=True)
    settled_how = models.CharField(max_length=20, blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["national_number", "field"], condition=Q(settled_on__isnull=True), name="one_open_difference"
            ),
        ]
        indexes = [
            models.Index(fields=["district", "id"], condition=Q(settled_on__isnull=True), name="open_differences"),
        ]

    def __str__(self) -> str:
        return f"{self.national_number} {self.field}"


class WireState(models.Model):
    """How far the courier and the inbox are, and since when the wire is cut. One row."""

    only = models.BooleanField(default=True, unique=True, editable=False)
    collected_upto = models.BigIntegerField(default=0)
    last_sync_at = models.DateTimeField(null=True)
    down_since = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    reconciled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(name="one_wire", condition=Q(only=True))]

    def __str__(self) -> str:
        return str(self.collected_upto)
