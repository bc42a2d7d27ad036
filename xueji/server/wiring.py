"""Where the rooms are plugged together: the only module that knows them all."""

from xueji.cases.deeds import DEEDS
from xueji.cases.filings import lodge_filing, lodge_filing_with_city
from xueji.cases.outbox import Handler, bind_effect
from xueji.exchange.border.saying import VERBS, say

EFFECTS: dict[str, Handler] = {
    "notify_district": lodge_filing,
    "lodge_filing_with_city": lodge_filing_with_city,
    **dict.fromkeys(VERBS, say),
}


def wire() -> None:
    """Bind every effect to the room that delivers it."""
    for name, handler in EFFECTS.items():
        bind_effect(name, handler)


def deeds() -> frozenset[str]:
    """Names of the deeds a procedure may name, for the soundness check."""
    return frozenset(DEEDS)


def effects() -> frozenset[str]:
    """Names of the effects a procedure may owe."""
    return frozenset(EFFECTS)
