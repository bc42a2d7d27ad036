"""Slides 6 and 7: junior and senior entrants keep the record they have, or wait for it."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from tests.journeys.steps import decide_all, rows, see, sign_in


def test_a_junior_school_takes_over_records_and_waits_for_others(page: Page, house: str) -> None:
    sign_in(page, house, "guishui01")
    page.goto(f"{house}/entrants?state=unclaimed")
    assert rows(page) > 0
    decide_all(page, "claim")
    page.goto(f"{house}/entrants?state=claimed")
    decide_all(page, "register")
    page.goto(f"{house}/entrants?state=record_awaited")
    assert rows(page) > 0
    page.locator("tbody tr[data-row] a").first.click()
    see(page, "在读，待接续学籍")
    assert page.get_by_role("button", name="注册分班").count() == 0

    page.goto(f"{house}/classes/new")
    page.select_option("select[name=grade]", "J1")
    page.fill("input[name=count]", "2")
    if page.locator("select[name=campus]").count():
        page.select_option("select[name=campus]", index=1)
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()
    page.goto(f"{house}/entrants?state=registered")
    page.locator("tbody tr[data-row] a").first.click()
    page.select_option("select[name=class_group]", index=1)
    page.get_by_role("button", name="注册分班").click()
    page.wait_for_load_state()
    see(page, "建立学籍")
    page.get_by_role("link", name="打开学生页面").click()
    page.wait_for_load_state()
    see(page, "小学")
    # The national number came with the record of the primary years; only the city number is new (S12).
    numbers = page.locator("table", has_text="全国学籍号").inner_text()
    assert "2015" in numbers
    assert len(re.findall("全国学籍号", numbers)) == 1


def test_a_model_senior_high_refuses_a_non_local_child_with_the_reason_and_the_remedy(page: Page, house: str) -> None:
    sign_in(page, house, "jingming01")
    page.goto(f"{house}/entrants?state=unclaimed")
    decide_all(page, "claim")
    page.goto(f"{house}/entrants?state=claimed")
    decide_all(page, "register")
    text = page.locator("main").inner_text()
    assert "非本市户籍" in text
    assert "例外" in text
    page.goto(f"{house}/entrants?state=record_awaited")
    see(page, "高中预科")
