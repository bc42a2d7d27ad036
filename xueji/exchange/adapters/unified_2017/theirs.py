"""The nation's end of the wire of 2017: it works on the platform's own tables, behind what the province calls."""

from __future__ import annotations

from xueji.exchange.adapters.batch_2015.stores import NationStore
from xueji.exchange.adapters.wording.letters import Scribe
from xueji.exchange.adapters.wording.tables import wording_of


class UnifiedNation(NationStore):
    """The nation's end, by the nation's role in the platform's database at `url`; `serving.py` is its front."""

    def __init__(self, url: str, *, province: str, key: bytes) -> None:
        super().__init__(url, Scribe(wording_of(__package__), province, key))
