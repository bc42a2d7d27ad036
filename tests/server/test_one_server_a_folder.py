"""A second server on one data folder is told who holds it; a dead one holds nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from xueji.server.database import AlreadyRunningError
from xueji.server.database.locks import only_server

_SERVER = """
import sys, time
from pathlib import Path
from xueji.server.database.locks import only_server
with only_server(Path(sys.argv[1]), "demo") as server:
    server.announce("http://127.0.0.1:8015/")
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def _holder(folder: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", _SERVER, str(folder)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_the_second_is_told_process_command_and_address(folder: Path) -> None:
    holder = _holder(folder)
    try:
        with pytest.raises(AlreadyRunningError) as refused, only_server(folder, "serve"):
            pass
    finally:
        holder.kill()
        holder.wait(20)
    for sentence in (refused.value.says.zh, refused.value.says.en):
        for word in (str(holder.pid), "xueji demo", "http://127.0.0.1:8015/", str(folder)):
            assert word in sentence
    assert refused.value.exit_code == 3


def test_a_killed_server_holds_nothing(folder: Path) -> None:
    holder = _holder(folder)
    holder.kill()
    holder.wait(20)
    with only_server(folder, "serve"):
        pass


def test_the_second_is_told_that_the_first_is_still_starting(folder: Path) -> None:
    with (
        only_server(folder, "demo"),
        pytest.raises(AlreadyRunningError, match=rf"{os.getpid()} \(xueji demo\): it is starting") as refused,
        only_server(folder, "demo"),
    ):
        pass
    assert "正在启动" in refused.value.says.zh


def test_after_a_clean_end_the_next_one_enters(folder: Path) -> None:
    for _ in range(2):
        with only_server(folder, "serve") as server:
            server.announce("http://127.0.0.1:8015/")
    assert (folder / "server.lock").read_text() == ""
