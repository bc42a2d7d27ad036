"""Walking a case from desk to desk: everybody stays signed in at a desk of their own, and notes the status it shows."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.border.nation import BEIJING, Nation
from tests.journeys.conftest import window
from tests.journeys.steps import sign_in
from xueji.vocabulary.schooling.grades import Grade

SEEN: set[str] = set()
"""Every status that a desk has shown at the head of a case, in this process."""
_OF_THE_CHILD = ("name", "sex", "birth_date", "document_type", "document_number", "national_number", "grade")
_FAMILY = {
    "nationality": "中国",
    "ethnicity": "蒙古族",
    "sending_province": "内蒙古自治区",
    "hukou_place": "内蒙古自治区",
    "residency": "local",
    "reason_code": "other",
}
_PATIENCE = 60
"""Seconds that a message may take from desk to desk."""


@dataclass
class Desks:
    """The desks of the demo, each in a window of its own from the first time somebody sits down there."""

    browser: Browser
    house: str
    nation: Nation
    stack: ExitStack
    _open: dict[str, Page] = field(default_factory=dict)

    def of(self, username: str) -> Page:
        """The window in which this persona is signed in."""
        if username not in self._open:
            page = self.stack.enter_context(window(self.browser))
            sign_in(page, self.house, username)
            self._open[username] = page
        return self._open[username]

    def opens(self, username: str, case: str) -> Page:
        """This persona opens a case."""
        page = self.of(username)
        page.goto(case)
        return page

    def sees(self, username: str, case: str, status: str) -> Page:
        """This persona opens a case, and it stands at this status, word for word."""
        page = self.opens(username, case)
        expect(_status(page)).to_have_text(status)
        SEEN.add(status)
        return page

    def comes_to_see(self, username: str, case: str, status: str) -> Page:
        """Exchange until the case stands at this status."""
        self.until(lambda: _status(self.opens(username, case)).inner_text() == status)
        return self.sees(username, case, status)

    def until(self, shown: Callable[[], bool]) -> None:
        """Exchange until a desk shows this, or has had time enough to show it."""
        deadline = time.monotonic() + _PATIENCE
        while not shown() and time.monotonic() < deadline:
            self.nation.exchange()

    def takes(self, username: str, case: str, step: str, reason: str = "") -> Page:
        """This persona takes the step of this name; with a reason, in the form that asks for one."""
        page = self.opens(username, case)
        if reason:
            link = page.get_by_role("link", name=step, exact=True)
            if link.count():
                link.first.click()
            page.get_by_label(re.compile("^理由")).first.fill(reason)
        page.get_by_role("button", name=step, exact=True).first.click()
        return page

    def applies(self, username: str, procedure: str, child: dict[str, Any], paper: str, **said: str) -> str:
        """Fill in the application for a child as its family tells it, unless `said` otherwise; the address of the case.

        What the form does not ask for is left out.
        """
        page = self.of(username)
        page.goto(f"{self.house}/cases/new/{procedure}")
        told = {**_FAMILY, **{name: child[name] for name in _OF_THE_CHILD}, **said}
        for name, value in told.items():
            if page.locator(f"main [name={name}]").count():
                answer(page, name, value)
        return _sends(page, paper)

    def applies_inside(self, username: str, child: dict[str, str], paper: str, *, class_group: str) -> str:
        """Look a child of another school of the city up, and apply for it; the address of the case."""
        page = self.of(username)
        page.goto(f"{self.house}/cases/new")
        page.get_by_label(re.compile("全国学籍号")).fill(child["national_number"])
        page.get_by_label(re.compile("姓名")).last.fill(child["name"])
        page.get_by_role("button", name="查找并查看能否办理").click()
        answer(page, "reason_code", "other")
        answer(page, "class_group", class_group)
        return _sends(page, paper)

    def finds(self, username: str, name: str) -> str:
        """Exchange until an application for a child of this name lies on this persona's desk; the address of its case."""
        page = self.of(username)
        self.until(lambda: self.waits_for(username, name))
        page.get_by_role("link", name=name).first.click()
        expect(_status(page)).to_be_visible()
        return page.url

    def waits_for(self, username: str, name: str) -> bool:
        """Whether a case about a child of this name is on this persona's list."""
        page = self.of(username)
        page.goto(f"{self.house}/cases")
        return page.get_by_role("link", name=name).count() > 0

    def children_called(self, username: str, number: str) -> int:
        """How many children of this persona's school carry a number."""
        page = self.of(username)
        page.goto(f"{self.house}/children?q={number}")
        return page.locator("tbody tr[data-row]").count()


def answer(page: Page, name: str, value: str) -> None:
    """Answer one question of a form, whichever way it is asked."""
    asked = page.locator(f"main [name={name}]").first
    if asked.evaluate("field => field.tagName") == "SELECT":
        asked.select_option(value)
    else:
        asked.fill(value)


def _sends(page: Page, paper: str) -> str:
    for upload in page.locator("input[type=file]").all():
        upload.set_input_files(paper)
    page.get_by_role("button", name="提交申请").click()
    expect(page).to_have_url(re.compile(r"/cases/\d+$"))
    return page.url


def key_of(case: str, province: str = BEIJING) -> str:
    """The key under which the nation knows a province's application."""
    return f"{province}-{case.rpartition('/')[2]}"


def class_of(grade: str) -> str:
    """The first class of a grade, as a form names it."""
    return f"{Grade(grade).label.zh}(1)班"


def missing(statuses: Iterable[str]) -> list[str]:
    """Which of these no desk has shown."""
    return [status for status in statuses if status not in SEEN]


def _status(page: Page) -> Locator:
    return page.locator("h1 .xj-tag").first
