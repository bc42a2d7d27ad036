"""What the nation keeps in its data folder: passwords of its databases and the keys shared with each province."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from xueji.server.database import HouseError
from xueji.vocabulary.text import Text

NATION_FILE = "nation.json"
EXCHANGE_FILE = "exchange.json"
DEMO_PROVINCE = "110000"
"""The province of the training city."""


@dataclass(slots=True)
class Wire:
    """One province's exchange: its two passwords, the shared key, and where the nation reaches it."""

    courier_password: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    nation_password: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    key: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)
    address: str = field(default="", repr=False)


@dataclass(slots=True)
class Keys:
    """All the nation has to remember outside its store; none of it is ever printed."""

    password: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    address: str = field(default="", repr=False)
    wires: dict[str, Wire] = field(default_factory=dict)


def keys_in(data: Path, provinces: Sequence[str] = ()) -> Keys:
    """Read the keys kept in `data`; what these provinces lack is made, and kept by `keep`. Raises HouseError."""
    file = data / NATION_FILE
    keys = Keys()
    if file.exists():
        try:
            kept = json.loads(file.read_text())
            wires = {code: Wire(**wire) for code, wire in kept.pop("wires").items()}
            keys = Keys(**kept, wires=wires)
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            raise HouseError(
                Text("文件 {file} 无法读取。", "The file {file} cannot be read.").format(file=file),
                Text("请从备份恢复该文件，或以其所有者身份运行。", "Restore it from a backup, or run as its owner."),
            ) from None
    for code in provinces:
        keys.wires.setdefault(code, Wire())
    return keys


def keep(data: Path, keys: Keys) -> None:
    """Write the keys down for their owner alone."""
    write_private(data / NATION_FILE, asdict(keys))


def settings_in(data: Path) -> dict[str, str]:
    """The environment variables that say what `exchange.json` says to our side: url, key (hexadecimal) and province."""
    kept = json.loads((data / EXCHANGE_FILE).read_text())
    return {f"XUEJI_EXCHANGE_{name.upper()}": str(value) for name, value in kept.items()}


def write_private(file: Path, content: Mapping[str, Any]) -> None:
    """Replace a file of secrets in one go; nobody but its owner can ever read it."""
    fresh = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        json.dump(content, handle)
        handle.flush()
        os.fsync(handle.fileno())
    fresh.replace(file)
