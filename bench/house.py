"""A house of its own for one part of the bench."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import django
import psycopg

from xueji.server.database import prepare, running


@dataclass(frozen=True)
class House:
    """An open house: its folder, and the owner's way in for what the program itself may not do."""

    folder: Path
    owner: str

    def settle(self) -> None:
        """Vacuum and analyze, as autovacuum would in the minutes after a large load."""
        with psycopg.connect(self.owner, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")


@contextmanager
def fresh_house(folder: Path) -> Iterator[House]:
    """Start a private server in `folder`, migrate it and set Django up. A named server is never touched."""
    for variable in ("XUEJI_DATABASE_URL", "XUEJI_OWNER_DATABASE_URL"):
        os.environ.pop(variable, None)
    with running(folder) as urls:
        prepare(urls)
        os.environ["XUEJI_DATABASE_URL"] = urls.app
        os.environ["XUEJI_DATA"] = str(folder)
        os.environ["DJANGO_SETTINGS_MODULE"] = "xueji.server.settings"
        django.setup()
        from django.db import connections  # noqa: PLC0415 - reads the settings named just now

        try:
            yield House(folder, urls.owner or urls.app)
        finally:
            connections.close_all()
