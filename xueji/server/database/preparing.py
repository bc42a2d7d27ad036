"""Bringing a database to the shape that this version of the program expects, as its owner, and only when needed."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import re
import subprocess
import sys
from pathlib import Path

import psycopg

from xueji.server.database.address import APP_VARIABLE, OWNER_VARIABLE, Urls
from xueji.server.database.errors import HouseError
from xueji.server.database.roles import APP_ROLE, STATEMENTS_FOR_AN_ADMINISTRATOR, grant_to_app
from xueji.vocabulary.text import Text

_PACKAGE = Path(__file__).resolve().parents[2]
_LOCK = 0x786A  # any number, the same for every process that prepares: "xj"


def prepare(urls: Urls) -> bool:
    """Migrate the database as its owner; False when nothing was to be done, which takes milliseconds to know.

    Raises HouseError when the database cannot be reached, the owner's address is needed and not given, or a
    migration fails.
    """
    mark = fingerprint()
    try:
        if prepared_mark(urls.app) == mark:
            return False
        if urls.owner is None:
            raise _owner_needed()
        with psycopg.connect(urls.owner, autocommit=True) as owner:
            owner.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
            if prepared_mark(urls.owner) == mark:
                return False
            _check_role(owner)
            grant_to_app(owner)
            _migrate(urls.owner)
            _remember(owner, mark)
    except psycopg.OperationalError as error:
        raise unreachable(error) from None
    return True


def fingerprint() -> str:
    """Return a mark of all that migrations depend on: our own, the settings, the versions of the libraries."""
    digest = hashlib.sha256()
    for file in sorted(_PACKAGE.glob("**/migrations/*.py")):
        digest.update(f"{file.relative_to(_PACKAGE)}\n".encode())
    settings = _PACKAGE / "server" / "settings.py"
    digest.update(settings.read_bytes() if settings.exists() else b"")
    for requirement in sorted(importlib.metadata.requires("xueji") or []):
        if "extra ==" not in requirement:
            name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
            digest.update(f"{name} {importlib.metadata.version(name)}\n".encode())
    return digest.hexdigest()


def prepared_mark(url: str) -> str | None:
    """Return the mark that the database was last prepared for, or None. Raises psycopg.OperationalError."""
    with psycopg.connect(url, autocommit=True) as connection:
        if connection.execute("SELECT to_regclass('public.xueji_prepared') IS NULL").fetchone() == (True,):
            return None
        row = connection.execute("SELECT mark FROM xueji_prepared").fetchone()
        return row[0] if row else None


def unreachable(error: psycopg.OperationalError) -> HouseError:
    """Return the error for a database that does not answer or refuses us."""
    why = str(error).strip().splitlines()[:1] or ["?"]
    return HouseError(
        Text("无法连接数据库：{why}", "The database cannot be reached: {why}").format(why=why[0]),
        Text(
            "请检查服务器是否运行、XUEJI_DATABASE_URL 与 XUEJI_OWNER_DATABASE_URL 是否正确；可执行 xueji doctor。",
            "Check that the server runs and that XUEJI_DATABASE_URL and XUEJI_OWNER_DATABASE_URL are right; "
            "xueji doctor tells more.",
        ),
    )


def _migrate(owner_url: str) -> None:
    """Run Django's migrations in a process of their own: this one serves as the program's role, never as the owner."""
    environment = {"DJANGO_SETTINGS_MODULE": "xueji.server.settings", **os.environ, APP_VARIABLE: owner_url}
    environment.pop(OWNER_VARIABLE, None)
    command = [sys.executable, "-m", "django", "migrate", "--no-input", "--verbosity=0"]
    done = subprocess.run(command, check=False, env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        sys.stderr.write(done.stderr)
        raise HouseError(
            Text("数据库升级失败：{why}", "The migration of the database failed: {why}").format(
                why=(done.stderr.strip().splitlines() or ["?"])[-1]
            ),
            Text(
                "上面是完整的报错；数据库停在最后一个成功的步骤，改正后重新运行即可继续。",
                "The whole message stands above; the database stands at its last good step, and running again goes on.",
            ),
        )


def _remember(owner: psycopg.Connection, mark: str) -> None:
    owner.execute("CREATE TABLE IF NOT EXISTS xueji_prepared (mark text NOT NULL, at timestamptz DEFAULT now())")
    owner.execute(f"REVOKE INSERT, UPDATE, DELETE ON xueji_prepared FROM {APP_ROLE}")
    with owner.transaction():
        owner.execute("DELETE FROM xueji_prepared")
        owner.execute("INSERT INTO xueji_prepared (mark) VALUES (%s)", [mark])


def _check_role(owner: psycopg.Connection) -> None:
    if owner.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE]).fetchone():
        return
    raise HouseError(
        Text("数据库服务器上没有角色 {role}。", "The database server has no role {role}.").format(role=APP_ROLE),
        Text(
            "请由数据库管理员执行：\n{statements}",
            "Let a database administrator run:\n{statements}",
        ).format(statements=STATEMENTS_FOR_AN_ADMINISTRATOR),
    )


def _owner_needed() -> HouseError:
    return HouseError(
        Text("数据库的结构与程序版本不符，需要升级。", "The database does not fit this version and must be migrated."),
        Text(
            "请设置 XUEJI_OWNER_DATABASE_URL（角色 xueji_owner 的地址）后执行 xueji migrate。",
            "Set XUEJI_OWNER_DATABASE_URL (the address of role xueji_owner) and run xueji migrate.",
        ),
    )
