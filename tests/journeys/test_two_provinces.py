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
from playwright.sync_api import Locator, Page, expect

from tests.exchange.provinces.country import Province, province
from tests.house.worker_database import remove_folder
from tests.journeys.conftest import free_port
from tests.journeys.steps import see, sign_in
from tests.papers import PROOF
from xueji.server.database import running

_PATIENCE = 120
"""Seconds that a message may take from one desk to the other: nation and provinces live their own days meanwhile."""


@dataclass
class TwoHouses:
    """Addresses of both deployments, and their exchange jobs, run here more often than the worker's every minute."""

    beijing: str
    lanting: str
    provinces: tuple[Province, ...]

    def until(self, page: Page, address: str, shown: Callable[[], Locator]) -> None:
        """Exchange, and look at a page again, until this is there."""
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            self.exchange()
            page.goto(address)
            if shown().count():
                return
        raise AssertionError(f"{address} never comes to that:\n{page.locator('main').inner_text()}")

    def until_it_is(self, page: Page, case: str, state: str) -> None:
        """Exchange until a case has come this far."""
        self.until(page, case, lambda: page.locator("h1", has_text=state))

    def until_the_nation_knows(self, child: dict[str, str]) -> None:
        """Exchange until a child of Beijing has been reported, and heard of."""
        deadline = time.monotonic() + _PATIENCE
        while not self.provinces[0].is_reported(number=child["national_number"]):
            assert time.monotonic() < deadline, "the nation does not answer"
            self.exchange()

    def exchange(self) -> None:
        """Say what is queued and hear what has come, on both sides."""
        for each in self.provinces:
            each.exchange()


@pytest.fixture(scope="module")
def houses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TwoHouses]:
    """The demo of two provinces, as a user starts it."""
    data, port = tmp_path_factory.mktemp("two") / "data", free_port()
    told = data.with_name("told.txt")
    known = {key: value for key, value in os.environ.items() if not key.startswith(("XUEJI_", "DJANGO_"))}
    command = [str(Path(sys.executable).parent / "xueji"), "demo", "--provinces", "2", "--data", str(data)]
    with told.open("w+") as out, ExitStack() as stack:
        for folder in (data, data / "lanting"):
            stack.callback(remove_folder, folder)
        demo = subprocess.Popen([*command, "--port", str(port)], stdout=out, stderr=subprocess.STDOUT, env=known)
        stack.callback(demo.wait, 60)
        stack.callback(demo.send_signal, signal.SIGTERM)
        # A server that the environment names is the tests' own: these two houses have brought theirs.
        stack.enter_context(pytest.MonkeyPatch.context()).delenv("XUEJI_DATABASE_URL", raising=False)
        lanting = waited_for(lambda: address_of("岚汀省", told), demo, told)
        provinces = tuple(
            stack.enter_context(province(code, stack.enter_context(running(folder)).app, folder, {}))
            for code, folder in (("110000", data), ("990000", data / "lanting"))
        )
        yield TwoHouses(f"http://127.0.0.1:{port}", lanting, provinces)


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


@pytest.fixture
def paper(tmp_path: Path) -> str:
    """A paper to attach."""
    path = tmp_path / "申请.pdf"
    path.write_bytes(PROOF)
    return str(path)


def test_s16_to_s18_a_child_of_beijing_goes_to_lanting_and_both_sides_see_every_step(
    page: Page, houses: TwoHouses, paper: str
) -> None:
    beijing, lanting = houses.beijing, houses.lanting
    child = houses.provinces[0].pupil(school="2111000301", grade="P4")
    houses.until_the_nation_knows(child)

    sign_in(page, lanting, "yunting01")
    there = apply_for(page, lanting, child, paper)
    it_is(page, "待转入县办理")
    sign_in(page, lanting, "yunxian01")
    take(page, there, "同意接收")
    it_is(page, "转学申请已发往转出省")

    sign_in(page, beijing, "guichuan01")
    houses.until(page, f"{beijing}/cases", lambda: page.get_by_role("link", name=child["name"]))
    page.get_by_role("link", name=child["name"]).first.click()
    here = page.url
    it_is(page, "等待转出学校审核")
    see(page, "岚汀省")
    take(page, here, "审核通过")
    it_is(page, "转出学校审核通过")
    sign_in(page, lanting, "yunting01")
    houses.until_it_is(page, there, "转出学校审核通过")
    sign_in(page, beijing, "yanqing01")
    take(page, here, "审核通过")
    it_is(page, "等待转入学校调档")

    sign_in(page, lanting, "yunting01")
    houses.until_it_is(page, there, "等待转入学校调档")
    take(page, there, "申请调档")
    houses.until_it_is(page, there, "学籍调档完毕")
    assert children_called(page, lanting, child) == 1
    sign_in(page, beijing, "guichuan01")
    page.goto(here)
    it_is(page, "学籍调档完毕")
    assert children_called(page, beijing, child) == 0


def apply_for(page: Page, house: str, child: dict[str, str], paper: str) -> str:
    """Fill in the application as the family tells it; the address of the case."""
    page.goto(f"{house}/cases/new/cross_province_transfer_in")
    told = {name: child[name] for name in ("name", "birth_date", "document_number", "national_number", "hukou_place")}
    for name, value in {**told, "nationality": "中国", "ethnicity": "汉族", "sending_province": "北京市"}.items():
        page.locator(f"input[name={name}]").fill(value)
    for name in ("sex", "document_type", "grade"):
        page.select_option(f"select[name={name}]", child[name])
    page.select_option("select[name=residency]", "non_local")
    page.select_option("select[name=class_group]", label="小学四年级(1)班")
    page.locator("input[type=file]").set_input_files(paper)
    page.get_by_role("button", name="提交申请").click()
    expect(page).to_have_url(re.compile(r"/cases/\d+$"))
    return page.url


def take(page: Page, address: str, step: str) -> None:
    """Take the step that the case's page offers under this name."""
    page.goto(address)
    page.get_by_role("button", name=step, exact=True).first.click()


def it_is(page: Page, state: str) -> None:
    """The case on this page stands here."""
    expect(page.locator("h1")).to_contain_text(state)


def children_called(page: Page, house: str, child: dict[str, str]) -> int:
    """How many children of a school carry this child's number."""
    page.goto(f"{house}/children?q={child['national_number']}")
    return page.locator("tbody tr[data-row]").count()
