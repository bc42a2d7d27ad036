"""The border post: the one protocol by which the registry speaks with the national system, in our verbs.

An adapter has two ends of the same wire. `NationalSystem` is ours: it can say and collect, and knows nothing of the
national store or of other provinces (S10). `NationEnd` is the nation's, used by the simulator alone. Neither lets a
national word (grbsm, xxbsm, status texts) pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from xueji.vocabulary.border.messages import Dispatch, Pupil, Tidings
from xueji.vocabulary.text import Text


class ExchangeDownError(ConnectionError):
    """The wire is cut: nothing was handed over or collected, or nobody knows. Try the same again later."""


class UnreadableError(ValueError):
    """A message that cannot be understood: truncated, tampered with, or of an unknown kind. `says` tells people why."""

    def __init__(self, says: Text) -> None:
        super().__init__(says.en)
        self.says = says


class UnsayableError(ValueError):
    """A message of ours that the wire cannot carry. It stands in the way of its own `about` alone. `says` tells why."""

    def __init__(self, says: Text) -> None:
        super().__init__(says.en)
        self.says = says


@dataclass(frozen=True, slots=True)
class RawMessage:
    """One message as it came, before it is understood. `sequence` orders the wire; `number` is the nation's own."""

    sequence: int
    number: str
    text: str
    written_at: datetime


class NationalSystem(Protocol):
    """Our end of the wire. Every call may raise ExchangeDownError, and may be repeated after it."""

    name: str

    def hand_over(self, dispatches: Sequence[Dispatch]) -> dict[str, Text]:
        """Write the messages, in order, as one signed batch; a key already written is left as it is.

        Answers the keys the wire cannot carry, each with why; all others are handed over when this returns.
        """

    def collect(self, *, after: int, limit: int) -> list[RawMessage]:
        """Read what has come with a sequence above `after`, lowest first. Reading takes nothing away."""

    def confirm(self, *, upto: int) -> None:
        """Tell the wire that everything up to this sequence is kept on our side and may be cleared away."""

    def understand(self, raw: RawMessage) -> Tidings:
        """Translate one message by the adapter's reviewed table. Raises UnreadableError; touches no network."""

    def holdings(self) -> Iterator[Pupil]:
        """What the exchange says we hold, for the nightly comparison, by ascending national number."""


class NationEnd(Protocol):
    """The nation's end of one province's wire. Every call may raise ExchangeDownError."""

    province: str

    def take(self, *, after: int, limit: int) -> list[tuple[int, Dispatch]]:
        """Read what the province has written with a sequence above `after`; signatures are checked.

        A message that cannot be read is answered with REJECTED by the adapter and left out.
        """

    def tell(self, tidings: Sequence[Tidings]) -> None:
        """Write answers, in order, as one signed batch; a number already written is left as it is."""

    def tell_raw(self, texts: Sequence[tuple[str, str]]) -> None:
        """Write (number, text) as it is, however broken: faults and training."""

    def show_holdings(self, pupils: Sequence[Pupil], gone: Sequence[str]) -> None:
        """Set what the exchange shows of these children, and take away those of these national numbers."""
