"""The data folder, and the place of the database files inside it or beside it. No existing folder's mode is changed."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from xueji.server.database.account import Account, account_for
from xueji.server.database.errors import HouseError
from xueji.vocabulary.text import Text

DATA_VARIABLE = "XUEJI_DATA"
CLUSTER = "postgresql"
_SYSTEM_FOLDER = Path("/var/lib/xueji")
_NOTE = "cluster.path"


def data_folder(chosen: Path | None = None) -> Path:
    """Return where this installation keeps its files: `chosen`, else XUEJI_DATA, else the customary folder."""
    named = chosen or os.environ.get(DATA_VARIABLE)
    if named:
        return Path(named).expanduser().absolute()
    if os.geteuid() == 0:
        return _SYSTEM_FOLDER
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "xueji"


def make_folder(folder: Path) -> Path:
    """Make `folder` and whatever is missing above it; leave what exists exactly as it is.

    A folder made by root can be passed by others but not listed, because the database runs as another user; a folder
    made by anybody else is private. Raises HouseError when it cannot be made or is no folder.
    """
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    mode = 0o711 if os.geteuid() == 0 else 0o700
    try:
        for each in reversed(missing):
            each.mkdir(mode)
            # The process's umask may have taken rights away from a folder that nobody but us has seen yet.
            each.chmod(mode)
        if not os.access(folder, os.W_OK | os.X_OK) or not folder.is_dir():
            raise PermissionError(0, "not a writable folder")
    except OSError as error:
        raise HouseError(
            Text("数据目录 {folder} 无法使用：{error}。", "The data folder {folder} cannot be used: {error}.").format(
                folder=folder, error=error.strerror
            ),
            Text(
                "请用 --data 或环境变量 XUEJI_DATA 指定一个可写的目录。",
                "Name a writable folder with --data or in XUEJI_DATA.",
            ),
        ) from None
    return folder


def place_of_cluster(data: Path, say: Callable[[Text], None]) -> tuple[Path, Account]:
    """Return the folder that holds (or will hold) the database files of `data`, and the user who runs the server.

    That is `data` itself unless the user cannot pass through the folders above it. Then it is a folder of its own
    under /var/lib/xueji/clusters, noted in `data` and said once: loosening a home folder's mode is not ours to do.
    """
    note = data / _NOTE
    if note.exists():
        place = Path(note.read_text().strip())
        return make_folder(place), account_for(place / CLUSTER)
    account = account_for(data / CLUSTER)
    if account.passes(data):
        return data, account
    name = hashlib.sha256(os.fsencode(data)).hexdigest()[:10] + "-" + secrets.token_hex(3)
    place = make_folder(_SYSTEM_FOLDER / "clusters" / name)
    if not account.passes(place):
        place.rmdir()
        raise _no_place(data, account)
    note.write_text(f"{place}\n")
    say(
        Text(
            "用户 {user} 无法进入 {data}，数据库文件放在 {place}。",
            "User {user} cannot pass into {data}; the database files are kept in {place}.",
        ).format(user=account.name, data=data, place=place)
    )
    return place, account


def _no_place(data: Path, account: Account) -> HouseError:
    return HouseError(
        Text(
            "运行 PostgreSQL 的用户 {user} 既无法进入 {data}，也无法进入 {system}。",
            "User {user}, who runs PostgreSQL, can pass neither into {data} nor into {system}.",
        ).format(user=account.name, data=data, system=_SYSTEM_FOLDER),
        Text(
            "请用 --data 指定一个其上级目录均可通行的目录，例如 /srv/xueji。",
            "Choose with --data a folder whose parents can be passed by everybody, such as /srv/xueji.",
        ),
    )
