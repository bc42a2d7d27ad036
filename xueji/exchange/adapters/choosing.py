"""Which wire an address belongs to."""

from __future__ import annotations

from urllib.parse import urlsplit

from xueji.exchange.adapters.batch_2015.ours import BatchSystem
from xueji.exchange.adapters.batch_2015.theirs import BatchNation
from xueji.exchange.adapters.unified_2017.ours import UnifiedSystem
from xueji.exchange.adapters.unified_2017.theirs import UnifiedNation
from xueji.exchange.port import NationalSystem, NationEnd

_DATABASE = frozenset({"postgresql", "postgres"})
_PLATFORM = "unified+"


def national_system(url: str, *, province: str, key: bytes) -> NationalSystem:
    """Our end: a database is an exchange of 2015, an address of the web the platform of 2017. Raises ValueError."""
    scheme = urlsplit(url).scheme
    if scheme in _DATABASE:
        return BatchSystem(url, province=province, key=key)
    if scheme in {"http", "https"}:
        return UnifiedSystem(url, province=province, key=key)
    raise ValueError(f"no wire has addresses of the kind {scheme!r}")


def nation_end(url: str, *, province: str, key: bytes) -> NationEnd:
    """The nation's end: `postgresql://…` is an exchange of 2015, `unified+postgresql://…` the platform's own tables.

    The nation does not call its own platform, so that an address of the web is no end of its wire. Raises ValueError.
    """
    scheme = urlsplit(url).scheme
    if scheme in _DATABASE:
        return BatchNation(url, province=province, key=key)
    if scheme.removeprefix(_PLATFORM) in _DATABASE:
        return UnifiedNation(url.removeprefix(_PLATFORM), province=province, key=key)
    raise ValueError(f"the nation's end of no wire has addresses of the kind {scheme!r}")
