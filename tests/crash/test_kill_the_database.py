"""R1: the database is killed in the midst of reviews, again and again. Nothing that was acknowledged is lost."""

from __future__ import annotations

import random
import time

import pytest

from tests.crash.private_server import SOAK, PrivateServer, private_server
from tests.crash.processes import found, together
from tests.crash.reviewing import ACKNOWLEDGED
from tests.house.worker_database import WorkerDatabase
from xueji.server.safekeeping.backing_up import connected
from xueji.server.safekeeping.judging import judge

ROUNDS = 20 if SOAK else 2
REVIEWERS = 4 if SOAK else 2
CHILDREN = 30 if SOAK else 8
SEED = 2015
_PATIENCE = 120


def test_no_acknowledged_review_is_lost_when_the_database_is_killed(
    house_database: WorkerDatabase, request: pytest.FixtureRequest
) -> None:
    dice = random.Random(SEED)  # noqa: S311 - to be repeated, not to be secret
    with private_server(house_database.urls) as server:
        found(server, str(CHILDREN))
        commands = [("tests.crash.reviewing", str(server.folder), str(number)) for number in range(REVIEWERS)]
        with together(server, commands):
            for _ in range(ROUNDS):
                wait_for_more(server)
                time.sleep(dice.uniform(0, 0.5))
                server.kill()
                server.start()
                assert_nothing_is_lost(server)
            wait_for_more(server)
        assert_nothing_is_lost(server)
        if SOAK:
            told = f"{len(acknowledged(server))} reviews acknowledged, {ROUNDS} kills"
            request.config.get_terminal_writer().line(f"\n{told}")


def acknowledged(server: PrivateServer) -> set[tuple[int, int, str]]:
    noted = set()
    for file in server.folder.glob(f"{ACKNOWLEDGED}.*"):
        # A line that is still being written is acknowledged in the next round.
        for line in file.read_text().rpartition("\n")[0].splitlines():
            case, version, event = line.split()
            noted.add((int(case), int(version), event))
    return noted


def wait_for_more(server: PrivateServer, steps: int = 10) -> None:
    before, deadline = len(acknowledged(server)), time.monotonic() + _PATIENCE
    while len(acknowledged(server)) < before + steps:
        assert time.monotonic() < deadline, "the reviewers do not come back"
        time.sleep(0.1)


def assert_nothing_is_lost(server: PrivateServer) -> None:
    """Every acknowledged step is there, and the whole city is lawful: a decision a version, one roll a child."""
    noted = acknowledged(server)
    with connected(server.urls.app) as connection:
        connection.execute("SELECT set_config('xueji.scope', 'city', false)")
        kept = set(connection.execute("SELECT case_id, number, event FROM cases_decision").fetchall())
    assert noted - kept == set()
    assert {answer.question.name: answer.first for answer in judge(server.urls.app) if not answer.fine} == {}
