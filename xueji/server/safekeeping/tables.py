"""Tables as streams of bytes: each row as COPY writes it, in the order of the primary key, and the hash of it all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import psycopg
from psycopg import sql

PIECE = 256 * 1024

_FOUND = """
SELECT c.relname,
       (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a
         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''),
       (SELECT array_agg(CASE WHEN a.attcollation <> 0 THEN format('%%I COLLATE "C"', a.attname)
                              ELSE format('%%I', a.attname) END ORDER BY k.n)
          FROM pg_index i CROSS JOIN unnest(i.indkey) WITH ORDINALITY AS k (number, n)
          JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number
         WHERE i.indrelid = c.oid AND i.indisprimary),
       pg_total_relation_size(c.oid)
  FROM pg_class c JOIN pg_namespace s ON s.oid = c.relnamespace
 WHERE s.nspname = 'public' AND c.relkind = 'r'
 ORDER BY c.relname
"""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the database: its columns in their order, what orders its rows, and bytes on disk."""

    name: str
    columns: tuple[str, ...]
    order: tuple[str, ...]
    size: int

    @property
    def _columns(self) -> sql.Composed:
        return sql.SQL(", ").join(map(sql.Identifier, self.columns))

    def out(self) -> sql.Composed:
        """The statement that writes every row in order. A table without a key is ordered by all of its row."""
        order = ", ".join(self.order) or f'"{self.name}"::text COLLATE "C"'
        return sql.SQL("COPY (SELECT {columns} FROM public.{name} ORDER BY {order}) TO STDOUT").format(
            columns=self._columns,
            name=sql.Identifier(self.name),
            order=sql.SQL(order),  # made of quoted names by PostgreSQL itself
        )

    def into(self) -> sql.Composed:
        """The statement that reads them back."""
        return sql.SQL("COPY public.{name} ({columns}) FROM STDIN").format(
            name=sql.Identifier(self.name), columns=self._columns
        )


@dataclass(frozen=True, slots=True)
class Counted:
    """What a stream of rows was: rows, bytes, and the SHA-256 of it."""

    rows: int
    size: int
    sha256: str


def settle(connection: psycopg.Connection) -> None:
    """Make the texts of values the same wherever they are read, and let row-level security show all rows."""
    connection.execute(
        "SELECT set_config('xueji.scope', 'city', false), set_config('TimeZone', 'UTC', false),"
        " set_config('DateStyle', 'ISO, YMD', false), set_config('IntervalStyle', 'iso_8601', false),"
        " set_config('bytea_output', 'hex', false), set_config('extra_float_digits', '1', false)"
    )


def tables_of(connection: psycopg.Connection) -> list[Table]:
    """Return every table, by name."""
    return [
        Table(name, tuple(columns), tuple(order or ()), size)
        for name, columns, order, size in connection.execute(_FOUND, []).fetchall()
    ]


def pieces(connection: psycopg.Connection, table: Table) -> Iterator[tuple[bytes, int]]:
    """Yield a table's rows in pieces of some 256 KiB, each with the number of rows in it."""
    waiting, size, rows = [], 0, 0
    with connection.cursor() as cursor, cursor.copy(table.out()) as copy:
        for row in copy:
            waiting.append(bytes(row))
            size, rows = size + len(row), rows + 1
            if size >= PIECE:
                yield b"".join(waiting), rows
                waiting, size, rows = [], 0, 0
    if waiting:
        yield b"".join(waiting), rows


def stream(connection: psycopg.Connection, table: Table, take: Callable[[bytes], object] | None = None) -> Counted:
    """Hand all rows of a table to `take`, and tell what they were."""
    digest, rows, size = hashlib.sha256(), 0, 0
    for piece, count in pieces(connection, table):
        digest.update(piece)
        rows, size = rows + count, size + len(piece)
        if take is not None:
            take(piece)
    return Counted(rows, size, digest.hexdigest())
