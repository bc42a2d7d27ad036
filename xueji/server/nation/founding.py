"""Founding the nation's databases: its own store, and one exchange for each province. Again and again the same ones."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlsplit

import psycopg
from psycopg import sql

from xueji.exchange.adapters.batch_2015.founding import found_exchange
from xueji.exchange.simulator.founding import found
from xueji.server.database import HouseError, Urls, django_config
from xueji.server.database.cluster import SUPERUSER
from xueji.server.database.passwords import passwords_of
from xueji.server.nation.keys import EXCHANGE_FILE, Keys, keep, keys_in, write_private
from xueji.vocabulary.text import Text

ADMIN_VARIABLE = "XUEJI_EXCHANGE_ADMIN_URL"
_STORE = "xueji_nation"


def found_nation(data: Path, urls: Urls, provinces: Mapping[str, Path]) -> Keys:
    """Found what is missing of the store and the provinces' exchanges, and return the keys with fresh addresses.

    `provinces` maps each connected province's code to the data folder of its deployment, where `exchange.json` tells
    our side its exchange. Raises HouseError when nobody names an administrator's address of a foreign server.
    """
    admin = admin_url(data, urls)
    keys = keys_in(data, list(provinces))
    # Kept first: a password that a database knows and nobody else would be lost.
    keep(data, keys)
    try:
        keys.address = _found_store(admin, keys.password)
        for code, folder in provinces.items():
            wire = keys.wires[code]
            courier, wire.address = found_exchange(
                admin,
                f"xueji_exchange_{code}",
                courier_password=wire.courier_password,
                nation_password=wire.nation_password,
            )
            write_private(folder / EXCHANGE_FILE, {"url": courier, "key": wire.key, "province": code})
        found(keys.address, list(keys.wires), now=datetime.now(UTC))
    except psycopg.OperationalError as error:
        raise HouseError(
            Text("无法连接交换库所在的服务器：{why}", "The server of the exchange cannot be reached: {why}").format(
                why=(str(error).strip().splitlines() or ["?"])[0]
            ),
            Text("请检查 {name}。", "Check {name}.").format(name=ADMIN_VARIABLE),
        ) from None
    keep(data, keys)
    return keys


def has_administrator(data: Path, urls: Urls) -> bool:
    """Whether databases can be founded: on the house's own server always, on a foreign one if its address is given."""
    return bool(os.environ.get(ADMIN_VARIABLE)) or _is_own(data, urls)


def _is_own(data: Path, urls: Urls) -> bool:
    """Whether the server is the private one of `data`. The environment cannot tell: an open house names it there."""
    try:
        return urlsplit(urls.app).password == passwords_of(data, new=False).app
    except HouseError:
        return False


def admin_url(data: Path, urls: Urls) -> str:
    """The address under which databases and roles may be made: the given one, else that of the house's own server."""
    given = os.environ.get(ADMIN_VARIABLE)
    if given:
        django_config(given, variable=ADMIN_VARIABLE)
        return given
    if not _is_own(data, urls):
        raise HouseError(
            Text(
                "数据库服务器由 XUEJI_DATABASE_URL 指定，无法在其上建立交换库。",
                "The server is named by XUEJI_DATABASE_URL, and no exchange can be founded on it.",
            ),
            Text(
                "请在 {name} 中给出可以建立数据库和角色的地址。",
                "Give an address that may make databases and roles in {name}.",
            ).format(name=ADMIN_VARIABLE),
        )
    password = quote(passwords_of(data, new=False).superuser, safe="")
    place = urlsplit(urls.app)
    return f"postgresql://{SUPERUSER}:{password}@{place.hostname}:{place.port}/postgres"


def _found_store(admin: str, password: str) -> str:
    """Make the store's role and database unless they stand, and return its address."""
    names = {"role": sql.Identifier(_STORE), "password": sql.Literal(password)}
    with psycopg.connect(admin, autocommit=True) as server:
        if not server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [_STORE]).fetchone():
            rights = "CREATE ROLE {role} NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE"
            server.execute(sql.SQL(rights).format(**names))
        server.execute(sql.SQL("ALTER ROLE {role} LOGIN PASSWORD {password}").format(**names))
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [_STORE]).fetchone():
            server.execute(
                sql.SQL("CREATE DATABASE {role} OWNER {role} ENCODING 'UTF8' TEMPLATE template0").format(**names)
            )
        server.execute(sql.SQL("REVOKE ALL ON DATABASE {role} FROM PUBLIC").format(**names))
    place = urlsplit(admin)
    host = place.netloc.rpartition("@")[2]
    return place._replace(netloc=f"{_STORE}:{quote(password, safe='')}@{host}", path=f"/{_STORE}").geturl()
