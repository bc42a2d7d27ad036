"""Processes of a story: each sets Django up for the private server, and finds it again after it was killed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import django

from tests.crash.private_server import ADDRESS, Place

HOME = Path(__file__).parents[2]
STOP = "stop"


def environment(server: Place) -> dict[str, str]:
    """What a process has to know: the program's way in, never the owner's."""
    known = {key: value for key, value in os.environ.items() if key != "XUEJI_OWNER_DATABASE_URL"}
    return {
        **known,
        "XUEJI_DATABASE_URL": server.urls.app,
        "XUEJI_DATA": str(server.folder),
        "DJANGO_SETTINGS_MODULE": "xueji.server.settings",
    }


@contextmanager
def together(server: Place, commands: Sequence[Sequence[str]]) -> Iterator[list[subprocess.Popen[str]]]:
    """Run Python modules beside each other for as long as the block lasts; then they are told to stop, and must."""
    started = [
        subprocess.Popen(
            [sys.executable, "-m", *command], cwd=HOME, env=environment(server), stdout=subprocess.PIPE, text=True
        )
        for command in commands
    ]
    try:
        yield started
        (server.folder / STOP).touch()
        assert [process.wait(60) for process in started] == [0] * len(started)
    finally:
        for process in started:
            process.kill()
            process.communicate()


def found(server: Place, *arguments: str) -> None:
    """Build the story's city, in a process of its own: this one's Django serves another database."""
    command = [sys.executable, "-m", "tests.crash.founding", str(server.folder), *arguments]
    subprocess.run(command, check=True, cwd=HOME, env=environment(server))


def enter(folder: Path) -> None:
    """Set Django up at the present address."""
    os.environ["XUEJI_DATABASE_URL"] = (folder / ADDRESS).read_text()
    django.setup()


def come_back(folder: Path) -> None:
    """Leave a server that is gone, and go where it is now."""
    from django.db import connections  # noqa: PLC0415

    from xueji.server.database import django_config  # noqa: PLC0415

    connections.close_all()
    now = django_config((folder / ADDRESS).read_text())
    connections["default"].settings_dict.update(PORT=now["PORT"], PASSWORD=now["PASSWORD"])
    time.sleep(0.05)
