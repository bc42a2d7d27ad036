"""Child processes are kept alive, ended in order, and never outlive the program that watches over them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from xueji.server.database import HouseError
from xueji.server.database.postmaster import is_alive
from xueji.server.serving import Child, supervise

_WRITES_ITS_NUMBER = """
import os, sys, time
from pathlib import Path
from xueji.server.serving.parent import end_with_parent
end_with_parent()
with Path(sys.argv[1]).open("a") as file:
    file.write(f"{os.getpid()} {os.environ.get('XUEJI_OWNER_DATABASE_URL')}\\n")
time.sleep(60)
"""
_WATCHES = """
import sys
from xueji.server.serving import Child, supervise
supervise([Child("child", ("child_of_the_test", sys.argv[1]))])
"""


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Child:
    """A child that writes its number into a file each time it starts."""
    (tmp_path / "child_of_the_test.py").write_text(_WRITES_ITS_NUMBER)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    return Child("child", ("child_of_the_test", str(tmp_path / "numbers")))


def _numbers(tmp_path: Path, count: int) -> list[int]:
    """Wait until the child has started `count` times and return its process numbers."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        file = tmp_path / "numbers"
        lines = file.read_text().splitlines() if file.exists() else []
        if len(lines) >= count:
            return [int(line.split()[0]) for line in lines]
        time.sleep(0.05)
    pytest.fail(f"the child did not start {count} times")


def _interrupt_after(tmp_path: Path, starts: int, between: signal.Signals | None = None) -> threading.Thread:
    def go() -> None:
        for number in range(1, starts + 1):
            newest = _numbers(tmp_path, number)[-1]
            if between and number < starts:
                os.kill(newest, between)
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=go)
    thread.start()
    return thread


def test_an_interrupt_ends_the_children_and_returns(tmp_path: Path, child: Child) -> None:
    thread = _interrupt_after(tmp_path, 1)
    supervise([child])
    thread.join()
    assert not is_alive(_numbers(tmp_path, 1)[0])


def test_a_killed_child_is_started_again(tmp_path: Path, child: Child) -> None:
    thread = _interrupt_after(tmp_path, 2, between=signal.SIGKILL)
    supervise([child])
    thread.join()
    assert len(set(_numbers(tmp_path, 2))) == 2


def test_a_child_that_keeps_dying_is_given_up_in_a_sentence() -> None:
    with pytest.raises(HouseError, match="hopeless"):
        supervise([Child("hopeless", ("no_such_module_at_all",))])


def test_a_serving_process_never_learns_the_owners_address(
    tmp_path: Path, child: Child, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XUEJI_OWNER_DATABASE_URL", "postgresql://xueji_owner:secret@h/xueji")
    thread = _interrupt_after(tmp_path, 1)
    supervise([child])
    thread.join()
    assert (tmp_path / "numbers").read_text().split()[1] == "None"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells a process of its parent's death")
def test_no_child_outlives_a_killed_supervisor(tmp_path: Path, child: Child) -> None:
    watcher = subprocess.Popen([sys.executable, "-c", _WATCHES, child.arguments[1]])
    number = _numbers(tmp_path, 1)[0]
    watcher.kill()
    watcher.wait(20)
    deadline = time.monotonic() + 20
    while is_alive(number) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_alive(number)
