"""Slides 8 and 9: a child moves to a school of another district, with every office in turn, and with a refusal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import every_line_counts_the_rows_behind_it, see, sign_in
from tests.papers import PROOF

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1366, "height": 900}


@pytest.fixture
def paper(tmp_path: Path) -> str:
    """A paper to attach."""
    path = tmp_path / "证明.pdf"
    path.write_bytes(PROOF)
    return str(path)


def test_s8_a_local_child_moves_across_districts_and_every_office_sees_where_it_stands(
    page: Page, house: str, paper: str
) -> None:
    name, number = a_child_of(page, house, "guichuan01", "P4", "本市户籍")
    page.set_viewport_size(PHONE)
    sign_in(page, house, "qingtan01")
    address = apply_for(page, house, name, number, paper, reason="户籍变更")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the phone scrolls sideways"
    page.set_viewport_size(DESK)
    see(page, "待转入区县审核")

    for officer, next_state in (
        ("haidian01", "待转出学校审核"),
        ("guichuan01", "待转出区县审核"),
        ("yanqing01", "转出区县审核通过"),
    ):
        sign_in(page, house, officer)
        every_line_counts_the_rows_behind_it(page, house)
        page.goto(address)
        page.get_by_role("button", name="审核通过", exact=True).first.click()
        see(page, next_state)

    sign_in(page, house, "qingtan01")
    page.goto(address)
    page.get_by_role("link", name="打开学生页面").click()
    see(page, "青檀路小学")
    see(page, "转入")
    page.goto(f"{house}/children?q={number}")
    expect(page.locator("tbody tr[data-row]")).to_have_count(1)
    sign_in(page, house, "guichuan01")
    page.goto(f"{house}/children?q={number}")
    expect(page.locator("tbody tr[data-row]")).to_have_count(0)


def test_s8_a_refusal_says_why_and_leaves_the_child_where_it_is(page: Page, house: str, paper: str) -> None:
    name, number = a_child_of(page, house, "guichuan01", "P6", "本市户籍")
    sign_in(page, house, "qingtan01")
    look_up(page, house, name, number)
    see(page, "毕业年级不予转学")
    see(page, "不能办理")

    name, number = a_child_of(page, house, "guichuan01", "P2", "本市户籍")
    sign_in(page, house, "qingtan01")
    address = apply_for(page, house, name, number, paper, reason="房产变更")
    sign_in(page, house, "haidian01")
    page.goto(address)
    page.get_by_role("link", name="审核不通过").first.click()
    page.get_by_role("button", name="审核不通过", exact=True).first.click()
    see(page, "须说明理由")
    page.get_by_label(re.compile("^理由")).first.fill("房产证明与学校招生范围不符。")
    page.get_by_role("button", name="审核不通过", exact=True).first.click()
    see(page, "转入区县审核不通过")
    sign_in(page, house, "qingtan01")
    page.goto(address)
    see(page, "房产证明与学校招生范围不符。")
    sign_in(page, house, "guichuan01")
    page.goto(f"{house}/children?q={number}")
    expect(page.locator("tbody tr[data-row]")).to_have_count(1)


def test_s9_a_foreign_child_needs_a_licensed_school(page: Page, house: str, paper: str) -> None:
    name, number = a_child_of(page, house, "wanghu01", "J2", "外籍")
    sign_in(page, house, "landian01")
    look_up(page, house, name, number)
    see(page, "转入学校没有接收外籍学生资质")
    see(page, "请改由有接收外籍学生资质的学校申请")
    sign_in(page, house, "wanghu01")
    name, number = a_child_of(page, house, "landian01", "J2", "本市户籍")
    sign_in(page, house, "wanghu01")
    address = apply_for(page, house, name, number, paper, reason="其他原因")
    page.goto(address)
    see(page, "待转入区县审核")
    page.get_by_role("link", name="撤销申请").first.click()
    page.get_by_label(re.compile("^理由")).first.fill("监护人改变主意。")
    page.get_by_role("button", name="撤销申请", exact=True).first.click()
    see(page, "转学申请已撤销")


def a_child_of(page: Page, house: str, registrar: str, grade: str, residency: str) -> tuple[str, str]:
    """Name and national number of a child of a school, of this residency and without an open case."""
    sign_in(page, house, registrar)
    page.goto(f"{house}/children?grade={grade}")
    rows = page.locator("tbody tr[data-row]")
    told = [(row.inner_text(), str(row.locator("a").first.evaluate("a => a.href"))) for row in rows.all()]
    for text, child in told:
        number = re.search(r"[GLJ](?: ?\d){17} ?[\dX]", text)
        page.goto(child)
        if not number or residency not in page.locator("main").inner_text():
            continue
        name = page.locator("h1").evaluate("heading => heading.firstChild.textContent.trim()")
        page.goto(f"{child}/procedures")
        if page.get_by_role("heading", name="在办业务").count() == 0:
            return str(name), number.group().replace(" ", "")
    raise AssertionError(f"{registrar} has no child of {grade}, {residency}")


def look_up(page: Page, house: str, name: str, number: str) -> None:
    """Look a child of another school up by number and name, and read whether it can come."""
    page.goto(f"{house}/cases/new")
    page.get_by_label(re.compile("全国学籍号")).fill(number)
    page.get_by_label(re.compile("姓名")).last.fill(name)
    page.get_by_role("button", name="查找并查看能否办理").click()


def apply_for(page: Page, house: str, name: str, number: str, paper: str, *, reason: str) -> str:
    """Apply for a child; the address of its case."""
    look_up(page, house, name, number)
    see(page, "可以申请")
    page.get_by_label(re.compile("转学原因")).select_option(label=reason)
    page.locator("select[name=class_group]").select_option(index=1)
    for upload in page.locator("input[type=file]").all():
        upload.set_input_files(paper)
    page.get_by_role("button", name="提交申请").click()
    expect(page).to_have_url(re.compile(r"/cases/\d+$"))
    return page.url
