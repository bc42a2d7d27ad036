"""Two provinces and the nation between them, whose days pass when a test says so."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from xueji.exchange.simulator import steering
from xueji.exchange.simulator.engine.nation import Nation
from xueji.exchange.simulator.store.work import Store

_HOME = Path(__file__).parents[3]
NOW = datetime(2015, 9, 1, 8, tzinfo=UTC)
_PATIENCE_DAYS = 12


@dataclass
class Province:
    """A deployment in its own process."""

    code: str
    process: subprocess.Popen[str]

    def __getattr__(self, deed: str) -> Callable[..., Any]:
        """Every deed of `deployment` by its name."""
        return lambda **named: self._ask(deed, named)

    def begin(self, deed: str, **named: Any) -> None:
        """Tell it to do something; `finish` waits for it."""
        assert self.process.stdin
        self.process.stdin.write(json.dumps({"deed": deed, "with": named}) + "\n")
        self.process.stdin.flush()

    def finish(self, deed: str) -> Any:
        """Wait for what was begun, and answer of it."""
        assert self.process.stdout
        said = json.loads(self.process.stdout.readline() or '{"fault": "the process has ended"}')
        assert "fault" not in said, f"{self.code} {deed}: {said['fault']}"
        return said["answer"]

    def _ask(self, deed: str, named: dict[str, Any]) -> Any:
        self.begin(deed, **named)
        return self.finish(deed)


@contextmanager
def province(code: str, database: str, data: Path, exchange: dict[str, str]) -> Iterator[Province]:
    """Run a deployment for as long as the block lasts."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("XUEJI_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.exchange.provinces.deployment"],
        cwd=_HOME,
        env={**known, "XUEJI_DATABASE_URL": database, "XUEJI_DATA": str(data), **exchange},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Province(code, process)
    finally:
        process.communicate(timeout=60)


@dataclass
class Country:
    """Both provinces and the nation."""

    beijing: Province
    lanting: Province
    store: Store
    nation: Nation

    def a_day(self) -> None:
        """Both provinces exchange, the nation hears, lives a day, and speaks; both hear it."""
        for each in (self.beijing, self.lanting):
            each.exchange()
        self.nation.step(NOW)
        with self.store.work(NOW) as work:
            steering.pass_days(work, 1)
        self.nation.step(NOW)
        for each in (self.beijing, self.lanting):
            each.exchange()

    def until(self, seen: Callable[[], Any]) -> Any:
        """Let days pass until something is there, and answer of it."""
        for _ in range(_PATIENCE_DAYS):
            if found := seen():
                return found
            self.a_day()
        raise AssertionError("nothing came of it; waiting for a person: " + str(self.unsettled()))

    def unsettled(self) -> list[str]:
        return [*self.beijing.unsettled(), *self.lanting.unsettled()]

    def holder(self, number: str) -> list[str]:
        """The provinces under which the nation keeps a child that has not left."""
        query = "SELECT province FROM pupils WHERE national_number = %(number)s AND standing <> 'transferred_out'"
        with self.store.work(NOW) as work:
            return [row["province"] for row in work.rows(query, {"number": number})]
