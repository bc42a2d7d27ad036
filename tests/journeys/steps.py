"""Steps of the stories, as a person would say them."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PASSWORD


def sign_in(page: Page, house: str, username: str) -> None:
    """Sign in as a persona of the demo, whoever was signed in before."""
    page.context.clear_cookies()
    page.goto(f"{house}/sign-in")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_load_state()


def count_of(page: Page, label: str) -> int:
    """The number on the worklist line called `label`; 0 when there is no such line."""
    line = page.locator("a", has=page.locator(".xj-work-label", has_text=re.compile(f"^{re.escape(label)}$")))
    return int(line.locator(".xj-work-count").inner_text()) if line.count() else 0


def rows(page: Page) -> int:
    """How many rows the list shows."""
    return page.locator("tbody tr[data-row]").count()


def decide_all(page: Page, deed: str) -> None:
    """Choose every row of the list, not only this page, and press the button `deed`; confirm where asked."""
    everything = page.locator("input[name=everything]")
    if everything.count():
        everything.check()
    else:
        page.locator("thead input[type=checkbox]").check()
    page.locator(f"button[name=deed][value={deed}]").click()
    page.wait_for_load_state()
    confirm_if_asked(page)


def confirm_if_asked(page: Page) -> None:
    """Press the one primary button of a page that wants confirmation."""
    primary = page.locator("main form button.btn-primary[type=submit]")
    if "/result" not in page.url and "/done" not in page.url and primary.count():
        primary.first.click()
        page.wait_for_load_state()


def see(page: Page, text: str) -> None:
    """The page says this."""
    expect(page.locator("main")).to_contain_text(text)
