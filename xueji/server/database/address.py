"""Database addresses: what an administrator writes in the environment, and what Django wants to read."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict

from xueji.server.database.errors import HouseError
from xueji.vocabulary.text import Text

APP_VARIABLE = "XUEJI_DATABASE_URL"
OWNER_VARIABLE = "XUEJI_OWNER_DATABASE_URL"
_LAST_PORT = 65_535


@dataclass(frozen=True, slots=True)
class Urls:
    """The two ways into one database; passwords stay out of its printed form.

    `app` is what the program runs as. `owner` only migrates; it is None where an administrator keeps it back.
    """

    app: str = field(repr=False)
    owner: str | None = field(repr=False)

    def of_database(self, name: str) -> Urls:
        """Return the same server and roles with another database."""
        return Urls(_renamed(self.app, name), _renamed(self.owner, name) if self.owner else None)


def given_urls() -> Urls | None:
    """Return the server that the environment names, or None when the house shall bring its own.

    Raises HouseError when a variable is not a PostgreSQL address.
    """
    app, owner = os.environ.get(APP_VARIABLE), os.environ.get(OWNER_VARIABLE)
    if not app:
        return None
    django_config(app)
    if owner:
        django_config(owner, variable=OWNER_VARIABLE)
    return Urls(app, owner or None)


def django_config(url: str, *, variable: str = APP_VARIABLE) -> dict[str, object]:
    """Translate postgresql://user:password@host:port/name?option=value into one entry of Django's DATABASES.

    Raises HouseError naming `variable`; the sentence never repeats the address, which holds a password.
    """
    if not url.startswith(("postgresql://", "postgres://")):
        raise _not_an_address(variable, Text("没有以 postgresql:// 开头", "it does not begin with postgresql://"))
    try:
        parts = {key: str(value) for key, value in conninfo_to_dict(url).items()}
        # libpq looks at ports only when it connects; a typing error shall be found before that.
        ports = [int(port) for port in parts.get("port", "").split(",") if port]
    except (psycopg.ProgrammingError, ValueError):
        raise _not_an_address(variable, Text("写法不符合规定", "it is not well formed")) from None
    if not all(0 < port <= _LAST_PORT for port in ports):
        raise _not_an_address(variable, Text("端口不在 1–65535 之内", "its port is not within 1–65535"))
    if not parts.get("dbname"):
        raise _not_an_address(variable, Text("缺少数据库名", "it names no database"))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "OPTIONS": parts,
        # Web threads keep their connection; a server that restarted in between costs one probe, not one error page.
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _renamed(url: str, name: str) -> str:
    return urlsplit(url)._replace(path="/" + quote(name, safe="")).geturl()


def _not_an_address(variable: str, why: Text) -> HouseError:
    return HouseError(
        Text(
            "环境变量 {variable} 不是 PostgreSQL 地址：{why}。",
            "{variable} is not a PostgreSQL address: {why}.",
        ).format(variable=variable, why=why),
        Text(
            "请写成 postgresql://用户:密码@主机:端口/数据库，特殊字符用 %XX 表示。",
            "Write postgresql://user:password@host:port/database, special characters as %XX.",
        ),
    )
