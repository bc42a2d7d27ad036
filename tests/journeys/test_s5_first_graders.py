"""Slide 5: from the admissions list to a record, a number, a class and a printed roster."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.steps import count_of, decide_all, rows, see, sign_in

SAMPLE = Path(__file__).parents[1] / "samples" / "admissions_2015_primary.xlsx"
PDF = {
    "name": "延期申请.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n",
}


def import_the_list(page: Page, house: str) -> None:
    page.goto(f"{house}/imports/new")
    page.set_input_files("input[type=file]", str(SAMPLE))
    page.locator("main form button[type=submit]").last.click()
    confirm = page.get_by_role("button", name=re.compile("确认导入311行|导入311行"))
    confirm.wait_for(timeout=60_000)
    see(page, "还没有写入任何数据")
    confirm.click()
    expect(page.locator("main")).to_contain_text("导入完成", timeout=60_000)


def defer_one(page: Page, house: str) -> None:
    page.goto(f"{house}/entrants?state=claimed")
    page.locator("tbody tr[data-row] a").first.click()
    page.get_by_role("link", name="延期注册").or_(page.get_by_role("button", name="延期注册")).first.click()
    page.fill("input[name=deferred_until]", "2015-09-20")
    page.select_option("select[name=cause]", "illness") if page.locator("select[name=cause]").count() else page.check(
        "input[name=cause][value=illness]"
    )
    page.fill("textarea[name=reason]", "住院治疗，出院后到校")
    page.set_input_files("input[name=deferral_proof]", files=[PDF])
    page.get_by_role("button", name="延期注册").last.click()
    page.wait_for_load_state()
    see(page, "延期注册")


def make_three_classes(page: Page, house: str) -> None:
    page.goto(f"{house}/classes/new")
    page.select_option("select[name=grade]", "P1")
    page.fill("input[name=count]", "3")
    if page.locator("select[name=campus]").count():
        page.select_option("select[name=campus]", index=1)
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()


def deal_them_out(page: Page, house: str) -> None:
    page.goto(f"{house}/classes/assign/automatic?grade=P1")
    for box in page.locator("input[name=group]").all():
        box.check()
    page.fill("input[name=seed]", "阳光分班0901")
    page.click("button[name=deed][value=propose]")
    page.wait_for_load_state()
    see(page, "阳光分班0901")
    page.get_by_role("button", name=re.compile("按此方案分班|确认分班")).first.click()
    page.wait_for_load_state()


def pdf_behind(page: Page, name: str) -> bytes:
    link = page.get_by_role("link", name=name).first
    return page.request.get(str(link.evaluate("link => link.href"))).body()


def test_a_registrar_takes_the_first_graders_in(page: Page, house: str) -> None:
    sign_in(page, house, "beijing01")
    import_the_list(page, house)

    sign_in(page, house, "guichuan01")
    unclaimed = count_of(page, "未获取")
    assert unclaimed > 100
    page.goto(f"{house}/entrants?state=unclaimed")
    decide_all(page, "claim")
    page.goto(house)
    assert count_of(page, "未获取") == 0
    assert count_of(page, "已获取（待注册）") == unclaimed

    defer_one(page, house)
    page.goto(f"{house}/entrants?state=deferred")
    assert rows(page) == 1
    # One is left for after the deadline; the others are registered together.
    page.goto(f"{house}/entrants?state=claimed")
    boxes = page.locator("tbody tr[data-row] input[type=checkbox]")
    shown = boxes.count()
    for place in range(1, shown):
        boxes.nth(place).check()
    page.click("button[name=deed][value=register]")
    page.wait_for_load_state()
    page.goto(house)
    assert count_of(page, "已注册（待分班）") == shown - 1

    make_three_classes(page, house)
    deal_them_out(page, house)
    page.goto(f"{house}/children?grade=P1")
    see(page, "L ")
    page.locator("tbody tr[data-row] a").first.click()
    see(page, "取得号码")
    assert pdf_behind(page, "打印学籍卡片（PDF）").startswith(b"%PDF")

    page.goto(f"{house}/classes")
    page.get_by_role("link", name=re.compile("小学一年级.1.班")).first.click()
    assert pdf_behind(page, "打印名册（PDF）").startswith(b"%PDF")


def test_after_the_tenth_day_the_district_finds_who_did_not_come(page: Page, house: str) -> None:
    sign_in(page, house, "beijing01")
    page.goto(f"{house}/training-clock")
    page.fill("input[name=to]", "2015-09-17")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()
    page.get_by_role("button", name=re.compile("移到")).first.click()
    page.wait_for_load_state()
    see(page, "2015-09-17")

    sign_in(page, house, "guichuan01")
    page.goto(f"{house}/entrants?state=claimed")
    page.locator("tbody tr[data-row] a").first.click()
    see(page, "新生入学注册的期限已过")
    see(page, "新生补注册")
    page.get_by_role("link", name="标注未办理注册手续").or_(
        page.get_by_role("button", name="标注未办理注册手续")
    ).first.click()
    if page.locator("select[name=cause]").count():
        page.select_option("select[name=cause]", "out_of_reach")
    else:
        page.check("input[name=cause][value=out_of_reach]")
    page.fill("textarea[name=reason]", "多次联系未到校")
    page.get_by_role("button", name="标注未办理注册手续").last.click()
    page.wait_for_load_state()
    see(page, "未办理注册手续")

    sign_in(page, house, "yanqing01")
    for _ in range(40):
        page.goto(f"{house}/filings")
        if "多次联系未到校" in page.locator("main").inner_text():
            break
        page.wait_for_timeout(500)
    see(page, "多次联系未到校")
