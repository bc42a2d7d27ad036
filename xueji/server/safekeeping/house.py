"""Opening a house that exists: a backup or a check never makes an empty city, and never migrates one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import django

from xueji.server.database import HouseError, Urls, data_folder, running
from xueji.server.database.address import APP_VARIABLE, given_urls
from xueji.server.database.folder import CLUSTER, DATA_VARIABLE
from xueji.server.database.preparing import fingerprint, prepared_mark
from xueji.vocabulary.text import Text

_NOTE = "cluster.path"


@dataclass(frozen=True, slots=True)
class House:
    """A data folder and the ways into its database."""

    data: Path
    urls: Urls

    @property
    def keeper(self) -> str:
        """The address that may see the structure of everything: the owner's, or where it is kept back the program's."""
        return self.urls.owner or self.urls.app


@contextmanager
def existing_house(data: Path | None) -> Iterator[House]:
    """Give the house of `data` with its database running. Raises HouseError where there is none."""
    folder = data_folder(data)
    if given_urls() is None and not ((folder / CLUSTER).exists() or (folder / _NOTE).exists()):
        raise HouseError(
            Text("数据目录 {folder} 中没有数据库。", "There is no database in the data folder {folder}.").format(
                folder=folder
            ),
            Text(
                "请用 --data 指明数据目录，或设置 XUEJI_DATABASE_URL。",
                "Name the data folder with --data, or set XUEJI_DATABASE_URL.",
            ),
        )
    with running(folder) as urls:
        yield House(folder, urls)


def must_fit(house: House) -> None:
    """Refuse a database of another version. Raises HouseError."""
    if prepared_mark(house.urls.app) != fingerprint():
        raise HouseError(
            Text("数据库的结构与程序版本不符。", "The database does not fit this version of the program."),
            Text("请先执行 xueji migrate。", "Run xueji migrate first."),
        )


def with_django(house: House) -> None:
    """Set Django up for a house: from here on modules with models may be imported. Once in a process."""
    os.environ[DATA_VARIABLE] = str(house.data)
    os.environ[APP_VARIABLE] = house.urls.app
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xueji.server.settings")
    django.setup()
