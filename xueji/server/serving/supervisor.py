"""Watches over child processes: starts them, starts them again when they die, ends them when it is told to end."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from xueji.server.database import HouseError
from xueji.server.database.address import OWNER_VARIABLE
from xueji.server.serving.doorway import Doorway
from xueji.vocabulary.text import Text

_POLL_SECONDS = 0.2
_PATIENCE_SECONDS = 30
# A child that dies five times within a minute is broken, not unlucky.
_DEATHS = 5
_DEATHS_SECONDS = 60.0


@dataclass(slots=True)
class Child:
    """One process to be kept alive: its name, its module with arguments, and the sockets that it inherits.

    `environment` goes before the program's own.
    """

    name: str
    arguments: Sequence[str]
    sockets: Sequence[int] = ()
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    _deaths: deque[float] = field(default_factory=lambda: deque(maxlen=_DEATHS), repr=False)

    def start(self) -> subprocess.Popen[bytes]:
        """Start it out of the terminal's reach: Ctrl-C goes to the supervisor, which then ends it in order."""
        return subprocess.Popen(
            [sys.executable, "-m", *self.arguments],
            stdin=subprocess.DEVNULL,
            pass_fds=self.sockets,
            process_group=0,
            env={**_environment(), **self.environment, "XUEJI_PARENT": str(os.getpid())},
        )

    def may_start_again(self) -> bool:
        """Count a death; False once it has died too often."""
        self._deaths.append(time.monotonic())
        return len(self._deaths) < _DEATHS or self._deaths[-1] - self._deaths[0] > _DEATHS_SECONDS


def web(door: Doorway, *, processes: int = 2, threads: int = 8) -> Child:
    """Return the web server behind `door`."""
    number = door.socket.fileno()
    arguments = ("xueji.server.serving.web", f"--socket={number}", f"--processes={processes}", f"--threads={threads}")
    return Child("web", arguments, (number,))


def worker() -> Child:
    """Return the worker, which runs jobs and schedules."""
    return Child("worker", ("xueji.server.serving.worker",))


def supervise(children: Sequence[Child]) -> None:
    """Keep the children alive until KeyboardInterrupt (Ctrl-C, or a signal turned into it), then end them and return.

    Raises HouseError when a child dies again and again; the others have ended then, too.
    """
    alive: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for child in children:
            alive[child.name] = child.start()
        while True:
            time.sleep(_POLL_SECONDS)
            for child in children:
                if alive[child.name].poll() is not None:
                    if not child.may_start_again():
                        raise _keeps_dying(child.name, alive[child.name].returncode)
                    alive[child.name] = child.start()
    except KeyboardInterrupt:
        return
    finally:
        _end(alive.values())


def _end(processes: Iterable[subprocess.Popen[bytes]]) -> None:
    running = list(processes)
    for process in running:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
    deadline = time.monotonic() + _PATIENCE_SECONDS
    for process in running:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _environment() -> dict[str, str]:
    """What a serving process may know: not the owner's address, for it must never be able to change the tables."""
    return {name: value for name, value in os.environ.items() if name != OWNER_VARIABLE}


def _keeps_dying(name: str, code: int) -> HouseError:
    return HouseError(
        Text(
            "进程 {name} 反复退出（代码 {code}）。",
            "The process {name} keeps ending (code {code}).",
        ).format(name=name, code=code),
        Text("原因见上面的日志；可执行 xueji doctor。", "The log above tells why; xueji doctor may help."),
    )
