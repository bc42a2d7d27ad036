"""The structure of a database as statements: what stands before its rows, and what is built upon them."""

from __future__ import annotations

import os
import pwd
import subprocess
import tempfile
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from xueji.server.database import HouseError
from xueji.server.database.account import Account
from xueji.server.database.programs import usable_programs
from xueji.vocabulary.text import Text

BEFORE, AFTER = "pre-data", "post-data"
# Lines of pg_dump that only its own company understands: orders to psql, and a setting that 15 and 16 do not know.
_FOREIGN = ("\\", "SET transaction_timeout")


def schema_of(url: str, major: int, snapshot: str) -> dict[str, bytes]:
    """Return both halves of the structure, as pg_dump of the server's version (or a later one) tells it.

    Raises HouseError where no such program is found, or it fails.
    """
    program = _pg_dump(major)
    return {section: _dumped(program, url, section, snapshot) for section in (BEFORE, AFTER)}


def _dumped(program: Path, url: str, section: str, snapshot: str) -> bytes:
    known = {key: str(value) for key, value in conninfo_to_dict(url).items()}
    password = known.pop("password", "")
    command = [
        str(program), "--schema-only", f"--section={section}", f"--snapshot={snapshot}",
        "--no-owner", "--no-comments", "--no-password", f"--dbname={make_conninfo(**known)}",
    ]  # fmt: skip
    # A password among the arguments could be read by everybody on the machine.
    environment = {"PATH": os.defpath, "LC_ALL": "C", "PGPASSWORD": password}
    done = subprocess.run(command, check=False, capture_output=True, env=environment)
    if done.returncode != 0:
        why = (done.stderr.decode(errors="replace").strip().splitlines() or ["?"])[-1]
        raise HouseError(
            Text("无法读取数据库结构：{why}", "The structure of the database cannot be read: {why}").format(why=why),
            Text(
                "请设置 XUEJI_OWNER_DATABASE_URL（角色 xueji_owner 的地址）后重试。",
                "Set XUEJI_OWNER_DATABASE_URL (the address of role xueji_owner) and try again.",
            ),
        )
    kept = [line for line in done.stdout.decode().splitlines() if not line.startswith(_FOREIGN)]
    return "\n".join(kept).encode() + b"\n"


def _pg_dump(major: int) -> Path:
    """Return the program of the server's own version, else of the next later one: an earlier one refuses."""
    myself = Account(pwd.getpwuid(os.geteuid()).pw_name, os.geteuid(), os.getegid(), switching=False)
    found = {
        programs.major: programs.folder / "pg_dump"
        for programs in usable_programs(myself, Path(tempfile.gettempdir()))
        if programs.major >= major and (programs.folder / "pg_dump").exists()
    }
    if found:
        return found[min(found)]
    raise HouseError(
        Text(
            "找不到 PostgreSQL {major} 或更新版本的 pg_dump。", "No pg_dump of PostgreSQL {major} or later was found."
        ).format(major=major),
        Text(
            "请安装 postgresql-client-{major}，或用 XUEJI_POSTGRES_BIN 指明其 bin 目录。",
            "Install postgresql-client-{major}, or name its bin folder in XUEJI_POSTGRES_BIN.",
        ).format(major=major),
    )
