"""Every step of a case, for ever. Insert only: the database refuses UPDATE, DELETE and TRUNCATE."""

from django.db import models
from django.db.models import Q

from xueji.cases.models.cases import Case
from xueji.parties.scope import ScopedManager


class Decision(models.Model):
    """One verdict: who, in which post, when, from where to where, why, and the facts that were seen."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions", db_index=False)
    number = models.PositiveIntegerField()
    event = models.CharField(max_length=40)
    from_state = models.CharField(max_length=60, blank=True)
    to_state = models.CharField(max_length=60)
    party = models.CharField(max_length=20)
    account = models.ForeignKey("parties.Account", null=True, on_delete=models.PROTECT)
    post = models.ForeignKey("parties.Post", null=True, on_delete=models.PROTECT)
    actor_name = models.CharField(max_length=60)
    actor_place = models.CharField(max_length=160, blank=True)
    reason = models.TextField(blank=True)
    answers = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    edition = models.CharField(max_length=40)
    source = models.CharField(max_length=120, blank=True, help_text="article or slide of the step")
    seeded = models.BooleanField(default=False, help_text="loaded with an invented city, decided by nobody")
    # How long the step before had been waiting, and until when it might: the table of lateness reads these alone.
    was_entered_on = models.DateField(null=True)
    was_due_on = models.DateField(null=True)
    batch = models.UUIDField(null=True)
    batch_row = models.PositiveIntegerField(null=True)
    city_date = models.DateField()
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["city_date", "from_state"], name="decision_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_decision_a_number"),
            models.UniqueConstraint(
                fields=["batch", "batch_row"], condition=Q(batch__isnull=False), name="a_batch_row_decides_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}#{self.number} {self.event}"
