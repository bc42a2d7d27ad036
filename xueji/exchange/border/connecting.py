"""Our end of the wire, as this deployment is configured; without an address the border is closed."""

from typing import NamedTuple

from django.conf import settings

from xueji.exchange.adapters.choosing import national_system
from xueji.exchange.border.courier import Carried, carry
from xueji.exchange.border.crossings import own_province
from xueji.exchange.border.inbox import Collected, collect
from xueji.exchange.port import NationalSystem


class Synced(NamedTuple):
    """What one exchange did in both directions."""

    carried: Carried
    collected: Collected


def border_is_open() -> bool:
    """Whether this deployment has an exchange at all. Closed, messages stay queued."""
    return bool(settings.EXCHANGE_URL)


def our_wire() -> NationalSystem | None:
    """Our end of the wire, or None where the border is closed."""
    if not border_is_open():
        return None
    return national_system(settings.EXCHANGE_URL, province=own_province(), key=settings.EXCHANGE_KEY)


def sync(wire: NationalSystem) -> Synced:
    """Say what is queued, then hear what has come; a cut wire stops neither what is stored nor the next run."""
    return Synced(carry(wire), collect(wire))
