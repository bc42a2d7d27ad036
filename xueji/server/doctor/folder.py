"""The data folder: writable, and closed to others where it must be."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from xueji.server.database import HouseError
from xueji.server.database.folder import make_folder
from xueji.server.doctor.findings import Finding
from xueji.vocabulary.text import Text

_WRITABLE_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH
_ANY_RIGHT_OF_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def folder(data: Path) -> Iterator[Finding]:
    """Look at the folder, which is made if it is missing, and at the modes of what it holds."""
    subject = Text("数据目录", "data folder")
    try:
        make_folder(data)
    except HouseError as error:
        yield Finding(subject, error.says.en, error.mend)
        return
    mode = data.stat().st_mode
    mend = Text("请执行 chmod go-w {data}。", "Run chmod go-w {data}.").format(data=data)
    yield Finding(subject, f"{data} ({stat.filemode(mode)})", mend if mode & _WRITABLE_BY_OTHERS else None)
    passwords = data / "passwords.json"
    if passwords.exists():
        mode = passwords.stat().st_mode
        mend = Text("请执行 chmod 600 {file}。", "Run chmod 600 {file}.").format(file=passwords)
        loose = mode & _ANY_RIGHT_OF_OTHERS
        yield Finding(Text("口令文件", "password file"), stat.filemode(mode), mend if loose else None)
