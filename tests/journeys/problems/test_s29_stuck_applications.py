"""Slide 29: applications that hear nothing are found in the cockpit, sent back together, and submitted anew."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.problems.acting import it_is, take
from tests.journeys.problems.conftest import Nation
from tests.journeys.steps import see, sign_in
from xueji.exchange.simulator.steering import set_temper
from xueji.vocabulary.schooling.grades import Grade

HEBEI = "130000"
WHY = "长时间无回音，请核对附件和转出省份"


def test_s29_stuck_cases_stand_first_go_back_together_and_are_submitted_anew(
    page: Page, house: str, nation: Nation, paper: str
) -> None:
    with nation.work() as work:
        set_temper(work, HEBEI, {"silent": 1.0})
        children = work.rows(
            "SELECT * FROM pupils WHERE province = %(at)s AND grade IN ('P2', 'P3', 'P4') AND standing = 'studying'"
            " AND open_business = '' AND NOT EXISTS (SELECT 1 FROM applications a"
            " WHERE a.body->>'national_number' = pupils.national_number) ORDER BY id DESC LIMIT 2",
            {"at": HEBEI},
        )
    cases = [sent(page, house, child, paper) for child in children]
    nation.exchange()
    for case in cases:
        nation.time_passes(
            "UPDATE exchange_outgoingmessage SET expected_by = expected_by - interval '11 days', state = 'silent'"
            " WHERE case_id = %(case)s AND state = 'handed_over'",
            case=int(case.rpartition("/")[2]),
        )

    sign_in(page, house, "beijing01")
    page.goto(f"{house}/border/outgoing")
    listed = page.locator("tbody tr[data-row]")
    for row in (0, 1):
        expect(listed.nth(row)).to_contain_text("逾期无回音")
    for child in children:
        listed.filter(has_text=child["name"]).locator("input[name=pick]").first.check()
    page.get_by_label(re.compile("理由")).first.fill(WHY)
    page.get_by_role("button", name="统一打回，由学校重新提交").click()
    see(page, "2 条已办理")
    for child in children:
        expect(page.locator("tbody tr", has_text=child["name"])).to_contain_text("已办理")

    with nation.work() as work:
        set_temper(work, HEBEI, {"silent": 0.0})
    sign_in(page, house, "qingtan01")
    page.goto(cases[0])
    it_is(page, "打回待重新提交")
    see(page, WHY)
    take(page, cases[0], "重新提交申请")
    it_is(page, "转入学校审核通过")
    agree(page, house, cases[0])
    checked = re.compile("等待转出学校审核|转出.*审核通过|等待转入学校调档")
    nation.until(page, cases[0], lambda: page.locator("h1", has_text=checked))


def sent(page: Page, house: str, child: dict[str, str], paper: str) -> str:
    """Apply for a child of Hebei and let the district approve: the application goes over the line."""
    sign_in(page, house, "qingtan01")
    page.goto(f"{house}/cases/new/cross_province_transfer_in")
    for name in ("name", "birth_date", "document_number", "national_number"):
        page.locator(f"input[name={name}]").fill(child[name])
    given = {"hukou_place": "河北省", "nationality": "中国", "ethnicity": "汉族", "sending_province": "河北省"}
    for name, value in given.items():
        page.locator(f"input[name={name}]").fill(value)
    for name in ("sex", "document_type", "grade"):
        page.select_option(f"select[name={name}]", child[name])
    page.select_option("select[name=residency]", "non_local")
    page.select_option("select[name=reason_code]", label="其他原因")
    page.select_option("select[name=class_group]", label=f"{Grade(child['grade']).label.zh}(1)班")
    for upload in page.locator("input[type=file]").all():
        upload.set_input_files(paper)
    page.get_by_role("button", name="提交申请").click()
    expect(page).to_have_url(re.compile(r"/cases/\d+$"))
    return agree(page, house, page.url)


def agree(page: Page, house: str, case: str) -> str:
    """Let the district approve: the application goes over the line; the address of the case."""
    sign_in(page, house, "haidian01")
    page.goto(case)
    page.get_by_role("button", name=re.compile("同意接收|审核通过")).first.click()
    it_is(page, "转学申请已发往转出省")
    return case
