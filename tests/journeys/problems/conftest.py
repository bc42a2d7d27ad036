"""The nation behind the running house, steered as `xueji nation` steers it, and the exchange run when a story says so."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from playwright.sync_api import Locator, Page

from tests.exchange.provinces.country import Province, province
from tests.papers import PROOF
from xueji.exchange.simulator.store.work import Store, Work
from xueji.server.database import Urls, running
from xueji.server.nation.founding import admin_url
from xueji.server.nation.keys import keys_in

BEIJING = "110000"
_PATIENCE = 60


@dataclass
class Nation:
    """The nation, and the one province of the demo."""

    store: Store
    beijing: Province
    database: str

    @contextmanager
    def work(self) -> Iterator[Work]:
        """One piece of the nation's work."""
        with self.store.work(datetime.now(UTC)) as work:
            yield work

    def exchange(self) -> None:
        """Say what is queued and hear what has come, more often than the worker does every minute."""
        self.beijing.exchange()

    def until(self, page: Page, address: str, shown: Callable[[], Locator]) -> None:
        """Exchange, and look at a page again, until this is there."""
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            self.exchange()
            page.goto(address)
            if shown().count():
                return
        raise AssertionError(f"{address} never comes to that:\n{page.locator('main').inner_text()}")

    def time_passes(self, statement: str, **values: Any) -> None:
        """What only days would bring, for one row, as soon as it is there: the city's clock belongs to all stories."""
        deadline = time.monotonic() + _PATIENCE
        while True:
            with psycopg.connect(self.database) as db:
                if db.execute(statement.encode(), values).rowcount == 1:
                    return
            assert time.monotonic() < deadline, f"never there: {statement}"
            self.exchange()


@pytest.fixture(scope="module")
def nation(house: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nation]:
    """The nation of the running house."""
    told = (each for each in tmp_path_factory.getbasetemp().glob("house*/told.txt") if house in each.read_text())
    folder = next(told).parent / "data"
    with ExitStack() as stack:
        # A server that the environment names is the tests' own: this house has brought its own.
        stack.enter_context(pytest.MonkeyPatch.context()).delenv("XUEJI_DATABASE_URL", raising=False)
        urls = stack.enter_context(running(folder))
        store = Store(keys_in(folder, [BEIJING]).address)
        stack.callback(store.close)
        beijing = stack.enter_context(province(BEIJING, urls.app, folder, {}))
        administrator = Urls(admin_url(folder, urls), None).of_database(urlsplit(urls.app).path[1:])
        yield Nation(store, beijing, administrator.app)


@pytest.fixture
def paper(tmp_path: Path) -> str:
    """A paper to attach."""
    path = tmp_path / "证明.pdf"
    path.write_bytes(PROOF)
    return str(path)
