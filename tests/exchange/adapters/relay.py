"""A wire that can be cut: bytes are passed on between two sockets until it is told to stop."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_PIECE = 4096


@dataclass
class Relay:
    """Listens on `port` and passes on to `target`.

    With `cut_after` set, a connection is cut once that many bytes have gone out; with `deaf_after`, the first reply
    after so many bytes is lost and the connection cut: the other side has done what we never hear of.
    """

    target: tuple[str, int]
    cut_after: int | None = None
    deaf_after: int | None = None
    sent: int = 0
    received: int = 0
    _listener: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))
    _open: set[socket.socket] = field(default_factory=set)
    _threads: list[threading.Thread] = field(default_factory=list)

    @property
    def port(self) -> int:
        return self._listener.getsockname()[1]

    def mend(self) -> None:
        self.cut_after = self.deaf_after = None
        self.sent = 0

    def cut_now(self) -> None:
        for each in list(self._open):
            _end(each)

    @contextmanager
    def listening(self) -> Iterator[Relay]:
        self._start(self._accept)
        try:
            yield self
        finally:
            _end(self._listener)
            self.cut_now()
            for thread in self._threads:
                thread.join(5)

    def _start(self, work: object, *arguments: socket.socket) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection(self.target)
                self._open |= {near, far}
                self._start(self._out, near, far)
                self._start(self._back, near, far)

    def _out(self, near: socket.socket, far: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := near.recv(_PIECE):
                if self.cut_after is not None and self.sent + len(piece) > self.cut_after:
                    far.sendall(piece[: max(self.cut_after - self.sent, 0)])
                    self.sent += len(piece)
                    break
                self.sent += len(piece)
                far.sendall(piece)
        self._hang_up(near, far)

    def _back(self, near: socket.socket, far: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := far.recv(_PIECE):
                if self.deaf_after is not None and self.sent >= self.deaf_after:
                    break
                self.received += len(piece)
                near.sendall(piece)
        self._hang_up(near, far)

    def _hang_up(self, *pair: socket.socket) -> None:
        for each in pair:
            self._open.discard(each)
            _end(each)


def _end(each: socket.socket) -> None:
    with contextlib.suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
    each.close()
