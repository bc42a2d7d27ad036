"""A line to an exchange database: opened when it is needed, opened anew after a cut."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql

from xueji.exchange.port import ExchangeDownError

_CUT = (psycopg.OperationalError, psycopg.InterfaceError)
_PATIENCE = {"connect_timeout": 10, "keepalives_idle": 30, "tcp_user_timeout": 60_000}
_AT_A_TIME = 2_000


class Line:
    """One connection, used by one thread at a time. Whatever cuts it becomes ExchangeDownError."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: psycopg.Connection | None = None
        self._alone = threading.Lock()

    @contextmanager
    def transaction(self) -> Iterator[psycopg.Connection]:
        """Give the connection in a transaction: all of it stands afterwards, or nothing."""
        with self._alone:
            try:
                if self._connection is None or self._connection.closed:
                    self._connection = psycopg.connect(self._url, **_PATIENCE)  # type: ignore[arg-type]
                with self._connection.transaction():
                    yield self._connection
            except _CUT as error:
                self._hang_up()
                raise _down(error) from error

    def stream(self, query: sql.Composed) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query by a cursor of the server, on a connection of its own."""
        try:
            with (
                psycopg.connect(self._url, **_PATIENCE) as connection,  # type: ignore[arg-type]
                connection.cursor(name="stream") as cursor,
            ):
                cursor.itersize = _AT_A_TIME
                yield from cursor.execute(query)
        except _CUT as error:
            raise _down(error) from error

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


def _down(error: Exception) -> ExchangeDownError:
    first = str(error).strip().splitlines()[:1] or [type(error).__name__]
    return ExchangeDownError(first[0])
