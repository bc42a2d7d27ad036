"""The nation as a process: its loop in the main thread, its page beside it, all of it kept in its database."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import psycopg

from xueji.exchange.port import NationEnd
from xueji.exchange.simulator.engine.nation import Nation
from xueji.exchange.simulator.page.serving import Page
from xueji.exchange.simulator.store.work import Store

_PAUSE_SECONDS = 0.3
_PATIENCE_SECONDS = 1.0
_ONLY_ONE = 0x6E62  # any number, the same for every process of a nation: "nb"


def run(url: str, ends: Sequence[NationEnd], door: socket.socket) -> None:
    """Be the nation of the store at `url` until KeyboardInterrupt; `door` listens already and shows the page.

    A second process for the same store shows its page and waits until the first has ended. A database that does not
    answer is waited for.
    """
    with _page(url, door):
        while True:
            try:
                with psycopg.connect(url, autocommit=True) as guard:
                    _wait_until_alone(guard)
                    _live(Store(url), ends, guard)
            except psycopg.OperationalError:
                time.sleep(_PATIENCE_SECONDS)


def _wait_until_alone(guard: psycopg.Connection) -> None:
    while guard.execute("SELECT pg_try_advisory_lock(%s)", [_ONLY_ONE]).fetchone() != (True,):
        time.sleep(_PATIENCE_SECONDS)


def _live(store: Store, ends: Sequence[NationEnd], guard: psycopg.Connection) -> None:
    nation = Nation(store, ends)
    try:
        while True:
            # The lock lives with its session: without it another process may be the nation by now.
            guard.execute("SELECT 1")
            if not nation.step(datetime.now(UTC)):
                time.sleep(_PAUSE_SECONDS)
    finally:
        store.close()


class _Server(ThreadingMixIn, WSGIServer):
    """Python's own small server, on a socket that listens already."""

    daemon_threads = True


class _Handler(WSGIRequestHandler):
    """Requests are not written to the terminal: the nation's log is on its page. A silent client is let go."""

    timeout = 20

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def _page(url: str, door: socket.socket) -> Iterator[None]:
    server = _Server(door.getsockname()[:2], _Handler, bind_and_activate=False)
    server.socket.close()
    server.socket = door
    host, port = door.getsockname()[:2]
    server.server_name, server.server_port = host, port
    server.setup_environ()
    server.set_app(Page(url))
    thread = threading.Thread(target=server.serve_forever, name="page", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
