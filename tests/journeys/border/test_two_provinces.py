"""Slides 16 to 18 from both sides: a child of Beijing goes to the other province, by hand at the desks of both."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.exchange.provinces.country import province
from tests.house.worker_database import remove_folder
from tests.journeys.border.nation import BEIJING, Nation
from tests.journeys.border.walking import Desks, class_of, key_of
from tests.journeys.conftest import free_port
from tests.journeys.steps import see
from xueji.exchange.simulator.store.work import Store
from xueji.server.database import prepare, running
from xueji.server.nation.keys import keys_in

LANTING, LANTING_FOLDER = "990000", "lanting"
TRANSFER_IN = "cross_province_transfer_in"


@dataclass
class TwoHouses:
    """The desks of both deployments, and the nation between them."""

    nation: Nation
    beijing: Desks
    lanting: Desks


@pytest.fixture(scope="module")
def houses(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TwoHouses]:
    """The demo of two provinces as a user starts it, but its Beijing is small; then the nation's clock is stopped.

    Whoever stands in Beijing is reported before anything else is said: thousands would keep this story waiting.
    """
    data, port = tmp_path_factory.mktemp("two") / "data", free_port()
    told = data.with_name("told.txt")
    known = {key: value for key, value in os.environ.items() if not key.startswith(("XUEJI_", "DJANGO_"))}
    command = [str(Path(sys.executable).parent / "xueji"), "demo", "--provinces", "2", "--data", str(data)]
    with told.open("w+") as out, ExitStack() as stack:
        for folder in (data, data / LANTING_FOLDER):
            stack.callback(remove_folder, folder)
        # A server that the environment names is the tests' own: these two houses have brought theirs.
        stack.enter_context(pytest.MonkeyPatch.context()).delenv("XUEJI_DATABASE_URL", raising=False)
        urls = stack.enter_context(running(data))
        prepare(urls)
        with province(BEIJING, urls.app, data, {}) as founder:
            founder.found(code=BEIJING)
        demo = subprocess.Popen([*command, "--port", str(port)], stdout=out, stderr=subprocess.STDOUT, env=known)
        stack.callback(demo.wait, 60)
        stack.callback(demo.send_signal, signal.SIGTERM)
        address = waited_for(lambda: address_of("岚汀省", told), demo, told)
        # Only now have both been told their exchange.
        beijing = stack.enter_context(province(BEIJING, urls.app, data, {}))
        theirs = stack.enter_context(running(data / LANTING_FOLDER)).app
        lanting = stack.enter_context(province(LANTING, theirs, data / LANTING_FOLDER, {}))
        store = Store(keys_in(data, [BEIJING, LANTING]).address)
        stack.callback(store.close)
        nation = Nation(store, (beijing, lanting))
        stack.enter_context(nation.at_our_word())
        here = Desks(browser, f"http://127.0.0.1:{port}", nation, stack)
        yield TwoHouses(nation, here, Desks(browser, address, nation, stack))


def test_s16_to_s18_a_child_of_beijing_goes_to_lanting_and_both_sides_see_every_step(
    houses: TwoHouses, paper: str
) -> None:
    nation, beijing, lanting = houses.nation, houses.beijing, houses.lanting
    child = nation.beijing.pupil(school="2111000301", grade="P4")
    said = {"residency": "non_local", "hukou_place": child["hukou_place"], "class_group": class_of("P4")}
    there = lanting.applies("yunting01", TRANSFER_IN, child, paper, ethnicity="汉族", sending_province="北京市", **said)
    lanting.sees("yunting01", there, "待转入县办理")
    lanting.takes("yunxian01", there, "同意接收")
    lanting.sees("yunting01", there, "转学申请已发往转出省")
    nation.knows(child["national_number"])
    nation.is_told(key_of(there, LANTING), "go")

    here = beijing.finds("guichuan01", child["name"])
    see(beijing.sees("guichuan01", here, "等待转出学校审核"), "岚汀省")
    beijing.takes("guichuan01", here, "审核通过")
    beijing.sees("guichuan01", here, "转出学校审核通过")
    lanting.comes_to_see("yunting01", there, "转出学校审核通过")
    beijing.takes("yanqing01", here, "审核通过")
    beijing.sees("yanqing01", here, "等待转入学校调档")

    lanting.comes_to_see("yunting01", there, "等待转入学校调档")
    lanting.takes("yunting01", there, "申请调档")
    lanting.comes_to_see("yunting01", there, "学籍调档完毕")
    assert lanting.children_called("yunting01", child["national_number"]) == 1
    beijing.sees("guichuan01", here, "学籍调档完毕")
    assert beijing.children_called("guichuan01", child["national_number"]) == 0


def address_of(name: str, told: Path) -> str:
    """Where a province is reached, once the demo has said so."""
    found = re.search(rf"{name}.*(http://\S+?)/?$", told.read_text(), re.MULTILINE)
    return found[1] if found else ""


def waited_for(seen: Callable[[], str], demo: subprocess.Popen[bytes], told: Path) -> str:
    """What the demo has said, once it has; the story fails with all its words when it ends before."""
    for _ in range(1500):
        if found := seen():
            return found
        if demo.poll() is not None:
            break
        time.sleep(0.2)
    pytest.fail(f"the two houses did not open:\n{told.read_text()}")
