"""R3: courier and inbox are killed at every step of the road; each message arrives once, in its order, and is kept."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest

from tests.conftest import DATA, RUN
from tests.crash.exchanging import ARRIVALS, CHILDREN, DEEDS, STEPS, WIRE, Nation, our_end, queue_more, roomy_school
from tests.crash.private_server import ADDRESS, SOAK
from tests.crash.processes import HOME, environment
from tests.exchange.adapters.conftest import Exchange, founded
from tests.house.worker_database import WorkerDatabase
from xueji.server.database import Urls
from xueji.server.nation.founding import admin_url

SEED = 2015
KILLS = 90 if SOAK else 6


@dataclass
class Side:
    """Our side of an exchange: the worker's own database, a folder of its own, and the exchange."""

    folder: Path
    urls: Urls
    exchange: Exchange

    def uploads(self) -> list[tuple[str, str]]:
        """Keys and subjects of everything that lies at the nation's end, in its order."""
        with psycopg.connect(self.exchange.admin) as admin:
            return admin.execute("SELECT number, subject FROM upload ORDER BY seq").fetchall()


@pytest.fixture
def side(transactional_db: None, house_database: WorkerDatabase, tmp_path: Path, worker_id: str) -> Iterator[Side]:
    """Give a migrated database that is made afresh afterwards, and an exchange of its own."""
    with founded(admin_url(DATA, house_database.server), f"killed_{RUN}_{worker_id}") as exchange:
        (tmp_path / ADDRESS).write_text(house_database.urls.app)
        (tmp_path / WIRE).write_text(json.dumps({"courier": exchange.courier, "nation": exchange.nation}))
        yield Side(tmp_path, house_database.urls, exchange)


def test_killed_at_every_step_each_message_arrives_once_in_order_and_nothing_is_lost(
    side: Side, request: pytest.FixtureRequest
) -> None:
    command = [sys.executable, "-m", "tests.crash.exchanging", str(side.folder), str(SEED), str(KILLS)]
    subprocess.run(command, check=True, cwd=HOME, env=environment(side))
    deeds = json.loads((side.folder / DEEDS).read_text())
    assert {step: deeds["deaths"][step] for step in STEPS} == dict.fromkeys(STEPS, len(ARRIVALS)), (
        "every step had its death"
    )
    assert deeds["by chance"] > KILLS // 4
    keys = _assert_everything_arrived_once(side)
    assert len(keys) == deeds["turns"] * 3 * CHILDREN
    if SOAK:
        told = f"{len(keys)} messages, {len(ARRIVALS) * len(STEPS)} deaths at steps, {deeds['by chance']} by chance"
        request.config.get_terminal_writer().line(f"\n{told}")


def _assert_everything_arrived_once(side: Side) -> list[str]:
    """Once on the wire and in order per child; once heard; and what was heard was done once."""
    from tests.exchange.border.messages import arrivals, ours  # noqa: PLC0415
    from tests.small_city import everything  # noqa: PLC0415
    from xueji.records.models import NumberAssignment  # noqa: PLC0415

    said, lying = ours(), side.uploads()
    assert sorted(key for key, _ in lying) == sorted(said), "each key lies there once"
    order: dict[str, list[str]] = {}
    for key, about in lying:
        order.setdefault(about, []).append(key)
    asked: dict[str, list[str]] = {}
    for key, message in said.items():
        asked.setdefault(message.about, []).append(key)
    assert list(order.values()) == [asked[about] for about in order], "in order, child by child"
    assert {message.state for message in said.values()} == {"acknowledged"}
    assert Counter(came.state for came in arrivals()) == {"applied": len(said)}
    assert len({came.in_reply_to_id for came in arrivals()}) == len(said)
    with everything():
        numbers = Counter((each.scheme, each.ends_on is None) for each in NumberAssignment.objects.all())
        assert all(came.case_id is None for came in arrivals())
    assert numbers == {("G", True): len(asked), ("L", False): len(asked)}, "each child got its formal number once"
    return list(said)


def test_a_whole_day_without_an_exchange_database_loses_nothing(side: Side) -> None:
    from tests.exchange.border.messages import ours  # noqa: PLC0415
    from tests.small_city import everything  # noqa: PLC0415
    from xueji.exchange.border.connecting import sync  # noqa: PLC0415
    from xueji.exchange.border.expecting import mark_silent  # noqa: PLC0415
    from xueji.exchange.border.lanes import wire_state  # noqa: PLC0415
    from xueji.parties.clock import ZONE  # noqa: PLC0415
    from xueji.parties.models import City  # noqa: PLC0415

    first = date(2016, 3, 1)
    school = roomy_school(first)
    wire, nation = our_end(side.folder), Nation(side.exchange.nation)
    queue_more(school, 0)
    sync(wire)
    nation.step()
    _admit(side.exchange, admitted=False)
    for hour in range(24):
        queue_more(school, hour + 1)
        if hour == 12:
            City.objects.update(training_date=first + timedelta(days=1))
        done = sync(wire)
        assert (done.carried.down, done.collected.down) == (True, True)
    since = wire_state().down_since
    assert since is not None
    assert since.astimezone(ZONE).date() == first
    assert {message.state for message in list(ours().values())[3 * CHILDREN :]} == {"queued"}
    with everything():
        assert mark_silent() == 0, "what was never handed over is waited for by nobody"
    _admit(side.exchange, admitted=True)
    nation = Nation(side.exchange.nation, nation.after)
    for _ in range(2):
        sync(wire)
        nation.step()
    sync(wire)
    assert wire_state().down_since is None
    assert len(_assert_everything_arrived_once(side)) == 25 * 3 * CHILDREN


def _admit(exchange: Exchange, *, admitted: bool) -> None:
    """Let the exchange database be there, or be gone for everybody."""
    url = exchange.admin.rpartition("/")[0] + "/postgres"
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f"ALTER DATABASE {exchange.name} ALLOW_CONNECTIONS {admitted}")  # type: ignore[arg-type]
        admin.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [exchange.name]
        )
