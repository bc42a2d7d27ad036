"""Where the exchange with the national system is: from the environment, else from a file in the data folder."""

import json
import os
from pathlib import Path
from typing import Any, NamedTuple

FILE = "exchange.json"
_NAMES = ("url", "key", "province")


class Border(NamedTuple):
    """Address, key and province of the exchange; an empty address means that the border is closed."""

    url: str = ""
    key: bytes = b""
    province: str = ""


def border_settings(data: Path | None) -> Border:
    """Where the exchange is.

    Raises ValueError for a file or a key that cannot be read: a border half open would lose nothing, but tell nobody.
    """
    kept = _kept(data / FILE) if data else {}
    found = {name: os.environ.get(f"XUEJI_EXCHANGE_{name.upper()}") or str(kept.get(name) or "") for name in _NAMES}
    return Border(found["url"], bytes.fromhex(found["key"]), found["province"])


def _kept(file: Path) -> dict[str, Any]:
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    if not isinstance(kept, dict):
        message = f"{file}: not an object"
        raise ValueError(message)  # noqa: TRY004 - whoever reads settings asks only whether they can be read
    return kept
