"""The commands as the machine's administrator types them, on a private server: from a new city to its copy."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_PROGRAM = "from xueji.server.cli import main; main()"


def xueji(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _PROGRAM, *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )


@pytest.fixture
def city(data: Path) -> Path:
    done = xueji(
        *("setup", "--data", data, "--jurisdiction", "beijing"),
        *("--city-name", "测试市", "--city-code", "110000", "--admin", "admin01"),
    )
    assert done.returncode == 0, done.stderr
    return data


def test_a_city_is_backed_up_lost_and_brought_back(city: Path, data: Path) -> None:
    backups, phrase, new = data.parent / "backups", data.parent / "phrase", data.parent / "new"
    backups.mkdir()
    phrase.write_text("a passphrase of the archive\n")
    done = xueji("backup", backups, "--data", city, "--passphrase-file", phrase)
    assert done.returncode == 0, done.stderr
    file = Path(done.stdout.splitlines()[0])
    key = (city / "secret-key").read_text()
    shutil.rmtree(city)
    told = json.loads(xueji("verify", file, "--passphrase-file", phrase, "--json").stdout)
    assert (told["fine"], told["city"]["name"]) == (True, "测试市")
    done = xueji("restore", file, "--data", new, "--passphrase-file", phrase)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (new / "secret-key").read_text() == key
    assert xueji("restore", file, "--data", new, "--passphrase-file", phrase).returncode == 1
    answers = json.loads(xueji("verify", "--data", new, "--json").stdout)
    assert answers["fine"]
    done = xueji("account", "reset", "admin01", "--yes", "--reason", "手机遗失", "--data", new)
    assert done.returncode == 0, done.stderr
    assert "One-time password" in done.stdout


def test_where_no_city_is_none_is_made(data: Path) -> None:
    for command in (("backup", data.parent), ("verify",)):
        done = xueji(*command, "--data", data)
        assert done.returncode == 1
        assert "There is no database in the data folder" in done.stderr
    assert not data.exists()
