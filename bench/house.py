"""A house of its own for one part of the bench, and twins of its database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import django
import psycopg
from django.db import connections
from psycopg import sql

from xueji.server.database import Urls, django_config, prepare, running

_SERVER = ("XUEJI_DATABASE_URL", "XUEJI_OWNER_DATABASE_URL")


@dataclass
class House:
    """An open house: its folder, and the ways into its database."""

    folder: Path
    urls: Urls
    _connection: Any = field(default=None, repr=False)

    def settle(self) -> None:
        """Vacuum and analyze, as autovacuum would in the minutes after a large load."""
        with psycopg.connect(self._owner, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")

    def twin(self, name: str) -> House:
        """Copy the database as it stands; the copy has a house of its own on the same server."""
        connections.close_all()
        with psycopg.connect(self.urls.of_database("postgres").owner or "", autocommit=True) as connection:
            source = psycopg.conninfo.conninfo_to_dict(self._owner)["dbname"]
            words = {"name": sql.Identifier(name), "source": sql.Identifier(str(source))}
            connection.execute(sql.SQL("CREATE DATABASE {name} TEMPLATE {source}").format(**words))
        return House(self.folder, self.urls.of_database(name))

    def enter(self) -> None:
        """Let Django work on this database from now on, in this thread and in threads begun later.

        The connection is kept when another house is entered, so that coming back costs nothing.
        """
        # A dictionary of its own: each kept connection reads the one it was made with when it has to connect again.
        connections.settings["default"] = {**connections.settings["default"], **django_config(self.urls.app)}
        self._connection = self._connection or connections.create_connection("default")
        connections["default"] = self._connection

    @property
    def _owner(self) -> str:
        return self.urls.owner or self.urls.app


@contextmanager
def fresh_house(folder: Path) -> Iterator[House]:
    """Start a private server in `folder`, migrate it and set Django up. A named server is never touched."""
    for variable in _SERVER:
        os.environ.pop(variable, None)
    with running(folder) as urls:
        prepare(urls)
        os.environ[_SERVER[0]] = urls.app
        os.environ["XUEJI_DATA"] = str(folder)
        os.environ["DJANGO_SETTINGS_MODULE"] = "xueji.server.settings"
        django.setup()
        try:
            yield House(folder, urls)
        finally:
            connections.close_all()
