"""Tests run against a real PostgreSQL as the program's own role; tests of pure rooms start no database at all."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as search

from tests.house.worker_database import (
    WorkerDatabase,
    remove_abandoned,
    remove_folder,
    remove_template,
    worker_database,
)
from xueji.server.cli.frame.signals import end_on_signals
from xueji.server.database.folder import DATA_VARIABLE, make_folder

if TYPE_CHECKING:
    from tests.small_city import SmallCity

RUN_VARIABLE = "XUEJI_TEST_RUN"

# Two workers and a database share two cores: how long an example took says nothing about the code.
search.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
search.load_profile("house")

# Settings are read right after this file: the data folder must be known by then. Workers of pytest-xdist inherit the
# run from the process that started them, and with it the folder and the server.
_begins_here = RUN_VARIABLE not in os.environ
os.environ.setdefault(RUN_VARIABLE, secrets.token_hex(4))
RUN = os.environ[RUN_VARIABLE]
DATA = Path(tempfile.gettempdir()) / f"xueji-tests-{RUN}"
os.environ[DATA_VARIABLE] = str(make_folder(DATA))

_TESTS = Path(__file__).parent
_PURE = ("vocabulary", "process", "rulebooks")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Name the settings to pytest-django, unless only tests of pure rooms are asked for: those know no Django."""
    asked = [(config.invocation_params.dir / each.partition("::")[0]).resolve() for each in config.args]
    pure = [any(path.is_relative_to(_TESTS / room) for room in _PURE) for path in asked]
    if _begins_here:
        # A run that is told to end (a time limit, a closed terminal) takes its server down with it.
        end_on_signals()
        remove_abandoned(DATA)
    if not all(pure):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xueji.server.settings")
        # pytest-django sets Django up only where settings have been read already.
        assert settings.DATABASES


def pytest_unconfigure() -> None:
    """Remove what the run left behind, once all its workers have ended."""
    if _begins_here:
        remove_template(run=RUN)
        remove_folder(DATA)


@pytest.fixture(scope="session")
def house_database(request: pytest.FixtureRequest) -> Iterator[WorkerDatabase]:
    """Give this worker's own database: `.urls.app` is the program's way in, `.urls.owner` the owner's."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "only")
    with worker_database(DATA, run=RUN, worker=worker) as database:
        yield database


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, house_database: WorkerDatabase) -> Iterator[None]:
    """Point Django at the worker's database, and clean up after transactional tests without Django's flush.

    The program's role may not truncate; besides, flush knows neither unmanaged tables nor rows that migrations made.
    """
    before = dict(connections.settings["default"])
    connections["default"].close()
    connections.settings["default"].update(house_database.django_settings())

    def fresh_database(self: TransactionTestCase) -> None:
        del self
        connections.close_all()
        house_database.make_afresh()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", fresh_database)
        yield
    connections.close_all()
    connections.settings["default"].update(before)


@pytest.fixture
def owner_connection(db: None, house_database: WorkerDatabase) -> Iterator[psycopg.Connection]:
    """Give the owner's connection to the worker's database, for what the program itself may not do.

    It sees only what is committed: use it with `transactional_db`, or for what migrations made.
    """
    assert house_database.urls.owner, "tests always know the owner"
    with psycopg.connect(house_database.urls.owner, autocommit=True) as connection:
        yield connection


@pytest.fixture
def city(db: None) -> SmallCity:
    """Give the small city on 2015-09-01, in this test's transaction."""
    from tests.small_city import small_city  # noqa: PLC0415 - models are there only once Django is set up

    return small_city()
