"""The outbox: what a decision owes to the outside, and how far its delivery is."""

from django.db import models

from xueji.cases.models.decisions import Decision
from xueji.parties.scope import ScopedManager


class Effect(models.Model):
    """One thing owed. Insert only; `key` makes its handler idempotent."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="effects")
    name = models.CharField(max_length=60)
    key = models.CharField(max_length=120, unique=True)
    payload = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager()

    def __str__(self) -> str:
        return self.key


class EffectDelivery(models.Model):
    """How far one effect is. No row yet: waiting for the worker."""

    effect = models.OneToOneField(Effect, on_delete=models.PROTECT, related_name="delivery")
    delivered_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)

    objects = ScopedManager()

    def __str__(self) -> str:
        return f"{self.effect_id} {self.delivered_at or self.attempts}"
