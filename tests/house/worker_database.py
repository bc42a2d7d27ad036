"""One database for each worker of a test run, copied from a template that is migrated once.

A copy takes some 50 ms and brings back rows that migrations made, triggers and all, which no truncation does. It also
needs no right that the owner does not have: policies bind the owner as well, triggers forbid truncation.
"""

from __future__ import annotations

import contextlib
import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from xueji.server.database import HouseError, Urls, django_config, prepare, running
from xueji.server.database.address import given_urls

_TEMPLATE_LOCK = 0x7874


@dataclass(frozen=True)
class WorkerDatabase:
    """A worker's own database, its template, and the way to the server."""

    server: Urls
    template: str
    name: str

    @property
    def urls(self) -> Urls:
        """The two ways into the worker's database."""
        return self.server.of_database(self.name)

    def django_settings(self) -> dict[str, object]:
        """Return what Django's default connection has to know, as the program's role."""
        return django_config(self.urls.app)

    def make_afresh(self) -> None:
        """Replace the database by a new copy of the template; whoever is still connected is thrown out."""
        self.drop()
        with psycopg.connect(self.server.owner or "", autocommit=True) as owner:
            names = {"name": sql.Identifier(self.name), "template": sql.Identifier(self.template)}
            owner.execute(sql.SQL("CREATE DATABASE {name} TEMPLATE {template}").format(**names))

    def drop(self) -> None:
        """Remove the database. Each role can end its own sessions, and needs no right for it."""
        for url in (self.server.app, self.server.owner or ""):
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                    " WHERE datname = %s AND usename = current_user",
                    [self.name],
                )
        with psycopg.connect(self.server.owner or "", autocommit=True) as owner:
            owner.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(self.name)))


@contextmanager
def worker_database(data: Path, *, run: str, worker: str) -> Iterator[WorkerDatabase]:
    """Give the database of one worker, on the server that the environment names or on a private one in `data`."""
    with running(data, durable=False) as server:
        assert server.owner, "tests need XUEJI_OWNER_DATABASE_URL beside XUEJI_DATABASE_URL, of a role with CREATEDB"
        database = WorkerDatabase(server, _template_of(run), f"xueji_test_{run}_{worker}")
        _make_template(server, database.template)
        database.make_afresh()
        try:
            yield database
        finally:
            database.drop()


def remove_template(*, run: str) -> None:
    """Remove the template from a server that outlives the run; a private one goes as a whole."""
    server = given_urls()
    if server and server.owner:
        with psycopg.connect(server.owner, autocommit=True) as owner:
            owner.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(_template_of(run))))


def remove_abandoned(data: Path) -> None:
    """Stop and remove what killed runs left beside `data`: nobody holds their servers any more."""
    for users in data.parent.glob("xueji-tests-*/cluster.users"):
        with contextlib.suppress(OSError, HouseError), users.open("r+") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            fcntl.flock(handle, fcntl.LOCK_UN)
            with running(users.parent, durable=False):
                pass
            remove_folder(users.parent)


def remove_folder(data: Path) -> None:
    """Remove a run's data folder, and its database files where they stand elsewhere."""
    note = data / "cluster.path"
    if note.exists():
        shutil.rmtree(note.read_text().strip(), ignore_errors=True)
    shutil.rmtree(data, ignore_errors=True)


def _template_of(run: str) -> str:
    return f"xueji_template_{run}"


def _make_template(server: Urls, name: str) -> None:
    """Make and migrate the template, unless another worker of this run has done it."""
    with psycopg.connect(server.owner or "", autocommit=True) as owner:
        owner.execute("SELECT pg_advisory_lock(%s)", [_TEMPLATE_LOCK])
        if not owner.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        prepare(server.of_database(name))
