"""`xueji serve` and `xueji worker` as a person runs them: they answer, they end in order, a second one is told."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.house.worker_database import WorkerDatabase
from xueji.server.database.postmaster import is_alive

# The processes commit on their own: the worker's database is made afresh afterwards.
pytestmark = pytest.mark.django_db(transaction=True)

_PROGRAM = "from xueji.server.cli import main; main()"


@pytest.fixture
def named_server(house_database: WorkerDatabase, own_server: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Serve from the worker's database, which is migrated already."""
    monkeypatch.setenv("XUEJI_DATABASE_URL", house_database.urls.app)
    monkeypatch.setenv("XUEJI_OWNER_DATABASE_URL", house_database.urls.owner or "")


@contextmanager
def _running(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen([sys.executable, "-c", _PROGRAM, *arguments], stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def _status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 (our own address)
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def _children(parent: int) -> list[int]:
    """List a process's children and their children."""
    direct = [int(each) for each in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]
    return direct + [inner for each in direct for inner in _children(each)]


def _environment(process: int) -> dict[str, str]:
    pairs = Path(f"/proc/{process}/environ").read_bytes().decode().split("\0")
    return dict(pair.split("=", 1) for pair in pairs if "=" in pair)


def test_it_answers_and_ends_with_all_its_processes(data: Path, named_server: None) -> None:
    with _running("serve", "--data", str(data), "--processes", "1") as process:
        assert _status(_address(process) + "sign-in") < 500
        processes = _children(process.pid)
        assert len(processes) >= 2, "gunicorn and one worker of it"
        process.send_signal(signal.SIGTERM)
        assert process.wait(40) == 0
        assert not [each for each in processes if is_alive(each)]


def test_a_second_server_is_told_the_address_of_the_first(data: Path, named_server: None) -> None:
    with _running("serve", "--data", str(data), "--processes", "1") as first:
        address = _address(first)
        second = subprocess.run(
            [sys.executable, "-c", _PROGRAM, "serve", "--data", str(data)],
            check=False, capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        assert second.returncode == 3
        assert address in second.stderr
        assert str(first.pid) in second.stderr
        assert "Traceback" not in second.stderr


def test_serving_processes_are_the_programs_role_only(
    data: Path, named_server: None, house_database: WorkerDatabase
) -> None:
    with _running("serve", "--data", str(data), "--processes", "1") as process:
        _status(_address(process))
        for each in _children(process.pid):
            known = _environment(each)
            assert known["XUEJI_DATABASE_URL"] == house_database.urls.app
            assert "XUEJI_OWNER_DATABASE_URL" not in known


def test_the_worker_does_what_was_enqueued_and_ends_in_order(data: Path, named_server: None) -> None:
    job = app.configure_task("procrastinate.builtin_tasks.remove_old_jobs").defer(max_hours=1)
    with _running("worker", "--data", str(data)) as process:
        deadline = time.monotonic() + 40
        while ProcrastinateJob.objects.get(id=job).status != "succeeded" and time.monotonic() < deadline:
            time.sleep(0.1)
        assert ProcrastinateJob.objects.get(id=job).status == "succeeded"
        process.send_signal(signal.SIGTERM)
        assert process.wait(40) == 0
