"""A message on its way through the inbox, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from xueji.cases.models import Case
from xueji.exchange.models import Crossing, OutgoingMessage
from xueji.exchange.models.messages import ArrivedState
from xueji.process.wording import Reason
from xueji.vocabulary.border.messages import Tidings
from xueji.vocabulary.text import Text

Why = dict[str, Any]
"""One sentence with its remedy, both in both languages, as kept in `IncomingMessage.why`."""


@dataclass(frozen=True, slots=True)
class Told:
    """Tidings, and what of ours they are about: the message they answer, the case, the record."""

    tidings: Tidings
    reply: OutgoingMessage | None = None
    crossing: Crossing | None = None
    case: Case | None = None
    record_id: int | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of tidings. Whatever is not applied waits for a person, with the reasons why."""

    state: ArrivedState
    why: Sequence[Why] = field(default=())
    case_id: int | None = None
    record_id: int | None = None


def why(says: Text, mend: Text) -> Why:
    """Write one reason down."""
    return {"says": {"zh": says.zh, "en": says.en}, "mend": {"zh": mend.zh, "en": mend.en}}


def why_of(reasons: Sequence[Reason]) -> list[Why]:
    """Write the door's reasons down."""
    return [why(reason.says, reason.mend) for reason in reasons]


def applied(told: Told, *, case_id: int | None = None, record_id: int | None = None) -> Heard:
    """It was done."""
    case = case_id or (told.case.pk if told.case else None)
    return Heard(ArrivedState.APPLIED, (), case, record_id or told.record_id)


def unknown(says: Text, mend: Text) -> Heard:
    """Nothing of ours is what it speaks of."""
    return Heard(ArrivedState.UNKNOWN, [why(says, mend)])
