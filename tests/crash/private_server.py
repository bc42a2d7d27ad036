"""A PostgreSQL of a test's own, started by the test itself, which may therefore kill it and start it again.

Whoever kills a server must be its parent: a dead child that nobody waits for would keep its lock for ever.
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from xueji.server.database import Urls
from xueji.server.database.cluster import SUPERUSER, Cluster
from xueji.server.database.folder import place_of_cluster
from xueji.server.database.passwords import Passwords, passwords_of
from xueji.server.database.postmaster import read_postmaster
from xueji.server.database.programs import Programs, none_usable, usable_programs
from xueji.server.database.roles import APP_ROLE, DATABASE, OWNER_ROLE, make_roles
from xueji.server.database.running import say_on_stderr
from xueji.server.safekeeping.archive import opened_archive, read_manifest
from xueji.server.safekeeping.backing_up import Backup, connected
from xueji.server.safekeeping.house import House
from xueji.server.safekeeping.restoring import restore

SOAK = os.environ.get("XUEJI_SOAK") == "1"
ADDRESS = "address"


class Place(Protocol):
    """Where a crash story is told: a folder, and the ways into its database."""

    folder: Path

    @property
    def urls(self) -> Urls:
        """The two ways into the database."""


@dataclass
class PrivateServer:
    """A server and the folder of the story told on it; `address` there tells processes where it listens now."""

    folder: Path
    cluster: Cluster
    programs: Programs
    passwords: Passwords
    port: int = 0

    @property
    def urls(self) -> Urls:
        """The two ways into its database."""
        return Urls(
            self._url(APP_ROLE, self.passwords.app, DATABASE), self._url(OWNER_ROLE, self.passwords.owner, DATABASE)
        )

    def start(self) -> None:
        """Start it, recover what a crash left, and tell where it listens: perhaps elsewhere than before."""
        self.port = self.cluster.start(self.programs)
        new = self.folder / f"{ADDRESS}.new"
        new.write_text(self.urls.app)
        new.rename(self.folder / ADDRESS)

    def kill(self) -> None:
        """Kill it outright, in the midst of whatever it does."""
        found = read_postmaster(self.cluster.files)
        assert found is not None
        os.kill(found.pid, signal.SIGKILL)
        assert self.cluster._child is not None
        self.cluster._child.wait()

    def make(self, like: Urls) -> None:
        """Make roles, and the tables of a database that is migrated already: in a tenth of the time of migrating."""
        make_roles(self._url(SUPERUSER, self.passwords.superuser, "postgres"), self.passwords)
        file = self.folder / "tables"
        with connected(like.owner or "") as connection:
            Backup(House(self.folder, like), connection).write(file, None, _told)
        with opened_archive(file, None) as archive:
            restore(archive, read_manifest(archive), House(self.folder, self.urls), _told)

    def _url(self, role: str, password: str, database: str) -> str:
        return f"postgresql://{role}:{password}@127.0.0.1:{self.port}/{database}"


@contextmanager
def private_server(like: Urls) -> Iterator[PrivateServer]:
    """Give a server with the tables of `like`, whose commits reach the disk, as in a real city."""
    folder = Path(tempfile.mkdtemp(prefix="xueji-crash-"))
    folder.chmod(0o711)
    place, account = place_of_cluster(folder, say_on_stderr)
    cluster = Cluster(place, account)
    passwords = passwords_of(folder, new=True)
    try:
        programs = next(
            (each for each in usable_programs(account, place) if cluster.make(each, passwords.superuser)), None
        )
        if programs is None:
            raise none_usable()
        server = PrivateServer(folder, cluster, programs, passwords)
        server.start()
        server.make(like)
        yield server
    finally:
        cluster.stop()
        if place != folder:
            shutil.rmtree(place, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


def _told(_: int) -> None:
    """Nobody watches."""
