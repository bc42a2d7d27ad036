"""The nation beside the demo: founded before web and worker start, so that they find their exchange."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from xueji.server.database import Urls
from xueji.server.nation.child import nation
from xueji.server.nation.founding import found_nation, has_administrator
from xueji.server.nation.keys import DEMO_PROVINCE, settings_in
from xueji.server.serving import Child, doorway


@dataclass(frozen=True, slots=True)
class Neighbor:
    """The nation as the demo needs it: a process to be kept alive, and where it is steered."""

    children: tuple[Child, ...] = ()
    address: str = ""


@contextmanager
def beside(data: Path, urls: Urls) -> Iterator[Neighbor]:
    """Found the nation of `data` and tell this program's children their exchange.

    On a foreign server without an administrator's address there is none: the demo then runs without a nation.
    """
    if not has_administrator(data, urls):
        yield Neighbor()
        return
    found_nation(data, urls, {DEMO_PROVINCE: data})
    os.environ.update(settings_in(data))
    # The page steers without a password: it listens on this machine alone, whatever the demo listens on.
    with doorway("127.0.0.1", None) as door:
        yield Neighbor((nation(data, door),), door.address)
