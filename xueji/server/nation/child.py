"""The nation as one of the processes that a supervisor keeps alive."""

from __future__ import annotations

from pathlib import Path

from xueji.server.serving import Child, Doorway


def nation(data: Path, door: Doorway) -> Child:
    """Return the nation whose keys are in `data`, with its page behind `door`."""
    number = door.socket.fileno()
    return Child("nation", ("xueji.server.nation.process", f"--data={data}", f"--socket={number}"), (number,))
