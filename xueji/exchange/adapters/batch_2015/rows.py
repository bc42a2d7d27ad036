"""The rows of one direction: written in signed batches, each in one transaction, and read in their order.

A batch's digest is the SHA-256, in hexadecimal, of one line a row in order: its number, a space, the SHA-256 of its
content; lines are parted by line feeds. Its signature is the HMAC-SHA256 with the province's key over province,
direction, batch number, count of rows and digest, parted by line feeds.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
from collections.abc import Iterable, Sequence
from typing import Any, Literal

import psycopg
from psycopg import sql

from xueji.exchange.adapters.batch_2015.line import Line
from xueji.exchange.adapters.wording.letters import LONGEST_TEXT, Letter, carriable
from xueji.exchange.port import RawMessage, UnsayableError
from xueji.vocabulary.text import Text

_log = logging.getLogger(__name__)
_NOT_CARRIABLE = Text(
    "消息“{number}”为空编号，或含有数据库不能保存的字符。",
    "The message “{number}” has no number, or holds a character that a database cannot keep.",
)


class Rows:
    """One direction of a province's exchange: `upload` or `download`."""

    def __init__(self, line: Line, direction: Literal["upload", "download"], *, province: str, key: bytes) -> None:
        self._line = line
        self._direction = direction
        self._province = province
        self._key = key
        self._table = sql.Identifier(direction)
        self._batches = sql.Identifier(f"{direction}_batch")
        self._sound: set[int] = set()

    def write(self, letters: Iterable[Letter]) -> None:
        """Write the letters, in order, as one batch; a number already written is left as it is.

        Raises UnsayableError, before anything is written, for a letter that no database can keep.
        """
        by_number: dict[str, Letter] = {}
        for letter in letters:
            if not letter.number or not carriable(letter):
                raise UnsayableError(_NOT_CARRIABLE.format(number=repr(letter.number)[1:-1]))
            by_number.setdefault(letter.number, letter)
        if not by_number:
            return
        with self._line.transaction() as connection:
            # One writer at a time: readers ask for what lies above a place, so places must be committed in order.
            connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [self._direction])
            known = connection.execute(
                sql.SQL("SELECT number FROM {} WHERE number = ANY(%s)").format(self._table), [list(by_number)]
            )
            written = {row[0] for row in known}
            fresh = [letter for number, letter in by_number.items() if number not in written]
            if fresh:
                self._write_batch(connection, fresh)

    def read(self, *, after: int, limit: int) -> list[RawMessage]:
        """Read the rows above a place, lowest first.

        A batch that is not as it was signed is logged, and read. Texts too long to be believed come cut.
        """
        query = "SELECT seq, number, left(content, %s), written_at, batch FROM {} WHERE seq > %s ORDER BY seq LIMIT %s"
        with self._line.transaction() as connection:
            rows = connection.execute(
                sql.SQL(query).format(self._table), [LONGEST_TEXT + 1, after, max(limit, 0)]
            ).fetchall()
            for batch in sorted({row[4] for row in rows} - self._sound):
                self._look_at(connection, batch)
        return [RawMessage(*row[:4]) for row in rows]

    def _write_batch(self, connection: psycopg.Connection, letters: Sequence[Letter]) -> None:
        digest = _digest(letters)
        last = connection.execute(sql.SQL("SELECT coalesce(max(number), 0) FROM {}").format(self._batches)).fetchone()
        number = (last[0] if last else 0) + 1
        connection.execute(
            sql.SQL("INSERT INTO {} (number, rows, digest, signature) VALUES (%s, %s, %s, %s)").format(self._batches),
            [number, len(letters), digest, self._signature(number, len(letters), digest)],
        )
        into = sql.SQL("COPY {} (batch, number, kind, subject, content) FROM STDIN").format(self._table)
        with connection.cursor().copy(into) as copy:
            for each in letters:
                copy.write_row((number, each.number, each.kind, each.subject, each.content))

    def _look_at(self, connection: psycopg.Connection, batch: int) -> None:
        """Compare a batch with its signature. Messages bear their own; this finds rows taken away, added or moved."""
        query = (
            "SELECT b.rows, b.signature, r.rows, r.digest FROM {batches} b, LATERAL (SELECT count(*) AS rows,"
            " encode(sha256(convert_to(string_agg(number || ' ' || encode(sha256(convert_to(content, 'UTF8')), 'hex'),"
            " E'\\n' ORDER BY seq), 'UTF8')), 'hex') AS digest"
            " FROM {table} WHERE batch = b.number) r WHERE b.number = %s"
        )
        composed = sql.SQL(query).format(batches=self._batches, table=self._table)
        row: Any = connection.execute(composed, [batch]).fetchone()
        if row[0] == row[2] and hmac.compare_digest(row[1].encode(), self._signature(batch, row[2], row[3]).encode()):
            self._sound.add(batch)
        else:
            _log.warning("batch %s of %s is not as it was signed", batch, self._direction)

    def _signature(self, number: int, rows: int, digest: str) -> str:
        signed = f"{self._province}\n{self._direction}\n{number}\n{rows}\n{digest}"
        return hmac.new(self._key, signed.encode(), hashlib.sha256).hexdigest()


def _digest(letters: Iterable[Letter]) -> str:
    lines = (f"{each.number} {hashlib.sha256(each.content.encode()).hexdigest()}" for each in letters)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
