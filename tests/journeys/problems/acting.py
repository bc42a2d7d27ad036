"""Steps of people who handle problem records."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

RIGHT, WRONG, REMOVE = "本校学生信息无误，提交佐证", "本校学生信息错误，提交变更", "提交删除"
STANDING = "非本校在学学生修改全国库在校状态"
"""The buttons of S22 and S23, word for word."""


def answer(page: Page, **said: str) -> None:
    """Say what the papers show of the own row, and ask for the road."""
    for name, value in said.items():
        page.locator(f"input[name={name}][value={value}]").check()
    page.get_by_role("button", name="查看办法").click()


def roads(page: Page) -> list[str]:
    """The roads that can be taken now, in the order in which they are advised."""
    return page.locator(".xj-actions a.btn").all_inner_texts()


def take_road(page: Page, button: str, paper: str) -> str:
    """Take this road with its papers; the address of the case."""
    page.locator(".xj-actions").get_by_role("link", name=button, exact=True).click()
    page.locator("input[type=file]").first.set_input_files(paper)
    page.get_by_role("button", name="提交申请").click()
    expect(page).to_have_url(re.compile(r"/cases/\d+$"))
    return page.url


def take(page: Page, case: str, step: str) -> None:
    """Take the step that the case's page offers under this name."""
    page.goto(case)
    page.get_by_role("button", name=step, exact=True).first.click()


def it_is(page: Page, state: str) -> None:
    """The case on this page stands here."""
    expect(page.locator("h1")).to_contain_text(state)


def look_up(page: Page, house: str, child: dict[str, str]) -> None:
    """Look a child of another school up, and read whether it can come."""
    page.goto(f"{house}/cases/new")
    page.get_by_label(re.compile("全国学籍号")).fill(child["national_number"])
    page.get_by_label(re.compile("姓名")).last.fill(child["name"])
    page.get_by_role("button", name="查找并查看能否办理").click()
