"""Steps that several stories share, as a person would say them."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

PASSWORD = "xueji-demo-2015"
SAMPLE = Path(__file__).parents[1] / "samples" / "admissions_2015_primary.xlsx"
_SLOW = 60_000
"""Milliseconds that the worker may take for a list of some hundred rows on a busy machine."""


def sign_in(page: Page, house: str, username: str) -> None:
    """Sign in as a persona of the demo, whoever was signed in before, and arrive at the desk."""
    page.context.clear_cookies()
    # The first pages of a house that has just opened wait for its processes to load.
    page.goto(f"{house}/sign-in", timeout=_SLOW)
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("navigation", name="主菜单")).to_be_visible(timeout=_SLOW)


def see(page: Page, text: str) -> None:
    """The page says this."""
    expect(page.locator("main")).to_contain_text(text)


def bring_in_the_sample_list(page: Page, house: str, *, rows: int) -> None:
    """Upload the list, read the verdicts, and confirm the import of exactly so many rows."""
    page.goto(f"{house}/imports/new")
    page.set_input_files("input[name=file]", str(SAMPLE))
    page.get_by_role("button", name="上传并核对").click()
    confirm = page.get_by_role("button", name=f"确认导入{rows}行")
    confirm.wait_for(timeout=_SLOW)
    see(page, "还没有写入任何数据")
    confirm.click()
    expect(page.locator("main")).to_contain_text("导入完成", timeout=_SLOW)


def count_of(page: Page, house: str, label: str) -> int:
    """The number on the worklist line called `label`; 0 when the desk has no such line."""
    page.goto(house)
    line = page.locator(".xj-work-line", has=page.get_by_text(label, exact=True))
    return int(line.locator(".xj-work-count").inner_text()) if line.count() else 0


def every_line_counts_the_rows_behind_it(page: Page, house: str) -> None:
    """Open each line of the desk: the list says the same number, and shows as many rows, or a full page of them."""
    page.goto(house)
    lines = page.locator(".xj-work-line")
    told = [
        (line.locator(".xj-work-count").inner_text(), line.locator("a").get_attribute("href")) for line in lines.all()
    ]
    assert told
    for count, address in told:
        page.goto(f"{house}{address}")
        expect(page.locator(".xj-list-head")).to_contain_text(f"共 {count} ")
        assert rows(page) == min(int(count), 50)


def rows(page: Page) -> int:
    """How many rows the list shows."""
    return page.locator("tbody tr[data-row]").count()


def open_the_first_row(page: Page, house: str, address: str) -> str:
    """Open the list at `address` and its first child; the child's name."""
    page.goto(f"{house}{address}")
    page.locator("tbody tr[data-row] a").first.click()
    return page.locator("h1").evaluate("heading => heading.firstChild.textContent.trim()")


def take_the_step_for_all(page: Page, house: str, state: str, step: str) -> int:
    """Take one step for every row of a state, not only for this page's, and confirm; how many the result speaks of."""
    page.goto(f"{house}/entrants?state={state}")
    page.get_by_label(re.compile("不只本页")).check()
    page.get_by_role("button", name=step, exact=True).click()
    page.get_by_role("button", name=re.compile(r"^办理 \d+ 名$")).click()
    expect(page.get_by_role("heading", name="办理结果")).to_be_visible()
    found = re.search(r"(\d+) 名已办理", page.locator("main").inner_text())
    return int(found[1]) if found else 0


def set_up_classes(page: Page, house: str, *, grade: str, count: int) -> None:
    """Set up so many classes of a grade at the main campus."""
    page.goto(f"{house}/classes/new")
    page.select_option("select[name=grade]", grade)
    page.fill("input[name=count]", str(count))
    page.get_by_role("button", name="建立", exact=True).click()
    see(page, f"已建立{count}个班级" if count > 1 else "已建立班级")


def deal_them_out(page: Page, house: str, *, grade: str, seed: str) -> int:
    """Draw the classes with a published seed and assign accordingly; how many children sit in a class now."""
    page.goto(f"{house}/classes/assign/automatic?grade={grade}")
    page.fill("input[name=seed]", seed)
    page.get_by_role("button", name="生成分班方案").click()
    see(page, "尚未分班，也没有建立学籍")
    see(page, seed)
    page.get_by_role("button", name="按此方案分班").click()
    expect(page.get_by_role("heading", name="分班结果")).to_be_visible()
    found = re.search(r"已分班并建立学籍 (\d+) 名", page.locator("main").inner_text())
    return int(found[1]) if found else 0


def paper_behind(page: Page, link: str) -> bytes:
    """The paper that a link opens, in another tab or not."""
    address = page.get_by_role("link", name=link).first.evaluate("link => link.href")
    return page.request.get(str(address)).body()
