"""The way back: a backup becomes a city in an empty place, and is compared with itself before anybody enters."""

from __future__ import annotations

import contextlib
import os
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

from xueji.server.border import FILE as EXCHANGE
from xueji.server.database import HouseError, Urls, running
from xueji.server.database.folder import make_folder
from xueji.server.database.preparing import fingerprint
from xueji.server.database.roles import APP_ROLE, STATEMENTS_FOR_AN_ADMINISTRATOR, grant_to_app
from xueji.server.safekeeping.archive import Told, read_pieces
from xueji.server.safekeeping.backing_up import connected
from xueji.server.safekeeping.house import House
from xueji.server.safekeeping.manifest import Manifest, heads_of
from xueji.server.safekeeping.tables import Table, settle, stream, tables_of
from xueji.server.secret import FILE as SECRET
from xueji.vocabulary.text import Text

_NOTE = "cluster.path"

AHEAD = 10_000_000
"""How far the numbers known outside leap: more than a city gives out between two backups."""

# The nation knows cases, records and differences by these: what was begun after the backup and lost is still known
# there under its number, and nothing else may ever be called by it.
_KNOWN_OUTSIDE = frozenset({"cases_case_id_seq", "records_studentrecord_id_seq", "exchange_difference_id_seq"})


@dataclass(frozen=True, slots=True)
class Restored:
    """A restored city. `fits`: its structure is that of this version; otherwise `xueji migrate` comes next."""

    urls: Urls
    fits: bool


@contextlib.contextmanager
def new_house(data: Path) -> Iterator[House]:
    """Give an empty database for a data folder that does not exist or is empty; removed again if the block fails."""
    if data.exists() and any(data.iterdir()):
        raise HouseError(
            Text("数据目录 {folder} 不是空的。", "The data folder {folder} is not empty.").format(folder=data),
            Text(
                "恢复只写入新目录，请用 --data 指定一个。",
                "A backup is restored into a new folder: name one with --data.",
            ),
        )
    existed = data.exists()
    make_folder(data)
    try:
        with running(data) as urls:
            _must_be_empty(urls)
            yield House(data, urls)
    except BaseException:
        _remove(data, itself=not existed)
        raise


def restore(archive: zipfile.ZipFile, manifest: Manifest, house: House, told: Told) -> Restored:
    """Bring everything back in one transaction, then compare every table with the manifest. Needs Django set up.

    Raises HouseError; the database is then as empty as before, unless it was the comparison that failed.
    """
    must_be_known(manifest)
    _bring_rows(archive, manifest, house.keeper, told)
    with psycopg.connect(house.keeper, autocommit=True) as owner:
        grant_to_app(owner)
        owner.execute("ANALYZE")
    compare(house.keeper, manifest, told)
    return Restored(house.urls, manifest.mark == fingerprint())


def _bring_rows(archive: zipfile.ZipFile, manifest: Manifest, url: str, told: Told) -> None:
    with psycopg.connect(url) as owner:
        settle(owner)
        owner.execute(archive.read("schema/before.sql"))
        for name, kept in manifest.tables.items():
            table = Table(name, tuple(kept["columns"]), (), 0)
            with owner.cursor() as cursor, cursor.copy(table.into()) as copy:
                for piece in read_pieces(archive, kept["file"]):
                    copy.write(piece)
                    told(len(piece))
        owner.execute(archive.read("schema/after.sql"))
        for name, (last, given) in manifest.sequences.items():
            ahead = AHEAD if name in _KNOWN_OUTSIDE else 0
            owner.execute("SELECT setval(%s::regclass, %s, %s)", [f"public.{name}", last + ahead, given])


def compare(url: str, manifest: Manifest, told: Told) -> None:
    """Compare every table and the heads of what only grows with the manifest. Raises HouseError naming what differs."""
    with connected(url) as connection:
        settle(connection)
        tables = {table.name: table for table in tables_of(connection)}
        wrong = sorted(set(tables) ^ set(manifest.tables))
        for name in sorted(set(tables) & set(manifest.tables)):
            counted, kept = stream(connection, tables[name]), manifest.tables[name]
            if (counted.rows, counted.sha256) != (kept["rows"], kept["sha256"]):
                wrong.append(name)
            told(counted.size)
        wrong += [name for name, head in heads_of(connection).items() if head != manifest.heads[name]]
    if wrong:
        raise HouseError(
            Text("恢复后的数据与备份不一致：{what}。", "What was restored differs from the backup: {what}.").format(
                what="、".join(wrong)
            ),
            Text("请使用另一份备份，或另选新目录重试。", "Use another backup, or try again into a new folder."),
        )


def must_be_known(manifest: Manifest) -> None:
    """Refuse a backup of a later version: this program knows no way back. Raises HouseError."""
    unknown = sorted(set(manifest.migrations) - _own_migrations())
    if unknown:
        raise HouseError(
            Text(
                "备份由较新的版本 {version} 建立（{first} 等），本版本不能恢复。",
                "The backup was made by a later version, {version} ({first} …), and cannot be restored by this one.",
            ).format(version=manifest.program, first=unknown[0]),
            Text("请安装建立备份的版本或更新版本。", "Install the version that made it, or a later one."),
        )


def _own_migrations() -> set[str]:
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415 - Django is set up by the command only

    return {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}


def _must_be_empty(urls: Urls) -> None:
    if urls.owner is None:
        raise HouseError(
            Text("恢复需要数据库所有者的地址。", "Restoring needs the address of the database's owner."),
            Text("请设置 XUEJI_OWNER_DATABASE_URL。", "Set XUEJI_OWNER_DATABASE_URL."),
        )
    with connected(urls.owner) as owner:
        found = owner.execute(
            "SELECT (SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace)"
            " + (SELECT count(*) FROM pg_default_acl), (SELECT count(*) FROM pg_roles WHERE rolname = %s)",
            [APP_ROLE],
        ).fetchone()
    assert found is not None
    if found[0]:
        raise HouseError(
            Text("数据库不是空的。", "The database is not empty."),
            Text("恢复只写入空数据库，请新建一个。", "A backup is restored into an empty database: make a new one."),
        )
    if not found[1]:
        raise HouseError(
            Text("数据库服务器上没有角色 {role}。", "The database server has no role {role}.").format(role=APP_ROLE),
            Text("请由数据库管理员执行：\n{statements}", "Let a database administrator run:\n{statements}").format(
                statements=STATEMENTS_FOR_AN_ADMINISTRATOR
            ),
        )


def bring_private(archive: zipfile.ZipFile, manifest: Manifest, data: Path) -> None:
    """Put secret key and exchange in their places, for their owner alone.

    To be done before Django is set up: its settings would make a new key.
    """
    for name in (SECRET, EXCHANGE):
        if name in manifest.files:
            with os.fdopen(os.open(data / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(archive.read(name))


def _remove(data: Path, *, itself: bool) -> None:
    """Remove what a failed attempt made, and nothing else: the folder was empty before."""
    note = data / _NOTE
    if note.exists():
        shutil.rmtree(note.read_text().strip(), ignore_errors=True)
    for left in data.iterdir():
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)
    if itself:
        data.rmdir()
