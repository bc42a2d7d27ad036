"""Slide 5: from the city's admissions list to a record, a number, a class and a roster; and who did not come."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.steps import (
    bring_in_the_sample_list,
    count_of,
    deal_them_out,
    every_line_counts_the_rows_behind_it,
    open_the_first_row,
    paper_behind,
    rows,
    see,
    set_up_classes,
    sign_in,
    take_the_step_for_all,
)
from tests.papers import PROOF

ADMITTED, OF_THE_CITY = 105, 311
REQUEST = {"name": "延期申请.pdf", "mimeType": "application/pdf", "buffer": PROOF}
TEXTS = {
    "birth_place": "北京市延庆县",
    "native_place": "北京市延庆县",
    "mailing_address": "延庆县东外大街5号",
    "home_address": "延庆县东外大街5号",
    "telephone": "13800001111",
    "postal_code": "102100",
    "overseas_category": "否",
    "commute_distance": "1.5",
    "member1_address": "延庆县东外大街5号",
    "member1_hukou_place": "北京市延庆县",
}


def test_first_graders_get_a_class_and_a_number_and_who_stays_away_is_filed(page: Page, house_of_its_own: str) -> None:
    house = house_of_its_own
    sign_in(page, house, "beijing01")
    bring_in_the_sample_list(page, house, rows=OF_THE_CITY)

    sign_in(page, house, "guichuan01")
    assert count_of(page, house, "未获取") == ADMITTED
    assert take_the_step_for_all(page, house, "unclaimed", "获取") == ADMITTED
    assert count_of(page, house, "未获取") == 0
    assert count_of(page, house, "已获取（待注册）") == ADMITTED

    defer_one_with_proof(page, house)
    registered = register_a_page_but_the_first(page, house)
    assert count_of(page, house, "已注册（待分班）") == registered
    assert count_of(page, house, "已获取（待注册）") == ADMITTED - registered - 1
    every_line_counts_the_rows_behind_it(page, house)

    set_up_classes(page, house, grade="P1", count=3)
    assert deal_them_out(page, house, grade="P1", seed="阳光分班0901") == registered
    expect(page.get_by_text(re.compile(r"^L( \d{4}){4} \d[\dX]$"))).to_have_count(registered)
    every_line_counts_the_rows_behind_it(page, house)

    complete_the_form_of_the_first_child(page, house)
    assert paper_behind(page, "打印学籍卡片（PDF）").startswith(b"%PDF")
    page.goto(f"{house}/classes")
    page.get_by_role("link", name="小学一年级(1)班").click()
    assert paper_behind(page, "打印名册（PDF）").startswith(b"%PDF")

    sign_in(page, house, "beijing01")
    move_the_clock_past_the_tenth_working_day(page, house)
    sign_in(page, house, "guichuan01")
    absent = mark_one_who_did_not_come(page, house)
    sign_in(page, house, "yanqing01")
    find_the_filing_and_note_it(page, house, absent)


def defer_one_with_proof(page: Page, house: str) -> None:
    """Without proof nothing is saved; with it the child waits until the day asked for."""
    open_the_first_row(page, house, "/entrants?state=claimed")
    page.get_by_role("link", name="延期注册").click()
    page.fill("input[name=deferred_until]", "20150920")
    page.select_option("select[name=cause]", "illness")
    page.fill("textarea[name=reason]", "住院治疗，出院后到校")
    page.get_by_role("button", name="延期注册").click()
    see(page, "缺少证明材料")
    expect(page.locator("textarea[name=reason]")).to_have_value("住院治疗，出院后到校")
    page.set_input_files("input[name=deferral_proof]", files=[REQUEST])
    page.get_by_role("button", name="延期注册").click()
    see(page, "已办理：延期注册")
    see(page, "延期至：2015-09-20")
    page.goto(f"{house}/entrants?state=deferred")
    assert rows(page) == 1


def register_a_page_but_the_first(page: Page, house: str) -> int:
    """Pick every row but the first and register them; how many."""
    page.goto(f"{house}/entrants?state=claimed")
    boxes = page.locator("tbody input[name=pick]")
    page.get_by_label("选中本页全部").check()
    boxes.first.uncheck()
    picked = boxes.count() - 1
    expect(page.locator("[data-picked]")).to_have_text(str(picked))
    page.get_by_role("button", name="入学注册", exact=True).click()
    see(page, f"{picked} 名已办理“入学注册”")
    return picked


def complete_the_form_of_the_first_child(page: Page, house: str) -> None:
    """Save it half filled as a draft, then fill in everything that is still required."""
    open_the_first_row(page, house, "/children?grade=P1")
    child = page.url
    page.get_by_role("link", name="填写基本信息表").click()
    page.fill("#f-postal_code", "102100")
    page.get_by_role("button", name="保存", exact=True).click()
    see(page, "已存为草稿")
    for link in page.locator("details.xj-reveal a").all():
        fill_in(page, str(link.get_attribute("href")))
    page.get_by_role("button", name="保存", exact=True).click()
    see(page, "必填项已填完")
    page.goto(child)
    see(page, "完整")


def fill_in(page: Page, field: str) -> None:
    """Answer one item: the first of what can be chosen, or what the table above says."""
    kind = page.locator(field).evaluate("field => field.type")
    if kind == "radio":
        page.check(field)
    elif kind == "select-one":
        page.select_option(field, index=1)
    else:
        page.fill(field, TEXTS[field.removeprefix("#f-")])


def move_the_clock_past_the_tenth_working_day(page: Page, house: str) -> None:
    page.goto(f"{house}/training-clock")
    page.get_by_role("link", name="新生注册分班期限截止后 2015-09-17").click()
    page.get_by_role("button", name="移到 2015-09-17").click()
    see(page, "训练城市的日期已移到 2015-09-17")


def mark_one_who_did_not_come(page: Page, house: str) -> str:
    """Registering is closed, the page says why and what reopens it; marking is open now. The child's name."""
    name = open_the_first_row(page, house, "/entrants?state=claimed")
    see(page, "新生入学注册的期限已过")
    see(page, "由市级录入批准例外")
    page.get_by_role("link", name="标注未办理注册手续").click()
    page.select_option("select[name=cause]", "out_of_reach")
    page.fill("textarea[name=reason]", "多次联系未到校")
    page.get_by_role("button", name="标注未办理注册手续").click()
    see(page, "已办理：标注未办理注册手续")
    see(page, "不得建立学籍")
    return name


def find_the_filing_and_note_it(page: Page, house: str, name: str) -> None:
    """The worker brings the filing to the district, which takes note of it."""
    filing = page.locator("tbody tr[data-row]", has_text=name)
    for _ in range(60):
        page.goto(f"{house}/filings")
        if filing.count():
            break
        page.wait_for_timeout(500)
    expect(filing).to_contain_text("多次联系未到校")
    filing.locator("input[name=pick]").check()
    page.get_by_role("button", name="已阅", exact=True).click()
    see(page, "没有未阅的备案")
