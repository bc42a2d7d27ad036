"""The parent's side: start such a child, and hear what it answers, for a bounded time and length."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, cast

import xueji

_ROOT = Path(xueji.__file__).parent.parent
_PIPE_BYTES = 1 << 18
_GENTLY = 5.0
# A child stopped by its time limit is killed by signal 24 (SIGXCPU) or 9, by its memory limit often by 6 (SIGABRT).
_TIME_SIGNALS = {-24, -9}


class ChildFailedError(RuntimeError):
    """The child gave no whole answer, and no bound of its own explains why."""


class ChildTooSlowError(ChildFailedError):
    """The child was ended by its bound on time."""


class ChildTooLargeError(ChildFailedError):
    """The child was ended by its bound on memory, by a fault in a parser, or for answering without end."""


def start_confined(
    module: str, arguments: Sequence[str], stdin: IO[bytes] | int = subprocess.PIPE
) -> subprocess.Popen[bytes]:
    """Start `python -m module arguments…`, which must call `confine` first of all. Its errors go nowhere."""
    # A bare environment: the child has no business with the settings and secrets of the program.
    environment = {"PYTHONPATH": str(_ROOT), "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.Popen(
        [sys.executable, "-P", "-s", "-m", module, *arguments],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd="/",
    )


def end_confined(child: subprocess.Popen[bytes]) -> None:
    """End the child, whatever it is doing."""
    if child.poll() is None:
        child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            pipe.close()


def why_silent(child: subprocess.Popen[bytes]) -> ChildFailedError:
    """Why a child that ended in the midst of its speech did so: by one of its bounds, or by a failure of ours."""
    try:
        code = child.wait(timeout=_GENTLY)
    except subprocess.TimeoutExpired:
        code = 0
    message = f"the confined process ended with code {code} in the midst of its answer"
    if code in _TIME_SIGNALS:
        return ChildTooSlowError(message)
    return ChildTooLargeError(message) if code < 0 else ChildFailedError(message)


def answer_of(
    module: str, content: bytes, arguments: Sequence[str], *, wall_seconds: float, answer_bytes: int
) -> bytes:
    """Give a child `content` as its standard input and return all that it says, once it has ended well.

    Raises ChildTooSlowError, ChildTooLargeError, or ChildFailedError for what is our own fault.
    """
    with tempfile.TemporaryFile() as given:
        given.write(content)
        given.seek(0)
        child = start_confined(module, arguments, stdin=given)
        try:
            answer = _heard(child, time.monotonic() + wall_seconds, answer_bytes)
            if child.wait(timeout=_GENTLY) != 0:
                raise why_silent(child)
        finally:
            end_confined(child)
    return answer


def _heard(child: subprocess.Popen[bytes], until: float, answer_bytes: int) -> bytes:
    stdout = cast("IO[bytes]", child.stdout)
    pieces: list[bytes] = []
    size = 0
    while select.select([stdout], [], [], max(0.0, until - time.monotonic()))[0]:
        piece = os.read(stdout.fileno(), _PIPE_BYTES)
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)
        size += len(piece)
        if size > answer_bytes:
            message = f"the confined process answered more than {answer_bytes} bytes"
            raise ChildTooLargeError(message)
    message = "the confined process did not answer in time"
    raise ChildTooSlowError(message)
