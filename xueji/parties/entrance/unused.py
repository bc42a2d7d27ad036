"""Accounts nobody has used for long are sealed (封存): the password alone no longer opens them.

Nothing is stored: it follows from the last sign-in, in machine time. The office above reopens one (`unseal_account`).
The administrator who signed in last is spared, or a city could lock out everybody who might reopen an account.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from xueji.parties.clock import city_today, in_training
from xueji.parties.models import Account
from xueji.parties.queries import held_on
from xueji.vocabulary.parties import Role

DAYS = 90
"""Days without a sign-in after which an account is sealed, unless the deployment says otherwise."""


@dataclass(frozen=True)
class Sealing:
    """Which accounts are sealed now: those last used before `before` (None: no account is), except `spared`."""

    before: datetime | None
    spared: int | None = None

    def holds(self, account: Account) -> bool:
        """Whether this account is sealed."""
        used = account.last_login or account.created_at
        return self.before is not None and used < self.before and account.pk != self.spared

    def those(self, prefix: str = "") -> Q:
        """The same as a condition on accounts, or on what refers to them by `prefix` (`account__`)."""
        if self.before is None:
            return Q(**{f"{prefix}pk__in": []})
        never = Q(**{f"{prefix}last_login__isnull": True, f"{prefix}created_at__lt": self.before})
        return (never | Q(**{f"{prefix}last_login__lt": self.before})) & ~Q(**{f"{prefix}pk": self.spared or 0})


def sealing() -> Sealing:
    """Which accounts are sealed now. In training nobody is, unless the deployment says so."""
    days = days_until_sealed()
    if days == 0:
        return Sealing(None)
    keepers = Account.objects.filter(
        held_on(city_today(), "posts__"), is_active=True, posts__role=Role.ADMINISTRATOR.value
    ).order_by(F("last_login").desc(nulls_last=True), "pk")
    return Sealing(timezone.now() - timedelta(days=days), keepers.values_list("pk", flat=True).first())


def days_until_sealed() -> int:
    """Days without a sign-in after which an account is sealed; 0: never."""
    days = settings.SEAL_UNUSED_AFTER_DAYS
    return int(days) if days is not None else (0 if in_training() else DAYS)
