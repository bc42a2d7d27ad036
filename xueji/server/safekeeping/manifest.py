"""What a backup says of itself: where it comes from, and all that must be found again after it was restored."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from typing import Any

import psycopg

from xueji.server.database import HouseError
from xueji.server.database.roles import APP_ROLE, OWNER_ROLE
from xueji.server.safekeeping.locked import damaged
from xueji.server.safekeeping.tables import Counted
from xueji.vocabulary.text import Text

NAME = "manifest.json"
FORMAT = 1

# Never-changing tables that grow at one end: their latest row stands for where the city was.
_HEADS = {"decisions": "cases_decision", "journal": "parties_journalentry"}


@dataclass(frozen=True, slots=True)
class Manifest:
    """The manifest. `files` names every other member of the archive with its size in bytes and SHA-256.

    `signing` tells where the secret key was: in a "file", which the archive holds, in the "environment", or "none".
    """

    made_at: str
    program: str
    postgresql: int
    mark: str | None
    migrations: list[str]
    city: dict[str, str]
    heads: dict[str, dict[str, Any]]
    sequences: dict[str, list[Any]]
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    signing: str = "none"
    roles: tuple[str, str] = (OWNER_ROLE, APP_ROLE)
    format: int = FORMAT

    def keep(self, member: str, counted: Counted) -> None:
        """Note a member of the archive."""
        self.files[member] = {"bytes": counted.size, "sha256": counted.sha256}

    def as_json(self) -> bytes:
        """Write it for people and programs."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(int(table["rows"]) for table in self.tables.values())


def manifest_from(text: bytes) -> Manifest:
    """Read a manifest. Raises HouseError for one that is none, or of a format that this program does not know."""
    try:
        told = json.loads(text)
        known = told["format"] == FORMAT
        if known:
            return Manifest(**{**told, "roles": tuple(told["roles"])})
    except (ValueError, TypeError, KeyError):
        raise damaged() from None
    raise HouseError(
        Text(
            "备份文件的格式 {format} 不为本版本所知。", "This version does not know backups of format {format}."
        ).format(format=told["format"]),
        Text("请用较新的版本恢复。", "Restore it with a newer version."),
    )


def manifest_of(connection: psycopg.Connection) -> Manifest:
    """Describe the database as this transaction sees it, its tables not yet counted."""
    row = connection.execute("SELECT now()::text, current_setting('server_version_num')::int / 10000").fetchone()
    assert row is not None
    marks = connection.execute("SELECT mark FROM xueji_prepared").fetchall()
    return Manifest(
        made_at=row[0],
        program=version("xueji"),
        postgresql=row[1],
        mark=marks[0][0] if marks else None,
        migrations=[
            name for (name,) in connection.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
        ],
        city=_city(connection),
        heads={name: head_of(connection, table) for name, table in _HEADS.items()},
        sequences=sequences_of(connection),
    )


def heads_of(connection: psycopg.Connection) -> dict[str, dict[str, Any]]:
    """Return the latest row of what only grows: its key, and the SHA-256 of its text."""
    return {name: head_of(connection, table) for name, table in _HEADS.items()}


def head_of(connection: psycopg.Connection, table: str) -> dict[str, Any]:
    """Return key and hash of the latest row of one table, whose name is one of ours."""
    digest = "encode(sha256(convert_to(t::text, 'UTF8')), 'hex')"
    query = f"SELECT id, {digest} FROM {table} t ORDER BY id DESC LIMIT 1"  # noqa: S608
    row = connection.execute(query).fetchone()
    return {"last": row[0], "sha256": row[1]} if row else {"last": None, "sha256": None}


def sequences_of(connection: psycopg.Connection) -> dict[str, list[Any]]:
    """Return the standing of every sequence: its last value, and whether it was given out."""
    names = connection.execute(
        "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace s ON s.oid = c.relnamespace"
        " WHERE c.relkind = 'S' AND s.nspname = 'public' ORDER BY 1"
    ).fetchall()
    found = {}
    for (name,) in names:
        row = connection.execute(f"SELECT last_value, is_called FROM {name}").fetchone()  # noqa: S608
        found[name] = list(row or ())
    return found


def _city(connection: psycopg.Connection) -> dict[str, str]:
    row = connection.execute(
        "SELECT code, name, jurisdiction, coalesce(training_date::text, ''),"
        " coalesce(training_date, (now() AT TIME ZONE 'Asia/Shanghai')::date)::text FROM parties_city"
    ).fetchone()
    names = ("code", "name", "jurisdiction", "training_date", "city_date")
    return dict(zip(names, row, strict=True)) if row else {}
