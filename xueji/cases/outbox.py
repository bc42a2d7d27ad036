"""Delivery of what decisions owe to the outside. Handlers are bound by `server.wiring`, by name."""

import logging
from collections.abc import Callable

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from xueji.cases.models import Effect, EffectDelivery
from xueji.parties.actors import system_actor
from xueji.parties.scope import scope
from xueji.vocabulary.parties import Party

logger = logging.getLogger(__name__)
Handler = Callable[[Effect], None]
_HANDLERS: dict[str, Handler] = {}
_BATCH = 200


class UnboundEffectError(LookupError):
    """An effect that no room has taken on. The soundness check refuses such a rulebook at start-up."""


def bind_effect(name: str, handler: Handler) -> None:
    """Take on the effects of one name. Called once, at start-up."""
    _HANDLERS[name] = handler


def _handler(name: str) -> Handler:
    if name not in _HANDLERS:
        raise UnboundEffectError(name)
    return _HANDLERS[name]


def bound_effects() -> frozenset[str]:
    """Names that some room has taken on."""
    return frozenset(_HANDLERS)


def deliver_owed() -> int:
    """Deliver what is owed, oldest first, each batch in a transaction of its own; answer how many were delivered.

    An effect whose handler fails is kept with the error and tried again by the next drain; it blocks no other.
    """
    delivered, after = 0, 0
    while True:
        # Nobody asked for it now: row-level security shows what is owed to a machine alone.
        with scope(system_actor(Party.CLOCK)):
            count, after, more = _deliver_batch(after)
        delivered += count
        if not more:
            return delivered


def _deliver_batch(after: int) -> tuple[int, int, bool]:
    with connection.cursor() as cursor:
        # Effects are insert-only, so their rows cannot be locked: drainers queue up at one advisory lock instead.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('xueji.outbox'))")
    owed = list(
        Effect.objects.filter(pk__gt=after)
        .exclude(delivery__delivered_at__isnull=False)
        .select_related("delivery", "decision")
        .order_by("pk")[:_BATCH]
    )
    done = [effect for effect in owed if _deliver(effect)]
    fresh = [effect for effect in done if not hasattr(effect, "delivery")]
    now = timezone.now()
    EffectDelivery.objects.bulk_create(EffectDelivery(effect=effect, delivered_at=now, attempts=1) for effect in fresh)
    retried = [effect.pk for effect in done if hasattr(effect, "delivery")]
    EffectDelivery.objects.filter(effect_id__in=retried).update(delivered_at=now, attempts=F("attempts") + 1)
    return len(done), owed[-1].pk if owed else after, len(owed) == _BATCH


def _deliver(effect: Effect) -> bool:
    try:
        with transaction.atomic():
            _handler(effect.name)(effect)
    except Exception as error:
        logger.exception("effect %s failed", effect.key)
        delivery, _ = EffectDelivery.objects.get_or_create(effect=effect)
        EffectDelivery.objects.filter(pk=delivery.pk).update(attempts=F("attempts") + 1, last_error=repr(error)[:500])
        return False
    return True
