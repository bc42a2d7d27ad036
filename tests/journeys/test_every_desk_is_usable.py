"""Every desk for those who do not see it, on a phone and a desk's screen in both languages, and by keyboard."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.steps import open_the_first_row, sign_in

NOBODY = ("/sign-in", "/forgotten-password")
DESKS = {
    "qingtan01": (
        *("/", "/entrants", "/entrants?state=claimed", "/children", "/classes", "/classes/new", "/classes/assign/file"),
        *("/classes/assign?grade=P1", "/classes/assign/automatic?grade=P1", "/imports", "/imports/new", "/exceptions"),
        *("/duplicates", "/change-password"),
        *("/cases", "/cases?tab=open", "/cases?tab=closed", "/cases/new", "/cases/review"),
    ),
    "haidian01": (
        *("/district", "/district/schools", "/entrants", "/duplicates", "/filings", "/exceptions", "/places"),
        *("/accounts", "/accounts/new", "/cases", "/cases?tab=open", "/cases/review"),
    ),
    "beijing01": (
        *(
            "/city",
            "/city/districts",
            "/entrants",
            "/imports",
            "/imports/new",
            "/calendar",
            "/quotas",
            "/quotas/change",
        ),
        *("/exceptions", "/exceptions/new", "/places", "/places/schools/new", "/places/districts/new", "/accounts"),
        *("/training-clock", "/training-clock?to=2015-09-17", "/cases", "/cases?tab=open"),
    ),
    "guichuan04": ("/classes", "/children"),
}
OPENED = {
    "qingtan01": (
        *("/entrants?state=unclaimed", "/entrants?state=claimed", "/entrants?state=registered"),
        *("/entrants?state=deferred", "/children", "/classes", "/cases", "/cases?tab=open", "/cases?tab=closed"),
    ),
    "haidian01": ("/duplicates", "/district/schools", "/accounts", "/cases"),
    "beijing01": ("/city/districts", "/places", "/accounts"),
}
"""Lists whose first row is opened too: a case in each state, a child, a class, a doubt, a school, an account."""
GRAVE = {"serious", "critical"}
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1366, "height": 900}
"""What `page` opens with, too."""


@pytest.mark.parametrize("username", ["", *DESKS])
def test_no_page_has_a_grave_fault_or_scrolls_sideways(page: Page, house: str, username: str) -> None:
    if username:
        sign_in(page, house, username)
    addresses = [*DESKS.get(username, NOBODY), *pages_behind_lists(page, house, username)]
    faults = []
    for address in addresses:
        look_at(page, house, address)
        faults += [f"{address} {fault}" for fault in [*grave_faults(page), *sideways(page)]]
    page.get_by_role("button", name="English").click()
    for address in addresses:
        look_at(page, house, address)
        faults += [f"{address} in English {fault}" for fault in sideways(page)]
    assert faults == []


def look_at(page: Page, house: str, address: str) -> None:
    answer = page.goto(f"{house}{address}")
    assert answer is not None, address
    assert answer.status == 200, address


def pages_behind_lists(page: Page, house: str, username: str) -> list[str]:
    found = []
    for address in OPENED.get(username, ()):
        page.goto(f"{house}{address}")
        found.append(str(page.locator("tbody tr[data-row] a").first.get_attribute("href")))
    return found + [f"{address}/form" for address in found if address.startswith("/children/")]


def grave_faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{each['id']} {each['nodes'][0]['html'][:120]}" for each in found if each["impact"] in GRAVE]


def sideways(page: Page) -> list[str]:
    found = []
    for screen in (PHONE, DESK):
        page.set_viewport_size(screen)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > screen["width"]:
            found.append(f"is {width} px wide on a screen of {screen['width']}")
    return found


def test_a_list_is_searched_walked_picked_and_opened_without_a_mouse(page: Page, house: str) -> None:
    sign_in(page, house, "qingtan01")
    page.goto(f"{house}/entrants?state=claimed")
    page.keyboard.press("/")
    expect(page.locator("#frame-search")).to_be_focused()
    page.locator("#frame-search").blur()

    lines = page.locator("tbody tr[data-row]")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(lines.nth(1)).to_be_focused()
    assert focus_is_visible(page)
    page.keyboard.press("k")
    expect(lines.nth(0)).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator("tbody input[name=pick]:checked")).to_have_count(1)
    name = lines.nth(0).get_by_role("link").inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(name)


def test_the_primary_action_of_a_page_is_reached_by_tab_and_taken_by_enter(page: Page, house: str) -> None:
    sign_in(page, house, "qingtan01")
    open_the_first_row(page, house, "/entrants?state=claimed")
    deed = page.locator("main").get_by_role("button", name="入学注册")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    assert focus_is_visible(page)
    page.keyboard.press("Enter")
    for _ in range(12):
        page.keyboard.press("Tab")
        assert focus_is_visible(page)
        if deed.evaluate("button => button === document.activeElement"):
            break
    expect(deed).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("已办理：入学注册")


def focus_is_visible(page: Page) -> bool:
    """Whether what has the focus is drawn with an outline or a ring around it."""
    return bool(
        page.evaluate(
            """() => {
                const drawn = getComputedStyle(document.activeElement);
                const outlined = drawn.outlineStyle !== "none" && parseFloat(drawn.outlineWidth) > 0;
                return outlined || drawn.boxShadow !== "none";
            }"""
        )
    )
