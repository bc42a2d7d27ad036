"""The journal of office acts: what the regulation makes no procedure, but somebody must answer for."""

from django.db import models


class JournalEntry(models.Model):
    """One office act. Insert only: the database refuses UPDATE, DELETE and TRUNCATE."""

    act = models.CharField(max_length=60)
    account = models.ForeignKey("parties.Account", null=True, on_delete=models.PROTECT)
    post = models.ForeignKey("parties.Post", null=True, on_delete=models.PROTECT)
    school = models.ForeignKey("parties.School", null=True, on_delete=models.PROTECT)
    district = models.ForeignKey("parties.Office", null=True, on_delete=models.PROTECT)
    subject = models.CharField(max_length=80, help_text="table:key of what the act is about")
    reason = models.TextField(blank=True)
    detail = models.JSONField(default=dict)
    city_date = models.DateField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "-id"], name="journal_by_subject"),
            models.Index(fields=["school", "-id"], name="journal_by_school"),
            models.Index(fields=["account", "act", "-at"], name="journal_by_account"),
        ]

    def __str__(self) -> str:
        return f"{self.city_date} {self.act} {self.subject}"
