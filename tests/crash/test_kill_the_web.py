"""R2: web and worker processes are killed while programs repeat their requests. Each key has exactly one effect."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pytest

from tests.crash.clients import Client
from tests.crash.founding import WORLD
from tests.crash.private_server import ADDRESS, SOAK
from tests.crash.processes import HOME, environment, found
from tests.house.worker_database import WorkerDatabase
from xueji.server.database import Urls
from xueji.server.safekeeping.backing_up import connected
from xueji.server.safekeeping.judging import judge

CLIENTS = 8 if SOAK else 4
# Whom to kill: a process that answers requests, their master, or the one that does jobs. A master that dies five
# times in a minute is given up by its supervisor, and rightly so.
VICTIMS = ["answers", "answers", "jobs", "answers", "master"] * 4 if SOAK else ["answers", "jobs", "master"]
SEED = 2015
_PROGRAM = "from xueji.server.cli import main; main()"


@dataclass
class City:
    """The worker's own database, and a folder of its own."""

    folder: Path
    urls: Urls


@pytest.fixture
def server(transactional_db: None, house_database: WorkerDatabase, tmp_path: Path) -> City:
    """Give a city in the worker's database, which is migrated already and made afresh afterwards."""
    (tmp_path / ADDRESS).write_text(house_database.urls.app)
    city = City(tmp_path, house_database.urls)
    found(city, str(CLIENTS))
    return city


def test_each_key_has_exactly_one_effect_when_web_and_worker_are_killed(
    server: City, request: pytest.FixtureRequest
) -> None:
    dice = random.Random(SEED)  # noqa: S311 - to be repeated, not to be secret
    world = json.loads((server.folder / WORLD).read_text())
    with serving(server) as (web, worker, address):
        over = Event()
        clients = [Client(address, case, world["tokens"]["school"], over) for case in world["cases"]]
        with ThreadPoolExecutor(CLIENTS) as pool:
            running = [pool.submit(client.back_and_forth) for client in clients]
            try:
                for victim in VICTIMS:
                    wait_for_more(clients)
                    time.sleep(dice.uniform(0, 0.3))
                    os.kill(dice.choice(processes(victim, web.pid, worker.pid)), signal.SIGKILL)
                    time.sleep(13 if SOAK and victim == "master" else 0)
                wait_for_more(clients)
            finally:
                over.set()
            for each in running:
                each.result()
        for client in clients:
            client.take("approve")
            client.take("approve", world["tokens"]["district"])
        assert [fault for client in clients for fault in client.refused] == []
        wait_until_delivered(server, len(clients))
    assert_each_key_counted_once(server, clients)
    if SOAK:
        done, tried = sum(len(client.keys) for client in clients), sum(client.tries for client in clients)
        told = (
            f"{done} keys, {tried} requests, {sum(client.replays for client in clients)} replayed, {len(VICTIMS)} kills"
        )
        request.config.get_terminal_writer().line(f"\n{told}")


@contextmanager
def serving(server: City) -> Iterator[tuple[subprocess.Popen[str], subprocess.Popen[str], str]]:
    """Run web and worker as a city does; give both and the address."""
    commands = [["serve", "--processes", "2", "--threads", "4"], ["worker"]]
    started = [
        subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, *command, "--data", str(server.folder)],
            cwd=HOME,
            env=environment(server),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        for command in commands
    ]
    try:
        assert started[0].stdout is not None
        yield started[0], started[1], started[0].stdout.readline().strip()
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.communicate(timeout=60)


def processes(victim: str, web: int, worker: int) -> list[int]:
    """Who may be killed now, waiting for a process that is just being started again."""
    for _ in range(200):
        masters = children(web)
        found_ = {
            "master": masters,
            "jobs": children(worker),
            "answers": [pid for each in masters for pid in children(each)],
        }
        if found_[victim]:
            return found_[victim]
        time.sleep(0.1)
    raise AssertionError(f"{victim} is not started again")


def children(parent: int) -> list[int]:
    """Return the processes that `parent` has started and that live."""
    file = Path(f"/proc/{parent}/task/{parent}/children")
    return [int(pid) for pid in file.read_text().split()] if file.exists() else []


def wait_for_more(clients: list[Client], steps: int = 3) -> None:
    """Let every program get on by some steps, so that the next one is killed in the midst of work."""
    before, deadline = [len(client.keys) for client in clients], time.monotonic() + 120
    while any(len(client.keys) < count + steps for client, count in zip(clients, before, strict=True)):
        assert [fault for client in clients for fault in client.refused] == []
        assert time.monotonic() < deadline, [client.broken[-3:] for client in clients]
        time.sleep(0.05)


def wait_until_delivered(server: City, owed: int) -> None:
    """The worker delivers what the last approvals owe."""
    deadline = time.monotonic() + 60
    while counted(server, "cases_effectdelivery WHERE delivered_at IS NOT NULL") < owed:
        assert time.monotonic() < deadline, "what is owed is not delivered"
        time.sleep(0.2)


def assert_each_key_counted_once(server: City, clients: list[Client]) -> None:
    """As many decisions as keys, besides the applications; one effect for each child that moved; a lawful city."""
    keys = sum(len(client.keys) for client in clients)
    assert counted(server, "parties_idempotencykey WHERE answer IS NOT NULL") == keys
    for client in clients:
        assert counted(server, f"cases_decision WHERE case_id = {client.case}") == len(client.keys) + 1
    assert counted(server, "cases_effect") == counted(server, "cases_effectdelivery") == len(clients)
    assert {answer.question.name: answer.first for answer in judge(server.urls.app) if not answer.fine} == {}


def counted(server: City, rows: str) -> int:
    """Count rows with the eyes of the whole city."""
    with connected(server.urls.app) as connection:
        connection.execute("SELECT set_config('xueji.scope', 'city', false)")
        row = connection.execute(f"SELECT count(*) FROM {rows}").fetchone()  # type: ignore[arg-type]  # noqa: S608
    assert row is not None
    return int(row[0])
