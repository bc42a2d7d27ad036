"""The city held against its law: every question asked of one moment, and the first bad rows named."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.rows import dict_row

from xueji.server.safekeeping.backing_up import connected
from xueji.server.safekeeping.law import LAW, Question
from xueji.server.safekeeping.tables import settle
from xueji.server.safekeeping.walls import walls

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question found: how many faults, and the first of them. `seconds` it took."""

    question: Question
    count: int
    first: list[dict[str, Any]]
    seconds: float

    @property
    def fine(self) -> bool:
        """Whether nothing was found."""
        return self.count == 0

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        says = {"zh": self.question.says.zh, "en": self.question.says.en}
        return {
            "check": self.question.name, "fine": self.fine, "says": says, "count": self.count, "first": self.first,
            "seconds": round(self.seconds, 3),
        }  # fmt: skip


def judge(url: str) -> Iterator[Answer]:
    """Ask everything, of the city as it stands at one moment. Needs Django set up. Raises HouseError."""
    with connected(url) as connection:
        settle(connection)
        yield from ask(connection)


def ask(connection: psycopg.Connection) -> Iterator[Answer]:
    """Ask everything in a session that sees all rows."""
    for question, asked in walls():
        yield _asked(connection, question, asked)
    for question in LAW:
        yield _asked(connection, question, None)


def _asked(connection: psycopg.Connection, question: Question, asked: dict[str, Any] | None) -> Answer:
    began = time.monotonic()
    # A question with values says %% for a percent sign, one without says it plainly.
    query = f"SELECT faults.*, count(*) OVER () AS all_of_them FROM ({question.query}) faults LIMIT {SHOWN}"  # noqa: S608
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(query, asked).fetchall()
    count = rows[0].pop("all_of_them") if rows else 0
    for row in rows[1:]:
        row.pop("all_of_them")
    return Answer(question, count, rows, time.monotonic() - began)
