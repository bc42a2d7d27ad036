"""What is to be told to the national system, in our own words, until the border post carries it over."""

from django.db import models


class NationalReport(models.Model):
    """One thing to report: `kind` in our verbs, the record it is about. `key` makes a repeated delivery harmless."""

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=60)
    record_id = models.BigIntegerField(null=True)
    payload = models.JSONField(default=dict)
    queued_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.key
