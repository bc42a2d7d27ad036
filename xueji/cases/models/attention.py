"""Who looks after a case, who asked for it to be hurried, and who was told what. None of it moves the case."""

from django.db import models
from django.db.models import Q

from xueji.cases.models.cases import Case
from xueji.parties.models import Account, Office, Post, School
from xueji.parties.scope import ScopedManager


class Handover(models.Model):
    """A case given to a colleague of the office that holds it. It lasts until the case moves on (`version`)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="handovers")
    version = models.PositiveIntegerField(help_text="version of the case at which it was given")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="handed_over")
    note = models.CharField(max_length=200, blank=True)
    given_by = models.ForeignKey(Account, on_delete=models.PROTECT)
    city_date = models.DateField()
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager()

    def __str__(self) -> str:
        return f"{self.case_id} → {self.post_id}"


class Urge(models.Model):
    """催办: a party of the case asks its holder to act. Once a day for each party."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="urges")
    version = models.PositiveIntegerField()
    party = models.CharField(max_length=20)
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT)
    actor_name = models.CharField(max_length=60)
    note = models.CharField(max_length=200, blank=True)
    city_date = models.DateField()
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "party", "city_date"], name="one_urge_a_day")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.party} {self.city_date}"


class NoticeKind(models.TextChoices):
    """Why an office is told something."""

    CLOSED = "closed", "业务办结"
    SENT_BACK = "sent_back", "退回补正"
    URGED = "urged", "催办"
    DUE_SOON = "due_soon", "即将到期"
    OVERDUE = "overdue", "已逾期"
    ESCALATED = "escalated", "下级逾期上报"


class Notice(models.Model):
    """What a school or an office is told about a case: read at its desk, and in the mail of the day."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notices", db_index=False)
    version = models.PositiveIntegerField(help_text="version of the case it speaks of")
    kind = models.CharField(max_length=12, choices=NoticeKind.choices)
    school = models.ForeignKey(School, null=True, on_delete=models.PROTECT, related_name="notices", db_index=False)
    office = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="notices", db_index=False)
    city_date = models.DateField()
    at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="notice_to_school_or_office",
                condition=Q(school__isnull=False, office__isnull=True) | Q(school__isnull=True, office__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["case", "version", "kind", "school", "office"],
                name="one_notice_of_a_kind",
                nulls_distinct=False,
            ),
        ]
        indexes = [
            models.Index(fields=["school", "-id"], condition=Q(school__isnull=False), name="notices_of_a_school"),
            models.Index(fields=["office", "-id"], condition=Q(office__isnull=False), name="notices_of_an_office"),
            models.Index(
                fields=["school"], condition=Q(school__isnull=False, seen_at__isnull=True), name="unseen_by_a_school"
            ),
            models.Index(
                fields=["office"], condition=Q(office__isnull=False, seen_at__isnull=True), name="unseen_by_an_office"
            ),
            models.Index(fields=["id"], condition=Q(mailed_at__isnull=True), name="notices_to_mail"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.case_id}"
