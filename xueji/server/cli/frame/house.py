"""Opening the house for one command: database, migrations and Django, in this order, and closing it again."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click
import django
from django.db import connections

from xueji.server.database import Urls, data_folder, prepare, running
from xueji.server.database.address import APP_VARIABLE
from xueji.server.database.folder import DATA_VARIABLE, make_folder

_Command = TypeVar("_Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class House:
    """An open house: its data folder and its database."""

    data: Path
    urls: Urls


def data_option(command: _Command) -> _Command:
    """Add --data DIR, the folder of this installation."""
    option = click.option(
        "--data",
        type=click.Path(path_type=Path, file_okay=False),
        default=None,
        metavar="DIR",
        help="数据目录。 The data folder of this installation.",
    )
    return option(command)


def open_folder(data: Path | None) -> Path:
    """Return the data folder, made if missing, and tell the settings about it."""
    folder = make_folder(data_folder(data))
    os.environ[DATA_VARIABLE] = str(folder)
    return folder


@contextmanager
def open_house(data: Path | None) -> Iterator[House]:
    """Run a command's body with a migrated database and Django set up.

    Modules that need Django may be imported only inside. The addresses are handed to Django and to child processes
    by the environment, the owner's never. Raises HouseError.
    """
    folder = open_folder(data)
    with running(folder) as urls:
        prepare(urls)
        os.environ[APP_VARIABLE] = urls.app
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xueji.server.settings")
        django.setup()
        try:
            yield House(folder, urls)
        finally:
            connections.close_all()
