"""The database server: reachable, recent enough, with the right roles, and migrated."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg

from xueji.server.database import HouseError, Urls, running
from xueji.server.database.preparing import fingerprint, prepared_mark
from xueji.server.database.programs import OLDEST
from xueji.server.database.roles import STATEMENTS_FOR_AN_ADMINISTRATOR
from xueji.server.doctor.findings import Finding
from xueji.vocabulary.text import Text

_SERVER = Text("数据库服务器", "database server")
_ROLES_QUERY = """
    SELECT current_user, rolsuper, rolbypassrls,
           (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'public' AND c.relowner = r.oid),
           current_database() IN (SELECT datname FROM pg_database WHERE datdba = r.oid)
    FROM pg_roles r WHERE rolname = current_user
"""


def server(data: Path) -> Iterator[Finding]:
    """Start or join the database of `data` and look at it; a server that does not start is itself the finding."""
    try:
        with running(data) as urls:
            yield from _look(urls)
    except HouseError as error:
        yield Finding(_SERVER, f"{error.says.zh} {error.says.en}", error.mend)
    except psycopg.OperationalError as error:
        mend = Text(
            "请检查 XUEJI_DATABASE_URL 与 XUEJI_OWNER_DATABASE_URL，以及服务器是否运行。",
            "Check XUEJI_DATABASE_URL and XUEJI_OWNER_DATABASE_URL, and that the server runs.",
        )
        yield Finding(_SERVER, (str(error).strip().splitlines() or ["?"])[0], mend)


def _look(urls: Urls) -> Iterator[Finding]:
    with psycopg.connect(urls.app, autocommit=True) as app:
        yield _version(app)
        yield _program_role(app)
    yield _owner_role(urls)
    current = prepared_mark(urls.app) == fingerprint()
    mend = Text("请执行 xueji migrate。", "Run xueji migrate.")
    yield Finding(Text("数据库结构", "migrations"), "✓" if current else "✗", None if current else mend)


def _version(app: psycopg.Connection) -> Finding:
    number = app.info.server_version
    mend = Text("请升级到 PostgreSQL {oldest} 或更新。", "Upgrade to PostgreSQL {oldest} or later.").format(
        oldest=OLDEST
    )
    found = f"PostgreSQL {number // 10_000}.{number % 10_000} ({app.info.host}:{app.info.port})"
    return Finding(_SERVER, found, None if number >= OLDEST * 10_000 else mend)


def _program_role(app: psycopg.Connection) -> Finding:
    """A superuser or an owner passes every row-level policy, so the program must be neither."""
    row = app.execute(_ROLES_QUERY).fetchone()
    assert row is not None, "current_user is always in pg_roles"
    name, superuser, bypass, owned, owns_database = row
    faults = [
        text
        for text, holds in (("superuser", superuser), ("BYPASSRLS", bypass), ("owner", owned or owns_database))
        if holds
    ]
    mend = Text(
        "XUEJI_DATABASE_URL 须使用角色 xueji_app。数据库管理员可执行：\n{statements}",
        "XUEJI_DATABASE_URL must use the role xueji_app. A database administrator can run:\n{statements}",
    ).format(statements=STATEMENTS_FOR_AN_ADMINISTRATOR)
    return Finding(Text("程序所用角色", "role of the program"), " ".join([name, *faults]), mend if faults else None)


def _owner_role(urls: Urls) -> Finding:
    subject = Text("升级所用角色", "role that migrates")
    if urls.owner is None:
        return Finding(
            subject,
            "XUEJI_OWNER_DATABASE_URL ✗",
            Text("升级数据库时需要设置它。", "It is needed when the database has to be migrated."),
            needed=False,
        )
    with psycopg.connect(urls.owner, autocommit=True) as owner:
        row = owner.execute(_ROLES_QUERY).fetchone()
    assert row is not None, "current_user is always in pg_roles"
    name, superuser, bypass, _, owns_database = row
    right = owns_database and not superuser and not bypass
    mend = Text(
        "该角色须是数据库的所有者，且不是超级用户、无 BYPASSRLS。",
        "It must own the database and be neither superuser nor BYPASSRLS.",
    )
    return Finding(subject, name, None if right else mend)
