"""Slides 6 and 7: junior and senior entrants keep the record they have, or wait for it; senior schools refuse some."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.steps import (
    count_of,
    every_line_counts_the_rows_behind_it,
    open_the_first_row,
    see,
    set_up_classes,
    sign_in,
    take_the_step_for_all,
)

REFUSED, INLAND = 2, 16


def test_a_junior_entrant_of_the_city_keeps_its_number_and_one_from_outside_waits(page: Page, house: str) -> None:
    sign_in(page, house, "guishui01")
    entrants = count_of(page, house, "未获取")
    assert take_the_step_for_all(page, house, "unclaimed", "获取") == entrants
    assert take_the_step_for_all(page, house, "claimed", "入学注册") == entrants
    registered, awaited = count_of(page, house, "已注册（待分班）"), count_of(page, house, "在读，待接续学籍")
    assert registered > 0
    assert awaited > 0
    assert registered + awaited == entrants
    every_line_counts_the_rows_behind_it(page, house)

    set_up_classes(page, house, grade="J1", count=2)
    one_from_outside_is_not_offered_a_class(page, house, registered)
    assign_one_of_the_city(page, house)
    page.get_by_role("link", name="打开学生页面").click()
    its_national_number_is_the_one_of_primary_school(page)


def test_a_model_senior_school_refuses_a_non_local_child_until_the_city_grants_it(page: Page, house: str) -> None:
    sign_in(page, house, "jingming01")
    entrants = count_of(page, house, "未获取")
    assert take_the_step_for_all(page, house, "unclaimed", "获取") == entrants
    assert take_the_step_for_all(page, house, "claimed", "入学注册") == entrants - REFUSED
    see(page, f"{REFUSED} 名没有办理")
    an_inland_class_entrant_attends_the_preparatory_year_and_waits_for_its_record(page, house)
    name = open_the_first_row(page, house, "/entrants?state=claimed")
    refused = page.url
    the_page_says_why_and_what_mends_it(page)

    sign_in(page, house, "beijing01")
    grant_an_exception(page, house, name)
    sign_in(page, house, "jingming01")
    see(page, "京教基二〔2015〕批字7号")
    page.goto(refused)
    page.get_by_role("button", name="入学注册").click()
    see(page, "已办理：入学注册")

    # The other of the two was granted nothing.
    open_the_first_row(page, house, "/entrants?state=claimed")
    the_page_says_why_and_what_mends_it(page)


def an_inland_class_entrant_attends_the_preparatory_year_and_waits_for_its_record(page: Page, house: str) -> None:
    assert count_of(page, house, "在读，待接续学籍") == INLAND
    open_the_first_row(page, house, "/entrants?state=record_awaited")
    see(page, "高中预科")
    see(page, "内高班")
    see(page, "等待外省市调档")


def one_from_outside_is_not_offered_a_class(page: Page, house: str, registered: int) -> None:
    """Its page says what it waits for, its clock stands, and the list of those to assign leaves it out."""
    name = open_the_first_row(page, house, "/entrants?state=record_awaited")
    see(page, "在读，待接续学籍")
    see(page, "停止计时")
    see(page, "该生学籍尚未到位")
    see(page, "毕业后跨省就学")
    expect(page.get_by_role("button", name="学籍已到位")).to_have_attribute("aria-disabled", "true")
    expect(page.locator("select[name=class_group]")).to_have_count(0)
    page.goto(f"{house}/classes/assign?grade=J1&q={name}")
    see(page, "没有符合条件的新生")
    page.goto(f"{house}/classes/assign?grade=J1")
    expect(page.locator(".xj-facts div", has_text="待分班")).to_contain_text(f"{registered} 人")


def assign_one_of_the_city(page: Page, house: str) -> None:
    open_the_first_row(page, house, "/entrants?state=registered")
    page.get_by_label("班级").select_option(index=1)
    page.get_by_role("button", name="注册分班").click()
    see(page, "已办理：注册分班")
    see(page, "建立学籍")


def its_national_number_is_the_one_of_primary_school(page: Page) -> None:
    """One national number, given years ago and still in use; only the city's number is new with the stage (S12)."""
    national = page.locator("#numbers tbody tr", has_text="全国学籍号")
    expect(national).to_have_count(1)
    expect(national).to_contain_text("使用中")
    expect(national).not_to_contain_text("2015-")
    expect(page.locator("#numbers tbody tr", has_text="学籍辅号")).to_have_count(2)
    see(page, "毕结肄业")


def the_page_says_why_and_what_mends_it(page: Page) -> None:
    see(page, "高中严格限制入学")
    see(page, "市级录入批准例外")
    expect(page.get_by_role("button", name="入学注册")).to_have_attribute("aria-disabled", "true")


def grant_an_exception(page: Page, house: str, name: str) -> None:
    page.goto(f"{house}/exceptions/new")
    page.check("input[name=kind][value=senior_non_local]")
    page.fill("input[name=paper_number]", "京教基二〔2015〕批字7号")
    page.fill("input[name=ends_on]", "2015-09-16")
    page.fill("textarea[name=reason]", "父母为引进人才，市级批准")
    page.fill("input[name=find]", name)
    page.get_by_role("group", name="适用新生").get_by_role("button", name="查找").click()
    page.locator("input[name=entrant]").check()
    page.get_by_role("button", name="录入并生效").click()
    see(page, "批准例外已录入，即时生效")
