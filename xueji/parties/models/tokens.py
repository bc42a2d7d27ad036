"""Keys by which other programs knock: a token acts as one post of one office, and never more."""

from django.db import models

from xueji.parties.models.accounts import Account, Post


class ApiToken(models.Model):
    """A program's key. It acts as `post`; only a digest is kept, and the prefix by which people tell keys apart."""

    name = models.CharField(max_length=60)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="tokens")
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    may_write = models.BooleanField(default=False)
    issued_by = models.ForeignKey(Account, on_delete=models.PROTECT)
    issued_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} {self.prefix}…"


class IdempotencyKey(models.Model):
    """One answered request of a program. A repeat of the same request gets the same answer; another one is refused."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, db_index=False)
    key = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.JSONField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "key"], name="one_answer_a_key")]
        indexes = [models.Index(fields=["at"], name="answers_by_age")]

    def __str__(self) -> str:
        return self.key
