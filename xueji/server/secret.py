"""The key that signs sessions: from the environment, else made once and kept in the data folder."""

import os
import secrets
from pathlib import Path

FILE = "secret-key"


def secret_key(data: Path | None) -> str:
    """The secret key of this installation. Without a data folder (tests, checks) a passing one is made."""
    given = os.environ.get("XUEJI_SECRET_KEY")
    if given:
        return given
    if data is None:
        return secrets.token_urlsafe(50)
    path = data / FILE
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        key = secrets.token_urlsafe(50)
        file.write(key)
    return key
