"""What PostgreSQL writes about its running server, in postmaster.pid: believed only as far as it is true."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

_PID, _PORT, _STATUS = 0, 3, 7


@dataclass(frozen=True, slots=True)
class Postmaster:
    """A live server of one cluster; `ready` once it takes connections."""

    pid: int
    port: int
    ready: bool


def read_postmaster(cluster: Path) -> Postmaster | None:
    """Return the live server of `cluster`, or None.

    A file left by a killed server is None. When its number belongs by now to a stranger or to a zombie, PostgreSQL
    would take that for a live server and refuse to start, so the file is removed; otherwise PostgreSQL judges it.
    """
    file = cluster / "postmaster.pid"
    try:
        lines = file.read_text().splitlines()
        pid = int(lines[_PID])
    except (OSError, ValueError, IndexError):
        return None
    if not is_alive(pid):
        if _is_zombie(pid):
            file.unlink(missing_ok=True)
        return None
    if not _works_in(pid, cluster):
        file.unlink(missing_ok=True)
        return None
    port = int(lines[_PORT]) if len(lines) > _PORT and lines[_PORT].strip() else 0
    return Postmaster(pid, port, ready=len(lines) > _STATUS and lines[_STATUS].strip() == "ready")


def is_alive(pid: int) -> bool:
    """Tell whether a process runs; one that ended and that nobody has waited for does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _is_zombie(pid)


def _is_zombie(pid: int) -> bool:
    with contextlib.suppress(OSError, IndexError):
        # The name in brackets may itself hold blanks and brackets; the state follows the last bracket.
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    return False


def _works_in(pid: int, cluster: Path) -> bool:
    """A postmaster's working folder is its cluster. Where that cannot be read, believe the file."""
    try:
        return Path(f"/proc/{pid}/cwd").samefile(cluster)
    except OSError:
        return True
