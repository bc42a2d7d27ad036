"""A school that brings its own list: it takes in only its own children, and the district confirms them once."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.steps import (
    bring_in_the_sample_list,
    count_of,
    deal_them_out,
    open_the_first_row,
    see,
    set_up_classes,
    sign_in,
    take_the_step_for_all,
)

OWN = 105


def test_what_a_school_brings_itself_gets_no_record_before_the_district_confirms(page: Page, house: str) -> None:
    sign_in(page, house, "guichuan01")
    bring_in_the_sample_list(page, house, rows=OWN)
    assert take_the_step_for_all(page, house, "unclaimed", "获取") == OWN
    assert take_the_step_for_all(page, house, "claimed", "入学注册") == OWN
    set_up_classes(page, house, grade="P1", count=3)
    no_class_is_given_yet(page, house)

    sign_in(page, house, "yanqing01")
    assert count_of(page, house, "待确认录取") == OWN
    confirm_them_all(page, house)
    assert count_of(page, house, "待确认录取") == 0

    sign_in(page, house, "guichuan01")
    assert deal_them_out(page, house, grade="P1", seed="7") == OWN


def no_class_is_given_yet(page: Page, house: str) -> None:
    """The child's page and the drawing of classes both say why, and who mends it."""
    open_the_first_row(page, house, "/entrants?state=registered")
    see(page, "尚未经区县确认，不能建立学籍")
    see(page, "请由区县学籍管理人员核对招生入学结果后办理“确认录取”")
    expect(page.locator("select[name=class_group]")).to_have_count(0)
    page.goto(f"{house}/classes/assign/automatic?grade=P1")
    expect(page.get_by_role("button", name="生成分班方案")).to_have_attribute("aria-disabled", "true")


def confirm_them_all(page: Page, house: str) -> None:
    page.goto(f"{house}/entrants?confirmed=no")
    page.get_by_label("不只本页").check()
    page.get_by_role("button", name="确认录取", exact=True).click()
    page.get_by_role("button", name=f"办理 {OWN} 名").click()
    see(page, f"{OWN} 名已办理“确认录取”")
