"""One piece of the nation's work: a transaction, the hour of the machine, and the nation's own date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

Row = dict[str, Any]
_UNKEPT_SECONDS = 5.0
_LOCK = 0x6E61  # any number, the same for every process of a nation: "na"


@dataclass(frozen=True, slots=True)
class Work:
    """What a deed of the nation needs: the open transaction, `now`, the days since the first day, and the seed."""

    db: psycopg.Connection[Row]
    now: datetime
    days: float
    first_day: date
    seed: int

    @property
    def today(self) -> date:
        """The nation's date."""
        return self.first_day + timedelta(days=int(self.days))

    def rows(self, query: str, values: Mapping[str, Any] | None = None) -> list[Row]:
        """Run a query written in this package and return its rows."""
        return self.db.execute(query.encode(), values).fetchall()

    def row(self, query: str, values: Mapping[str, Any] | None = None) -> Row | None:
        """Return the first row, or None."""
        return self.db.execute(query.encode(), values).fetchone()

    def do(self, query: str, values: Mapping[str, Any] | None = None) -> int:
        """Change rows and return how many."""
        return self.db.execute(query.encode(), values).rowcount

    def log(self, zh: str, en: str, *, province: str = "", about: str = "") -> None:
        """Write down what happened and why."""
        self.do(
            "INSERT INTO log (days, at, province, about, zh, en)"
            " VALUES (%(days)s, %(at)s, %(province)s, %(about)s, %(zh)s, %(en)s)",
            {"days": self.days, "at": self.now, "province": province, "about": about, "zh": zh, "en": en},
        )


@dataclass(slots=True)
class Store:
    """The way to the ministry's database. One thread uses one store; a lost connection is opened again."""

    url: str = field(repr=False)
    _connection: psycopg.Connection[Row] | None = field(default=None, repr=False)

    @contextmanager
    def work(self, now: datetime) -> Iterator[Work]:
        """Give a transaction in which nobody else works. Raises psycopg.OperationalError while there is no server."""
        if self._connection is None or self._connection.closed or self._connection.broken:
            self._connection = psycopg.connect(self.url, autocommit=True, row_factory=dict_row)
        with self._connection.transaction():
            self._connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            nation = self._connection.execute("SELECT * FROM nation").fetchone()
            assert nation is not None, "a founded store has its nation"  # noqa: S101 - founding writes the row
            yield Work(self._connection, now, days_at(nation, now), nation["first_day"], nation["seed"])

    def close(self) -> None:
        """Let go of the server."""
        if self._connection is not None:
            self._connection.close()


def days_at(nation: Row, now: datetime) -> float:
    """How many of its days the nation has lived at an hour of the machine.

    While no process is the nation, its time stands: seconds beyond the last few that nobody has kept do not count.
    """
    pace = float(nation["seconds_per_day"])
    seconds = min(max(0.0, (now - nation["anchored_at"]).total_seconds()), _UNKEPT_SECONDS)
    return float(nation["days"]) + (seconds / pace if pace else 0.0)


def keep_time(work: Work, more: float = 0.0) -> None:
    """Write down how far the nation is, `more` days further than by the clock; whoever is the nation does so often."""
    work.do("UPDATE nation SET days = %(days)s, anchored_at = %(now)s", {"days": work.days + more, "now": work.now})


def plan(work: Work, kind: str, about: str, *, after: float, argument: Mapping[str, Any] | None = None) -> None:
    """Put something on the agenda, `after` so many of the nation's days."""
    work.do(
        "INSERT INTO agenda (due, kind, about, argument) VALUES (%(due)s, %(kind)s, %(about)s, %(argument)s)",
        {"due": work.days + after, "kind": kind, "about": about, "argument": Jsonb(dict(argument or {}))},
    )
