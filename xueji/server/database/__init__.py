"""Decides the database: the server that the environment names, else a private PostgreSQL in the data folder."""

from xueji.server.database.address import Urls, django_config
from xueji.server.database.errors import AlreadyRunningError, HouseError
from xueji.server.database.folder import data_folder
from xueji.server.database.preparing import prepare
from xueji.server.database.running import running

__all__ = ["AlreadyRunningError", "HouseError", "Urls", "data_folder", "django_config", "prepare", "running"]
