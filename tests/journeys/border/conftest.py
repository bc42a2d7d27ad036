"""The nation behind the running demo, and a paper to attach."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.exchange.provinces.country import province
from tests.journeys.border.nation import BEIJING, Nation
from tests.journeys.border.walking import Desks
from tests.journeys.conftest import Demo
from tests.papers import PROOF
from xueji.exchange.simulator.store.work import Store
from xueji.server.database import running
from xueji.server.nation.keys import keys_in


@pytest.fixture(scope="module")
def nation(demo: Demo) -> Iterator[Nation]:
    """The nation beside the demo, its clock stopped for this file: it takes a step when a story says so."""
    with ExitStack() as stack:
        # A server that the environment names is the tests' own: this house has brought its own.
        stack.enter_context(pytest.MonkeyPatch.context()).delenv("XUEJI_DATABASE_URL", raising=False)
        urls = stack.enter_context(running(demo.data))
        store = Store(keys_in(demo.data, [BEIJING]).address)
        stack.callback(store.close)
        beijing = stack.enter_context(province(BEIJING, urls.app, demo.data, {}))
        found = Nation(store, (beijing,))
        with found.at_our_word():
            yield found


@pytest.fixture
def paper(tmp_path: Path) -> str:
    """A paper to attach."""
    path = tmp_path / "申请.pdf"
    path.write_bytes(PROOF)
    return str(path)


@pytest.fixture(scope="module")
def desks(browser: Browser, house: str, nation: Nation) -> Iterator[Desks]:
    """The desks of the demo."""
    with ExitStack() as stack:
        yield Desks(browser, house, nation, stack)
