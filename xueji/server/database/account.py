"""Which user of the operating system runs the private PostgreSQL.

PostgreSQL refuses to run as root. Started by root it runs as whoever owns its files already, else as `postgres` where
that user exists, else as a system user `xueji` made for it. Started by anybody else it runs as that person.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xueji.server.database.errors import HouseError
from xueji.vocabulary.text import Text

_PREFERRED = ("postgres", "xueji")


@dataclass(frozen=True, slots=True)
class Account:
    """A user of the operating system; `switching` is False when the program already runs as this user."""

    name: str
    uid: int
    gid: int
    switching: bool

    def popen_options(self) -> dict[str, Any]:
        """Return the arguments of subprocess.Popen that make a child run as this user."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.switching else {}

    def passes(self, folder: Path) -> bool:
        """Tell whether this user can pass through every folder down to `folder`, by mode, group or ACL."""
        asked = ["/bin/sh", "-c", 'test -x "$1"', "sh", str(folder)]
        return subprocess.run(asked, check=False, cwd="/", **self.popen_options()).returncode == 0

    def take(self, path: Path) -> None:
        """Make this user the owner of `path`, which the program has just made."""
        if self.switching:
            os.chown(path, self.uid, self.gid)


def account_for(cluster: Path) -> Account:
    """Return the user that must run the server of `cluster`, which may not exist yet.

    Raises HouseError when the files belong to somebody else, or when root finds and can make no fitting user.
    """
    root = os.geteuid() == 0
    owner = cluster.stat().st_uid if cluster.exists() else None
    if not root:
        if owner not in (None, os.geteuid()):
            raise _belongs_to_another(cluster, _named(owner))
        return Account(_named(os.geteuid()), os.geteuid(), os.getegid(), switching=False)
    if owner:
        return Account(_named(owner), owner, cluster.stat().st_gid, switching=True)
    entry = _existing() or _made()
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, switching=True)


def _existing() -> pwd.struct_passwd | None:
    for name in _PREFERRED:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None


def _made() -> pwd.struct_passwd:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    command = [useradd or "", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", "xueji"]
    made = useradd and subprocess.run(command, check=False, capture_output=True).returncode == 0
    entry = _existing() if made else None
    if entry is None:
        raise HouseError(
            Text(
                "PostgreSQL 不能以 root 身份运行，而这台机器上无法建立系统用户 xueji。",
                "PostgreSQL refuses to run as root, and no system user xueji could be made on this machine.",
            ),
            Text(
                "请建立一个名为 xueji 的系统用户后重试，或以普通用户身份运行，或设置 XUEJI_DATABASE_URL。",
                "Make a system user called xueji and try again, run as an ordinary user, or set XUEJI_DATABASE_URL.",
            ),
        )
    return entry


def _named(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _belongs_to_another(cluster: Path, owner: str) -> HouseError:
    return HouseError(
        Text("数据库目录 {folder} 属于用户 {owner}。", "The database folder {folder} belongs to {owner}.").format(
            folder=cluster, owner=owner
        ),
        Text(
            "请以该用户或 root 身份运行，或用 --data 指定另一个数据目录。",
            "Run as that user or as root, or choose another data folder with --data.",
        ),
    )
