"""Wrong codes are counted for each account, wherever they come from: whoever knows the password may not try on and on.

The count stands in the table of django-axes, in a row of its own that no address matches; axes itself removes it when
the pause is over. It counts passwords by name and address; codes are counted by name alone.
"""

from __future__ import annotations

from datetime import timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from xueji.parties.models import Account

_MARK = "second factor"


def may_try(account: Account) -> bool:
    """Whether a further code is looked at now. Call it with the account's second factor locked."""
    return not _recent(account).filter(failures_since_start__gte=settings.AXES_FAILURE_LIMIT).exists()


def count_wrong(account: Account) -> None:
    """One more wrong code; the pause runs from the last one."""
    before = _recent(account).first()
    _rows(account).delete()
    failures = before.failures_since_start + 1 if before else 1
    AccessAttempt.objects.create(
        username=account.username, user_agent=_MARK, http_accept="", path_info="", failures_since_start=failures
    )


def forget(account: Account) -> None:
    """A right code: the count begins anew."""
    _rows(account).delete()


def _rows(account: Account) -> QuerySet[AccessAttempt]:
    rows: QuerySet[AccessAttempt] = AccessAttempt.objects.filter(
        username=account.username, user_agent=_MARK, ip_address__isnull=True
    )
    return rows


def _recent(account: Account) -> QuerySet[AccessAttempt]:
    pause = timedelta(hours=settings.AXES_COOLOFF_TIME)
    return _rows(account).filter(attempt_time__gt=timezone.now() - pause)
