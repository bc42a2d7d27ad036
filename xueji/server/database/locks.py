"""Locks in the data folder. The kernel holds them, so that a killed process leaves none behind."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from xueji.server.database.errors import AlreadyRunningError, HouseError
from xueji.vocabulary.text import Text


@contextmanager
def one_at_a_time(file: Path) -> Iterator[None]:
    """Wait until nobody else is inside for the same file, then enter."""
    with _opened(file) as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


class Users:
    """The processes that use one server: each holds a shared lock as long as it lives."""

    def __init__(self, file: Path) -> None:
        """Join the users."""
        self._handle = _opened(file)
        fcntl.flock(self._handle, fcntl.LOCK_SH)

    def leave(self) -> bool:
        """Leave the users; True when nobody is left. To be called while `one_at_a_time` keeps newcomers out."""
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        else:
            return True
        finally:
            self._handle.close()


class Server:
    """The lock of the one program that serves from a data folder, with a note for whoever comes second."""

    def __init__(self, handle: IO[str], what: str) -> None:
        """Hold an open file that is locked already."""
        self._handle = handle
        self._what = what
        self.announce(None)

    def announce(self, address: str | None) -> None:
        """Write down where the server is reached, or None while it is not reached yet."""
        self._handle.seek(0)
        self._handle.truncate()
        json.dump({"pid": os.getpid(), "what": self._what, "address": address}, self._handle)
        self._handle.flush()


@contextmanager
def only_server(data: Path, what: str) -> Iterator[Server]:
    """Be the one program that serves from `data` (an existing folder); `what` is its command, for the note.

    Raises AlreadyRunningError naming the process that holds the folder and its address.
    """
    with _opened(data / "server.lock") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.seek(0)
            raise _held(data, handle.read()) from None
        try:
            yield Server(handle, what)
        finally:
            handle.truncate(0)


def _opened(file: Path) -> IO[str]:
    try:
        return os.fdopen(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "r+")
    except OSError as error:
        raise HouseError(
            Text("无法写入 {file}：{why}。", "{file} cannot be written: {why}.").format(file=file, why=error.strerror),
            Text(
                "请以数据目录的所有者身份运行，或用 --data 指定另一个数据目录。",
                "Run as the owner of the data folder, or choose another one with --data.",
            ),
        ) from None


def _held(data: Path, note: str) -> AlreadyRunningError:
    try:
        known = json.loads(note)
    except ValueError:
        known = {}
    address = known.get("address")
    return AlreadyRunningError(
        Text(
            "数据目录 {data} 正由进程 {pid}（xueji {what}）使用：{address}",
            "The data folder {data} is in use by process {pid} (xueji {what}): {address}",
        ).format(
            data=data,
            pid=known.get("pid", "?"),
            what=known.get("what", "?"),
            address=address or Text("正在启动", "it is starting"),
        ),
        Text(
            "请打开上面的地址，或先结束该进程，或用 --data 指定另一个数据目录。",
            "Open the address above, end that process first, or choose another data folder with --data.",
        ),
    )
