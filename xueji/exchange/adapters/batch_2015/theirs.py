"""The nation's end of the wire of 2015: it reads the provincial exchange database and writes its answers there."""

from __future__ import annotations

from xueji.exchange.adapters.batch_2015.stores import NationStore
from xueji.exchange.adapters.wording.letters import Scribe
from xueji.exchange.adapters.wording.tables import wording_of


class BatchNation(NationStore):
    """The nation's end, by the nation's role in the database at `url`."""

    def __init__(self, url: str, *, province: str, key: bytes) -> None:
        super().__init__(url, Scribe(wording_of(__package__), province, key))
