"""Data folders for tests of the house: passable ones, as a city would choose them, removed with all they brought."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from xueji.server.database.address import APP_VARIABLE, OWNER_VARIABLE


@pytest.fixture(autouse=True)
def own_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests are about the private server, whatever the environment names for the others."""
    for variable in (APP_VARIABLE, OWNER_VARIABLE):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def data() -> Iterator[Path]:
    """Give a data folder that does not exist yet, under a parent that everybody can pass."""
    with _removed_afterwards(0o711) as parent:
        yield parent / "data"


@pytest.fixture
def private_data() -> Iterator[Path]:
    """Give a data folder that does not exist yet, in a home that only its owner can pass."""
    with _removed_afterwards(0o700) as parent:
        yield parent / "data"


class _removed_afterwards:  # noqa: N801 (used like a function)
    def __init__(self, mode: int) -> None:
        self._parent = Path(tempfile.mkdtemp(prefix="xueji-house-"))
        os.chmod(self._parent, mode)  # noqa: PTH101 (explicit: this very folder was just made)

    def __enter__(self) -> Path:
        return self._parent

    def __exit__(self, *error: object) -> None:
        for note in self._parent.glob("**/cluster.path"):
            shutil.rmtree(note.read_text().strip(), ignore_errors=True)
        shutil.rmtree(self._parent)
