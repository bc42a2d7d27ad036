"""A running house with the invented city, and a real browser: one for all stories of a worker that leave the day alone."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, Response, sync_playwright

_CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_SERVER_ERROR = 500


@dataclass(frozen=True)
class Demo:
    """A running demo: where a browser reaches it, and its data folder."""

    address: str
    data: Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo on its first day, with its nation beside it. Each story has schools or children of its own there."""
    with _demo(tmp_path_factory.mktemp("house")) as opened:
        yield opened


@pytest.fixture(scope="session")
def house(demo: Demo) -> str:
    """The address of that demo."""
    return demo.address


@pytest.fixture
def house_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demo for a story that moves the city's clock."""
    with _demo(tmp_path_factory.mktemp("house")) as opened:
        yield opened.address


@contextmanager
def _demo(data: Path) -> Iterator[Demo]:
    """The demo as a user starts it, in a data folder of its own."""
    port = free_port()
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("XUEJI_", "DJANGO_"))}
    command = [str(Path(sys.executable).parent / "xueji"), "demo", "--data", str(data / "data"), "--port", str(port)]
    with (data / "told.txt").open("w+") as told:
        running = subprocess.Popen(command, stdout=told, stderr=subprocess.STDOUT, env=environment)
        try:
            _wait(port, running, told.name)
            yield Demo(f"http://127.0.0.1:{port}", data / "data")
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait(timeout=40)


def _wait(port: int, running: subprocess.Popen[bytes], told: str) -> None:
    for _ in range(900):
        if running.poll() is not None:
            break
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    pytest.fail(f"the house did not open:\n{Path(told).read_text()}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """An installed Chromium, else playwright's own; without one the journeys fail, they are never skipped.

    It ends with its file: while playwright runs, Django takes the whole thread for an asynchronous one.
    """
    with sync_playwright() as playwright:
        installed = next((found for name in _CHROMIUMS if (found := shutil.which(name))), None)
        try:
            chromium = playwright.chromium.launch(executable_path=installed, args=list(_FLAGS))
        except Error as error:
            pytest.fail(f"no Chromium for the journeys; `make browser` installs one:\n{error}")
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh window at a desk's usual size."""
    with window(browser) as fresh:
        yield fresh


@contextmanager
def window(browser: Browser) -> Iterator[Page]:
    """A window of its own. The story fails when a page breaks in it, even where it does not look there."""
    broken: list[str] = []

    def note(answer: Response) -> None:
        if answer.status >= _SERVER_ERROR:
            broken.append(f"{answer.status} {answer.url}")

    context = browser.new_context(viewport={"width": 1366, "height": 900}, accept_downloads=True)
    fresh = context.new_page()
    fresh.on("pageerror", lambda error: broken.append(f"{fresh.url}: {error}"))
    fresh.on("response", note)
    yield fresh
    context.close()
    assert broken == []
