"""Every desk on a phone, by keyboard, and for those who do not see it."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.steps import sign_in

DESKS = {
    "qingtan01": ["/", "/entrants", "/entrants?state=claimed", "/children", "/classes", "/classes/new", "/imports",
                  "/classes/assign?grade=P1", "/classes/assign/automatic?grade=P1", "/exceptions", "/duplicates"],
    "haidian01": ["/district", "/district/schools", "/entrants", "/duplicates", "/filings", "/exceptions", "/accounts"],
    "beijing01": ["/city", "/city/districts", "/entrants", "/imports", "/imports/new", "/calendar", "/quotas",
                  "/exceptions", "/exceptions/new", "/places", "/accounts", "/training-clock"],
}  # fmt: skip
GRAVE = {"serious", "critical"}


def opened(page: Page) -> list[str]:
    """Addresses behind the first rows of the lists: a case, a child, its form."""
    found = []
    for start, more in (("/entrants?state=registered", ""), ("/children", ""), ("/children", "/form")):
        page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/")[2] + start)
        found.append(str(page.locator("tbody tr[data-row] a").first.get_attribute("href")) + more)
    return found


@pytest.mark.parametrize("username", DESKS)
def test_no_page_has_a_serious_fault_or_scrolls_sideways_on_a_phone(page: Page, house: str, username: str) -> None:
    sign_in(page, house, username)
    pages = [*DESKS[username], *(opened(page) if username == "qingtan01" else [])]
    faults = []
    for address in pages:
        page.set_viewport_size({"width": 1366, "height": 900})
        answer = page.goto(f"{house}{address}")
        assert answer is not None, address
        assert answer.status == 200, address
        found = Axe().run(page).response["violations"]
        faults += [(address, each["id"], each["nodes"][0]["html"][:120]) for each in found if each["impact"] in GRAVE]
        page.set_viewport_size({"width": 390, "height": 844})
        if page.evaluate("document.documentElement.scrollWidth") > 390:
            faults.append((address, "scrolls sideways", ""))
    assert faults == []


def test_the_list_is_walked_without_a_mouse(page: Page, house: str) -> None:
    sign_in(page, house, "qingtan01")
    page.goto(f"{house}/entrants?state=claimed")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator("tbody tr[data-row] input[type=checkbox]:checked").count() == 1
