"""Effects owed to the nation wait here in our own words; the border post will carry them (S10)."""

from xueji.cases.models import Effect
from xueji.exchange.models import NationalReport


def queue_national_report(effect: Effect) -> None:
    """Queue one report; a repeat changes nothing."""
    NationalReport.objects.get_or_create(
        key=effect.key,
        defaults={
            "kind": effect.decision.event,
            "record_id": effect.payload.get("record"),
            "payload": effect.payload,
        },
    )
