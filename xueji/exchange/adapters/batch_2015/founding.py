"""Founding a provincial exchange database: the database, its two narrow roles and its documented tables."""

from __future__ import annotations

import re
import time
from importlib.resources import files
from urllib.parse import quote, urlsplit

import psycopg
from psycopg import sql

_NAME = re.compile(r"[a-z][a-z0-9_]{0,49}", re.ASCII)
_LOCK = 0x786A6B  # any number, the same for every process that founds


def found_exchange(admin_url: str, database: str, *, courier_password: str, nation_password: str) -> tuple[str, str]:
    """Make what is missing of the exchange and set both passwords; return the courier's address and the nation's.

    `admin_url` is of a role with CREATEDB and CREATEROLE, which comes to own the exchange; no other role than the
    two may enter it. Raises ValueError for a name that is no plain lower-case identifier of at most 50 characters,
    psycopg.Error when the server refuses.
    """
    if not _NAME.fullmatch(database):
        raise ValueError(f"not a name for an exchange database: {database!r}")
    courier, nation = f"{database}_courier", f"{database}_nation"
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        _make_role(admin, courier, courier_password)
        _make_role(admin, nation, nation_password)
        _make_database(admin, database, (courier, nation))
        _make_tables(_url(admin_url, database), courier, nation)
    return (
        _url(admin_url, database, user=courier, password=courier_password),
        _url(admin_url, database, user=nation, password=nation_password),
    )


def _make_role(admin: psycopg.Connection, role: str, password: str) -> None:
    """Make a role that may log in and nothing else, or give the one there is its password."""
    known = admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    verb = sql.SQL("ALTER" if known else "CREATE")
    admin.execute(sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(verb, sql.Identifier(role), sql.Literal(password)))


def _make_database(admin: psycopg.Connection, database: str, roles: tuple[str, str]) -> None:
    name = sql.Identifier(database)
    if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
        admin.execute(sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(name))
    admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
    entering = sql.SQL(", ").join(map(sql.Identifier, roles))
    admin.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, entering))


def _make_tables(url: str, courier: str, nation: str) -> None:
    tables = files("xueji.exchange.adapters.batch_2015").joinpath("tables.sql").read_text(encoding="utf-8")
    first = sql.Literal(time.time_ns() // 1_000_000)
    names = {"courier": sql.Identifier(courier), "nation": sql.Identifier(nation), "first": first}
    with psycopg.connect(url) as owner:
        owner.execute("SET LOCAL client_min_messages = warning")
        owner.execute(sql.SQL(tables).format(**names))


def _url(admin_url: str, database: str, *, user: str = "", password: str = "") -> str:
    """Return the same server's address with another database, and another role where one is given."""
    parts = urlsplit(admin_url)
    server = parts.netloc.rpartition("@")[2]
    netloc = f"{quote(user, safe='')}:{quote(password, safe='')}@{server}" if user else parts.netloc
    return parts._replace(netloc=netloc, path=f"/{quote(database, safe='')}").geturl()
