"""Every part measures what it says, in a city small enough for a test."""

import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import psycopg
import pytest
from django.db import connections

from bench.house import House
from tests.conftest import DATA, RUN
from tests.house.worker_database import WorkerDatabase
from xueji.parties.rulebook import forget_jurisdiction
from xueji.server.nation.founding import ADMIN_VARIABLE, admin_url


@pytest.fixture
def house(transactional_db: None, house_database: WorkerDatabase, tmp_path: Path) -> Iterator[House]:
    before, connection = dict(connections.settings["default"]), connections["default"]
    forget_jurisdiction()
    yield House(tmp_path, house_database.urls)
    connections.close_all()
    connections.settings["default"] = before
    connections["default"] = connection
    forget_jurisdiction()
    with psycopg.connect(house_database.urls.owner or "", autocommit=True) as owner:
        owner.execute("DROP DATABASE IF EXISTS xueji_large WITH (FORCE)")


def small(part: str, patch: pytest.MonkeyPatch, **sizes: int) -> ModuleType:
    module = importlib.import_module(f"bench.parts.{part}")
    for name, size in sizes.items():
        patch.setattr(module, name, size)
    return module


def test_an_invented_list_lands_whole(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    # The part itself raises when a single row is refused or does not land.
    [figure] = small("imports", monkeypatch, CITY=120, ROWS=150, ROUNDS=1).measure(house)
    assert figure.measured > figure.against > 0
    assert "× 48 columns" in figure.note


def test_an_intake_is_dealt_out_to_the_last_child(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    [figure] = small("assignment", monkeypatch, CITY=120, CHILDREN=30, CLASSES=2).measure(house)
    assert figure.measured > 0
    assert figure.against > 0


def test_every_page_is_asked_for_in_both_cities(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    seeding, *pages = small("pages", monkeypatch, SMALL=480, MORE=480, ROUNDS=2, WARMING=1).measure(house)
    assert seeding.measured > 0
    assert len(pages) == 15
    assert all(figure.measured > 0 and figure.against > 0 for figure in pages)


def test_a_queue_is_carried_and_its_answers_are_heard_to_the_last(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The part itself raises when one message is not answered.
    admin = admin_url(DATA, house.urls)
    monkeypatch.setenv(ADMIN_VARIABLE, admin)
    try:
        figures = small("exchange", monkeypatch, CITY=120, MESSAGES=300, NAME=f"exchange_{RUN}").measure(house)
    finally:
        with psycopg.connect(admin, autocommit=True) as server:
            server.execute(f"DROP DATABASE IF EXISTS exchange_{RUN} WITH (FORCE)".encode())
            server.execute(f"DROP ROLE IF EXISTS exchange_{RUN}_courier, exchange_{RUN}_nation".encode())
    assert [figure.measured > figure.against > 0 for figure in figures] == [True] * 4
