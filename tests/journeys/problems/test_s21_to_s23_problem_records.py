"""Slides 21 to 23: the nation doubts children of two schools, and each school takes the one road that is right."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.problems.acting import (
    REMOVE,
    RIGHT,
    STANDING,
    WRONG,
    answer,
    it_is,
    look_up,
    roads,
    take,
    take_road,
)
from tests.journeys.problems.conftest import BEIJING, Nation
from tests.journeys.steps import see, sign_in
from xueji.exchange.simulator.engine.problems import scan

GUICHUAN, QINGTAN = "2111000301", "2111000801"


def test_s21_to_s22_both_schools_see_the_doubt_and_one_correction_frees_both_children(
    page: Page, house: str, nation: Nation, paper: str
) -> None:
    ours = nation.beijing.pupil(school=GUICHUAN, grade="P5")
    theirs = nation.beijing.pupil(school=QINGTAN, grade="P5")
    misspelt = ours["name"][:-1] + ("亮" if ours["name"][-1] != "亮" else "明")
    # The nation has written the other child's document, birth date and sex into the row of this one.
    mixed_up = {name: theirs[name] for name in ("document_number", "birth_date", "sex")}
    doubted(nation, ours, name=misspelt, **mixed_up)

    sign_in(page, house, "guichuan01")
    open_problem(page, house, nation, ours)
    here = page.url
    see(page, "条件2：云平台与全国库问题学籍表信息不一致")
    name = page.locator("tbody tr", has_text="姓名")
    assert name.locator("mark").all_inner_texts() == [ours["name"][-1], misspelt[-1]]
    assert roads(page) == []
    answer(page, own_row="right")
    assert roads(page) == [WRONG]

    sign_in(page, house, "qingtan01")
    open_problem(page, house, nation, theirs)
    there = page.url
    see(page, "条件1：云平台与全国库问题学籍表信息一致")
    expect(page.locator("main mark")).to_have_count(0)
    answer(page, own_row="right")
    assert roads(page) == [RIGHT]
    look_up(page, house, ours)
    see(page, "问题学籍")
    see(page, "不能办理")

    sign_in(page, house, "guichuan01")
    look_up(page, house, theirs)
    see(page, "不能办理")
    page.goto(here)
    answer(page, own_row="right")
    case = take_road(page, WRONG, paper)
    it_is(page, "待区县审核")
    sign_in(page, house, "yanqing01")
    take(page, case, "审核通过")
    it_is(page, "待市级审核")
    sign_in(page, house, "beijing01")
    take(page, case, "审核通过，报全国系统")
    it_is(page, "已提交全国系统")
    nation.until(page, case, lambda: page.locator("h1", has_text="问题学籍已解除"))

    sign_in(page, house, "guichuan01")
    page.goto(here)
    see(page, "变更通过")
    look_up(page, house, theirs)
    see(page, "可以申请")
    sign_in(page, house, "qingtan01")
    page.goto(there)
    see(page, "全国系统解除")
    look_up(page, house, ours)
    see(page, "可以申请")


def test_s23_a_removal_that_the_nation_refuses_is_reverted(page: Page, house: str, nation: Nation, paper: str) -> None:
    child = left_child(nation)
    doubted(nation, child, alone=False)
    sign_in(page, house, "guichuan01")
    open_problem(page, house, nation, child)
    here = page.url
    see(page, "条件4")
    answer(page, own_row="right", really_duplicate="yes")
    assert roads(page) == [STANDING]
    case = take_road(page, STANDING, paper)
    reviewed(page, house, case)
    nation.until(page, case, lambda: page.locator("h1", has_text="在校状态已更新"))

    sign_in(page, house, "guichuan01")
    page.goto(here)
    answer(page, own_row="right", really_duplicate="yes")
    assert roads(page) == []
    see(page, "次日")
    nation.time_passes(
        "UPDATE records_problemrecord SET standing_set_on = standing_set_on - 1 WHERE id = %(key)s",
        key=int(here.rpartition("/")[2].partition("?")[0]),
    )
    page.goto(here)
    answer(page, own_row="right", really_duplicate="yes")
    assert roads(page) == [REMOVE]
    case = take_road(page, REMOVE, paper)
    with nation.work() as work:
        # Somebody else has set the standing back: to the nation the child does not study any more.
        work.do(
            "UPDATE pupils SET standing = 'left' WHERE national_number = %(national_number)s AND province = %(at)s",
            {**child, "at": BEIJING},
        )
    reviewed(page, house, case)
    nation.until(page, case, lambda: page.locator("h1", has_text="全国系统处理未通过"))
    see(page, "无法删除")
    sign_in(page, house, "guichuan01")
    page.goto(here)
    answer(page, own_row="right", really_duplicate="yes")
    assert roads(page) == [STANDING]


def doubted(nation: Nation, child: dict[str, str], *, alone: bool = True, **differs: str) -> None:
    """Let the nation's row of a child say something else, or invent its double in another province, and scan."""
    with nation.work() as work:
        for name, value in differs.items():
            work.do(
                f"UPDATE pupils SET {name} = %(value)s WHERE national_number = %(number)s",  # noqa: S608
                {"value": value, "number": child["national_number"]},
            )
        if not alone:
            work.do(
                "UPDATE pupils SET document_number = %(document_number)s WHERE id ="
                " (SELECT id FROM pupils WHERE province = '130000' AND open_business = '' ORDER BY id DESC LIMIT 1)",
                child,
            )
        scan(work)


def left_child(nation: Nation) -> dict[str, str]:
    """A child that has left its school without leaving by graduation, on both sides of the border."""
    with nation.work() as work:
        row = work.row(
            "SELECT * FROM pupils WHERE province = %(at)s AND school_code = %(school)s AND standing = 'left'"
            " AND open_business = '' ORDER BY id LIMIT 1",
            {"at": BEIJING, "school": GUICHUAN},
        )
        assert row
        work.do("UPDATE pupils SET leaving_outcome = '' WHERE id = %(id)s", row)
    nation.time_passes(
        "UPDATE records_studentrecord SET leaving_outcome = '' WHERE id = %(key)s",
        key=int(row["record"].partition(":")[2]),
    )
    return {name: str(row[name]) for name in ("name", "national_number", "document_number")}


def open_problem(page: Page, house: str, nation: Nation, child: dict[str, str]) -> None:
    """Open the child's problem record from the list, once it is there."""
    link = page.locator("main").get_by_role("link", name=child["name"])
    nation.until(page, f"{house}/problem-records", lambda: link)
    link.first.click()
    see(page, "全国库问题学籍表")


def reviewed(page: Page, house: str, case: str) -> None:
    """District and city approve."""
    sign_in(page, house, "yanqing01")
    take(page, case, "审核通过")
    it_is(page, "待市级审核")
    sign_in(page, house, "beijing01")
    take(page, case, "审核通过，报全国系统")
    it_is(page, "已提交全国系统")
