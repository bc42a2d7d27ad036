"""The listening socket: opened before the web server starts, so that the address is certain when it is printed."""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from xueji.server.database import HouseError
from xueji.vocabulary.text import Text

FIRST_PORT = 8015
_PORTS = 100
_BACKLOG = 1024
_LAST_PORT = 65_535


@dataclass(frozen=True, slots=True)
class Doorway:
    """A socket that takes connections already; `address` is what a person opens."""

    socket: socket.socket
    address: str


@contextmanager
def doorway(host: str, port: int | None) -> Iterator[Doorway]:
    """Listen on `host` and `port`; without a port, on 8015 or the next one that no other program has.

    Raises HouseError when a port that was asked for is taken, or when the host is not one of this machine's.
    """
    listener = _listening(host, port)
    with listener:
        shown = "127.0.0.1" if host in ("0.0.0.0", "") else host  # noqa: S104 (compared with, not bound to)
        shown = f"[{shown}]" if ":" in shown else shown
        yield Doorway(listener, f"http://{shown}:{listener.getsockname()[1]}/")


def _listening(host: str, port: int | None) -> socket.socket:
    candidates = range(FIRST_PORT, FIRST_PORT + _PORTS) if port is None else (port,)
    for candidate in candidates:
        listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
            listener.listen(_BACKLOG)
        except (OSError, OverflowError) as error:
            listener.close()
            if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
                continue
            raise _cannot_listen(host, candidate, error) from None
        return listener
    raise HouseError(
        Text("端口 {port} 已被其他程序占用。", "Port {port} is taken by another program.").format(port=candidates[0]),
        Text("请用 --port 指定另一个端口，或不指定。", "Choose another one with --port, or none at all."),
    )


def _cannot_listen(host: str, port: int, error: Exception) -> HouseError:
    return HouseError(
        Text("无法在 {host}:{port} 上监听：{why}。", "Cannot listen on {host}:{port}: {why}.").format(
            host=host, port=port, why=getattr(error, "strerror", None) or error
        ),
        Text(
            "请用 --host 指定本机的地址，用 --port 指定 1–{last} 之间、当前用户可用的端口。",
            "Name an address of this machine with --host and a port of 1–{last} that this user may open with --port.",
        ).format(last=_LAST_PORT),
    )
