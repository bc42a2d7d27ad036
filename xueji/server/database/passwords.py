"""Passwords of the private server's three roles: made once, kept readable by the owner of the data folder alone."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path

from xueji.server.database.errors import HouseError
from xueji.vocabulary.text import Text

_FILE = "passwords.json"


@dataclass(frozen=True, slots=True)
class Passwords:
    """One password a role; none is ever printed."""

    superuser: str = field(repr=False)
    owner: str = field(repr=False)
    app: str = field(repr=False)


def passwords_of(data: Path, *, new: bool) -> Passwords:
    """Return the passwords kept in `data`, made now if `new` (the server has not been set up yet).

    Raises HouseError when the file of an existing server is gone or cannot be read.
    """
    file = data / _FILE
    if new and not file.exists():
        made = Passwords(*(secrets.token_urlsafe(24) for _ in range(3)))
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
            json.dump(asdict(made), handle)
        return made
    try:
        return Passwords(**json.loads(file.read_text()))
    except (OSError, ValueError, TypeError):
        raise HouseError(
            Text(
                "数据库口令文件 {file} 丢失或无法读取。",
                "The password file {file} is gone or cannot be read.",
            ).format(file=file),
            Text(
                "请从备份恢复该文件，或以其所有者身份运行，或用 --data 指定另一个数据目录。",
                "Restore it from the backup, run as its owner, or choose another data folder with --data.",
            ),
        ) from None
