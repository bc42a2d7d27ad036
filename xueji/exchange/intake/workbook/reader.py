"""Reading a file through the child process: the parent's side, which never parses what the sender wrote."""

from __future__ import annotations

import json
import os
import select
import time
from contextlib import contextmanager
from dataclasses import asdict
from typing import IO, TYPE_CHECKING, Any, cast

from xueji.exchange.intake.limits import Limits
from xueji.exchange.intake.refusals import refusal
from xueji.exchange.intake.workbook.cells import Row, SheetHead, decode
from xueji.parties.confined.starting import (
    ChildTooLargeError,
    ChildTooSlowError,
    end_confined,
    start_confined,
    why_silent,
)

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from pathlib import Path

HEAD_ROWS = 30
_LINE_BYTES = 64 << 20
_PIPE_BYTES = 1 << 18


class ReadingFailedError(RuntimeError):
    """The reader itself failed: our fault, not the sender's. The message holds the child's traceback."""


class OpenFile:
    """A file under reading: the heads of its sheets are known, the rows of one sheet can be asked for once."""

    def __init__(self, path: Path, name: str, limits: Limits) -> None:
        """Start the child and hear the heads. Raises FileRefused or ReadingFailedError."""
        extra = limits.extra_seconds(path.stat().st_size)
        self._cpu_seconds = limits.cpu_seconds + extra
        self._patience = float(limits.wall_seconds + extra)
        self._waited = 0.0
        self._pending = b""
        self._child = _start(path, name, limits, self._cpu_seconds)
        try:
            self.sheets = [SheetHead(sheet, [_row(row) for row in rows]) for sheet, rows in self._hear()["sheets"]]
        except BaseException:
            self.close()
            raise

    def rows(self, sheet: int) -> Iterator[Row]:
        """Yield the rows of the sheet of that index that hold anything. Raises FileRefused or ReadingFailedError."""
        stdin = self._child.stdin
        if stdin is None or stdin.closed:
            message = "the rows of a file are read once"
            raise RuntimeError(message)
        stdin.write(f"{sheet}\n".encode())
        stdin.close()
        while "done" not in (heard := self._hear()):
            for row in heard["rows"]:
                yield _row(row)

    def close(self) -> None:
        """End the child, whatever it is doing."""
        end_confined(self._child)

    def _hear(self) -> dict[str, Any]:
        line = self._line()
        try:
            message = decode(line)
        except ValueError as error:
            self._explain_silence(error)
        if "refused" in message:
            raise refusal(message["refused"], **message["details"])
        if "failed" in message:
            raise ReadingFailedError(message["failed"])
        return message

    def _line(self) -> bytes:
        """Wait for one line. Only the time spent waiting for the child counts, not what its reader does in between."""
        stdout = cast("IO[bytes]", self._child.stdout)
        pieces = [self._pending]
        size = len(self._pending)
        while b"\n" not in pieces[-1]:
            began = time.monotonic()
            ready, _, _ = select.select([stdout], [], [], max(0.0, self._patience - self._waited))
            self._waited += time.monotonic() - began
            if not ready:
                raise refusal("reading_too_long", seconds=int(self._patience))
            piece = os.read(stdout.fileno(), _PIPE_BYTES)
            size += len(piece)
            if not piece or size > _LINE_BYTES:
                break
            pieces.append(piece)
        line, _, self._pending = b"".join(pieces).partition(b"\n")
        return line

    def _explain_silence(self, error: ValueError) -> None:
        """The child ended in the midst of its speech: by one of its limits, or by a failure of ours."""
        why = why_silent(self._child)
        if isinstance(why, ChildTooSlowError):
            raise refusal("reading_too_long", seconds=self._cpu_seconds) from error
        if isinstance(why, ChildTooLargeError):
            raise refusal("reading_too_much_memory") from error
        raise ReadingFailedError(str(why)) from error


@contextmanager
def open_file(path: Path, *, name: str | None = None, limits: Limits | None = None) -> Iterator[OpenFile]:
    """Open a file for reading in a child process of its own; the child is gone when the block ends.

    `name` is what the sender called the file, if the path does not say it. Raises FileRefused for what is wrong with the
    file, ReadingFailedError for what is wrong with us.
    """
    file = OpenFile(path, name or path.name, limits or Limits())
    try:
        yield file
    finally:
        file.close()


def _start(path: Path, name: str, limits: Limits, cpu_seconds: int) -> subprocess.Popen[bytes]:
    arguments = [str(path.resolve()), name, json.dumps(asdict(limits)), str(cpu_seconds), str(HEAD_ROWS)]
    return start_confined("xueji.exchange.intake.workbook.child", arguments)


def _row(pair: list[Any]) -> Row:
    return pair[0], pair[1]
