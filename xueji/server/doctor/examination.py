"""Everything that is looked at, in the order in which it would be mended."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from xueji.server.doctor.findings import Finding
from xueji.server.doctor.folder import folder
from xueji.server.doctor.machine import machine
from xueji.server.doctor.papers import papers
from xueji.server.doctor.server import server


def examine(data: Path) -> Iterator[Finding]:
    """Look at the machine, the data folder, the database and what papers need, one finding at a time."""
    yield from machine(data)
    yield from folder(data)
    yield from server(data)
    yield from papers()
