"""Uploads that came to nothing: a form left half filled keeps no paper of a child."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from xueji.cases.models import Attachment
from xueji.parties.actors import system_actor
from xueji.parties.scope import scope
from xueji.vocabulary.parties import Party

KEPT_FOR = timedelta(days=2)


def forget_unused(limit: int = 1000) -> int:
    """Remove uploads older than two days that no case uses, oldest first, at most so many; answers how many."""
    with scope(system_actor(Party.CLOCK)):
        old = Attachment.objects.filter(evidence__isnull=True, uploaded_at__lt=timezone.now() - KEPT_FOR)
        keys = list(old.order_by("pk").values_list("pk", flat=True)[:limit])
        # Asked once more: a case may have taken one up in between, and its key would hold it fast.
        removed, _ = Attachment.objects.filter(pk__in=keys, evidence__isnull=True).delete()
    return removed
