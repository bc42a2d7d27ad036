"""The nation as people run it: databases founded in the house's own cluster, a process, a page, a kill and a restart."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from xueji.server.database import HouseError, Urls, running
from xueji.server.database.address import APP_VARIABLE, OWNER_VARIABLE
from xueji.server.database.folder import make_folder
from xueji.server.nation.beside import beside
from xueji.server.nation.founding import ADMIN_VARIABLE, found_nation, has_administrator
from xueji.server.nation.keys import keys_in, settings_in
from xueji.server.serving import Doorway, doorway


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, Urls]]:
    """A private cluster in a data folder of its own."""
    for name in (APP_VARIABLE, OWNER_VARIABLE, ADMIN_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    with tempfile.TemporaryDirectory(prefix="xueji-nation-") as parent:
        Path(parent).chmod(0o755)
        data = make_folder(Path(parent) / "data")
        with running(data, durable=False) as urls:
            yield data, urls
        shutil.rmtree(data, ignore_errors=True)


def test_founding_again_changes_no_key_and_lets_nobody_else_in(house: tuple[Path, Urls]) -> None:
    data, urls = house
    first = found_nation(data, urls, {"110000": data})
    assert found_nation(data, urls, {"110000": data}) == first == keys_in(data)
    settings = settings_in(data)
    assert settings["XUEJI_EXCHANGE_PROVINCE"] == "110000"
    assert settings["XUEJI_EXCHANGE_KEY"] == first.wires["110000"].key
    assert (data / "exchange.json").stat().st_mode & 0o777 == 0o600
    for address in (settings["XUEJI_EXCHANGE_URL"], first.wires["110000"].address, first.address):
        with psycopg.connect(address) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        psycopg.connect(urls.of_database("xueji_nation").app)


@contextmanager
def _nation(data: Path, door: Doorway) -> Iterator[subprocess.Popen[bytes]]:
    number = door.socket.fileno()
    arguments = ["-m", "xueji.server.nation.process", f"--data={data}", f"--socket={number}"]
    process = subprocess.Popen([sys.executable, *arguments], pass_fds=(number,))
    try:
        yield process
    finally:
        process.terminate()
        assert process.wait(20) in (0, -9)


def _page(door: Doorway) -> str:
    """Read the page, once the process serves it."""
    deadline = time.monotonic() + 20
    while True:
        try:
            with urllib.request.urlopen(door.address, timeout=5) as answer:  # noqa: S310 - of this machine
                return str(answer.read().decode())
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            if time.monotonic() > deadline:
                raise


def _press(door: Doorway, deed: str, **fields: str) -> None:
    token = re.search(r'name="token" value="([^"]+)"', _page(door))
    assert token
    body = urllib.parse.urlencode({"token": token[1], "deed": deed, **fields}).encode()
    with urllib.request.urlopen(f"{door.address}do", body, timeout=10) as answer:  # noqa: S310 - of this machine
        assert answer.status == 200


def test_a_killed_nation_comes_back_as_it_was(house: tuple[Path, Urls]) -> None:
    data, urls = house
    found_nation(data, urls, {"110000": data})
    with doorway("127.0.0.1", None) as door:
        with _nation(data, door) as process:
            _press(door, "pace", seconds="0")
            _press(door, "day", days="40")
            assert "2015-10-1" in _page(door)
            process.kill()
        with _nation(data, door):
            assert "2015-10-1" in _page(door)


def test_a_foreign_server_needs_an_administrators_address(house: tuple[Path, Urls]) -> None:
    data, urls = house
    assert has_administrator(data, urls)
    foreign = Urls("postgresql://xueji_app:theirs@db.example/xueji", None)
    assert not has_administrator(data, foreign)
    with pytest.raises(HouseError, match=ADMIN_VARIABLE):
        found_nation(data, foreign, {"110000": data})


def test_the_demos_children_find_the_exchange(house: tuple[Path, Urls], monkeypatch: pytest.MonkeyPatch) -> None:
    data, urls = house
    # An open house names its own server in the environment.
    monkeypatch.setenv(APP_VARIABLE, urls.app)
    for name in ("URL", "KEY", "PROVINCE"):
        monkeypatch.setenv(f"XUEJI_EXCHANGE_{name}", "")
    with beside(data, urls) as neighbor:
        assert neighbor.address.startswith("http://127.0.0.1:")
        assert [child.name for child in neighbor.children] == ["nation"]
        assert settings_in(data).items() <= os.environ.items()
