"""Our end of the wire of 2015: what the courier and the inbox see of the provincial exchange database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xueji.exchange.adapters.batch_2015.stores import CourierStore, write_all
from xueji.exchange.adapters.wording.letters import Scribe
from xueji.exchange.adapters.wording.tables import wording_of
from xueji.exchange.port import RawMessage
from xueji.vocabulary.border.messages import Dispatch, Pupil, Tidings
from xueji.vocabulary.text import Text


class BatchSystem:
    """Our end, by the courier's role in the database at `url`; `key` is shared by the province and the nation."""

    name = "batch_2015"

    def __init__(self, url: str, *, province: str, key: bytes) -> None:
        self._scribe = Scribe(wording_of(__package__), province, key)
        self._store = CourierStore(url, province=province, key=key)

    def hand_over(self, dispatches: Sequence[Dispatch]) -> dict[str, Text]:
        """Write the messages, in order, as one signed batch in one transaction."""
        letters, unsayable = write_all(dispatches, self._scribe.write_dispatch)
        self._store.write(letters)
        return unsayable

    def collect(self, *, after: int, limit: int) -> list[RawMessage]:
        """Read what has come with a sequence above `after`, lowest first."""
        return self._store.read(after=after, limit=limit)

    def confirm(self, *, upto: int) -> None:
        """Note in the exchange how far everything is kept on our side."""
        self._store.confirm(upto)

    def understand(self, raw: RawMessage) -> Tidings:
        """Translate one message by the tables of this package. Raises UnreadableError."""
        return self._scribe.read_tidings(raw.number, raw.text)

    def holdings(self) -> Iterator[Pupil]:
        """What the exchange shows of our children, by ascending national number; streamed."""
        return self._store.pupils.stream()
