"""Backup: all of a running city as it stood at one moment, into one file, while everybody goes on working."""

from __future__ import annotations

import hashlib
import os
import re
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import IsolationLevel, sql

from xueji.server.border import FILE as EXCHANGE
from xueji.server.database import HouseError
from xueji.server.database.preparing import unreachable
from xueji.server.nation.keys import NATION_FILE
from xueji.server.safekeeping.archive import Told, new_archive, put
from xueji.server.safekeeping.house import House
from xueji.server.safekeeping.manifest import NAME, Manifest, manifest_of
from xueji.server.safekeeping.schema import AFTER, BEFORE, schema_of
from xueji.server.safekeeping.tables import Table, settle, stream, tables_of
from xueji.server.secret import FILE as SECRET
from xueji.vocabulary.text import Text

SUFFIX = ".xueji-backup"


@dataclass(frozen=True, slots=True)
class Kept:
    """A finished backup: its file, the SHA-256 of it, and what it says of itself."""

    file: Path
    sha256: str
    manifest: Manifest


class Backup:
    """One backup of one house. `size` is how many bytes on disk the tables have, for whoever shows progress."""

    def __init__(self, house: House, connection: psycopg.Connection) -> None:
        self._house, self._connection = house, connection
        settle(connection)
        self._tables = tables_of(connection)
        names = sql.SQL(", ").join(sql.Identifier("public", table.name) for table in self._tables)
        # Whoever migrates waits, whoever works does not.
        connection.execute(sql.SQL("LOCK TABLE {} IN ACCESS SHARE MODE").format(names))
        self._manifest = manifest_of(connection)
        self.size = sum(table.size for table in self._tables)

    def write(self, target: Path, passphrase: str | None, told: Told) -> Kept:
        """Write the file. A folder as `target` gets a file named for city and moment. Raises HouseError."""
        file = target / self._name() if target.is_dir() else target
        row = self._connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert row is not None
        halves = schema_of(self._house.keeper, self._manifest.postgresql, row[0])
        try:
            with new_archive(file, passphrase) as archive:
                self._fill(archive, halves, told)
        except OSError as error:
            raise _cannot_write(file, error) from None
        return Kept(file, _sha256(file), self._manifest)

    def _fill(self, archive: zipfile.ZipFile, halves: dict[str, bytes], told: Told) -> None:
        manifest = self._manifest
        for half, name in ((BEFORE, "schema/before.sql"), (AFTER, "schema/after.sql")):
            manifest.keep(name, put(archive, name, halves[half]))
        for table in self._tables:
            self._put_table(archive, table, told)
        secret = self._house.data / SECRET
        if os.environ.get("XUEJI_SECRET_KEY"):
            object.__setattr__(manifest, "signing", "environment")
        elif secret.exists():
            object.__setattr__(manifest, "signing", "file")
            manifest.keep(SECRET, put(archive, SECRET, secret.read_bytes()))
        wire = self._house.data / EXCHANGE
        # Beside a pretend nation the exchange is the nation's, and is founded anew with it, under keys of its own.
        if wire.exists() and not (self._house.data / NATION_FILE).exists():
            manifest.keep(EXCHANGE, put(archive, EXCHANGE, wire.read_bytes()))
        put(archive, NAME, manifest.as_json())

    def _put_table(self, archive: zipfile.ZipFile, table: Table, told: Told) -> None:
        member = f"tables/{table.name}.copy"
        with archive.open(member, "w", force_zip64=True) as out:
            counted = stream(self._connection, table, out.write)
        self._manifest.keep(member, counted)
        self._manifest.tables[table.name] = {
            "rows": counted.rows, "sha256": counted.sha256, "columns": list(table.columns), "file": member,
        }  # fmt: skip
        told(table.size)

    def _name(self) -> str:
        code = re.sub(r"\W", "", self._manifest.city.get("code", "")) or "city"
        return f"xueji-{code}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}{SUFFIX}"


def connected(url: str) -> psycopg.Connection:
    """Open a session that sees one moment and writes nothing. Raises HouseError where the database does not answer."""
    try:
        connection = psycopg.connect(url)
    except psycopg.OperationalError as error:
        raise unreachable(error) from None
    connection.isolation_level = IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    return connection


def _sha256(file: Path) -> str:
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _cannot_write(file: Path, error: OSError) -> HouseError:
    return HouseError(
        Text("备份无法写入 {file}：{why}。", "The backup cannot be written to {file}: {why}.").format(
            file=file, why=error.strerror or error
        ),
        Text("请指定一个可写、空间足够的目录。", "Name a folder that can be written and has room enough."),
    )
