"""Slides 14 to 18: children cross the city line in every shape, each status word for word on somebody's screen."""

from __future__ import annotations

from tests.journeys.border.nation import Nation
from tests.journeys.border.walking import Desks, class_of, key_of, missing
from tests.journeys.steps import see
from xueji.exchange.simulator.store.applications import State

TRANSFER_IN = "cross_province_transfer_in"
LANDIAN, GUICHUAN, XICUI = "3111000811", "2111000301", "3111000812"
ALL_FOUR = ("approve",) * 4

STATUSES = {
    14: ("待转入区县审核", "待转出学校审核", "待转出区县审核", "待市级审核"),
    15: (
        *("转入区县审核通过", "转入区县审核不通过", "转出学校审核通过", "转出学校审核不通过"),
        *("转出区县审核通过", "转出区县审核不通过", "市级审核通过", "市级审核不通过"),
    ),
    16: ("转入学校审核通过", "转入区县审核通过", "转入区县审核不通过", "转学申请已发往转出省", "转出省校验未通过"),
    17: (
        *("等待转出学校审核", "转出学校审核通过", "转出学校审核不通过", "转出区县审核通过", "转出区县审核不通过"),
        *("转出地市审核通过", "转出地市审核不通过", "转出省级审核通过", "转出省级审核不通过", "等待转入学校调档"),
    ),
    18: ("调档申请已发往转出省", "学籍调档完毕", "转学撤销申请已发往转出省", "转学撤销完毕", "异常结束"),
}
"""What the slides call the statuses of the platform."""


def test_s16_to_s18_a_compulsory_child_comes_and_its_school_sees_every_station(
    desks: Desks, nation: Nation, paper: str
) -> None:
    (child,) = nation.children("P4")
    case = desks.applies("qingtan01", TRANSFER_IN, child, paper, class_group=class_of("P4"))
    desks.sees("qingtan01", case, "转入学校审核通过")
    desks.takes("haidian01", case, "审核通过")
    desks.sees("qingtan01", case, "转学申请已发往转出省")
    for order, status in (
        ("pass", "等待转出学校审核"),
        ("approve", "转出学校审核通过"),
        ("approve", "转出区县审核通过"),
        ("approve", "转出地市审核通过"),
    ):
        nation.is_told(key_of(case), order)
        desks.comes_to_see("qingtan01", case, status)
    # The nation says in one breath that the province approves and that the file is ready; here it draws breath.
    nation.approves_last(key_of(case))
    desks.comes_to_see("qingtan01", case, "转出省级审核通过")
    nation.says_the_file_is_ready(key_of(case))
    desks.comes_to_see("qingtan01", case, "等待转入学校调档")
    its_file_is_called_over(desks, nation, "qingtan01", case)
    page = desks.of("qingtan01")
    page.get_by_role("link", name="打开学生页面").click()
    see(page, "青檀路小学")
    see(page, class_of("P4"))
    assert desks.children_called("qingtan01", child["national_number"]) == 1


def test_s16_a_senior_child_is_reviewed_by_the_district_and_the_city(desks: Desks, nation: Nation, paper: str) -> None:
    comes, turned_away = nation.children("S2", 2)
    case = desks.applies("gaozhong01", TRANSFER_IN, comes, paper, class_group=class_of("S2"))
    desks.sees("gaozhong01", case, "转入学校审核通过")
    desks.takes("yanqing01", case, "审核通过")
    desks.sees("gaozhong01", case, "转入区县审核通过")
    desks.takes("beijing01", case, "审核通过")
    desks.sees("gaozhong01", case, "转学申请已发往转出省")
    nation.is_told(key_of(case), "pass", *ALL_FOUR)
    desks.comes_to_see("gaozhong01", case, "等待转入学校调档")
    its_file_is_called_over(desks, nation, "gaozhong01", case)
    assert desks.children_called("gaozhong01", comes["national_number"]) == 1

    other = desks.applies("gaozhong01", TRANSFER_IN, turned_away, paper, class_group=class_of("S2"))
    desks.takes("yanqing01", other, "审核不通过", reason="没有正当的转学理由")
    see(desks.sees("gaozhong01", other, "转入区县审核不通过"), "没有正当的转学理由")


def test_s16_and_s24_a_failed_check_is_explained_corrected_and_sent_again(
    desks: Desks, nation: Nation, paper: str
) -> None:
    (child,) = nation.children("J2")
    misspelt = child | {"name": child["name"][:-1] + "某"}
    case = desks.applies("landian01", TRANSFER_IN, misspelt, paper, class_group=class_of("J2"))
    desks.takes("haidian01", case, "审核通过")
    nation.is_told(key_of(case), "go")
    page = desks.comes_to_see("landian01", case, "转出省校验未通过")
    see(page, "全国系统返回：“提交转学申请时学生信息有误”")
    see(page, "2001")
    see(page, "由谁处理")
    page.locator("main input[name=name]").fill(child["name"])
    page.get_by_role("button", name="重新提交申请", exact=True).click()
    desks.sees("landian01", case, "转入学校审核通过")
    desks.takes("haidian01", case, "审核通过")
    nation.is_told(key_of(case), "go", *ALL_FOUR)
    desks.comes_to_see("landian01", case, "等待转入学校调档")
    its_file_is_called_over(desks, nation, "landian01", case)
    assert desks.children_called("landian01", child["national_number"]) == 1


def test_s18_a_withdrawal_frees_the_place_and_the_school_may_apply_anew(
    desks: Desks, nation: Nation, paper: str
) -> None:
    (child,) = nation.children("J2")
    places = nation.beijing.places(school=LANDIAN, grade="J2")
    case = desks.applies("landian01", TRANSFER_IN, child, paper, class_group=class_of("J2"))
    assert nation.beijing.places(school=LANDIAN, grade="J2")["held"] == places["held"] + 1
    desks.takes("haidian01", case, "审核通过")
    nation.is_told(key_of(case), "pass")
    desks.comes_to_see("landian01", case, "等待转出学校审核")
    desks.takes("landian01", case, "撤销申请", reason="监护人改变主意")
    desks.sees("landian01", case, "转学撤销申请已发往转出省")
    nation.is_told(key_of(case), "go", at=State.WITHDRAWING)
    desks.comes_to_see("landian01", case, "转学撤销完毕")
    assert nation.beijing.places(school=LANDIAN, grade="J2") == places
    again = desks.applies("landian01", TRANSFER_IN, child, paper, class_group=class_of("J2"))
    desks.sees("landian01", again, "转入学校审核通过")
    assert again != case


def test_s17_and_s18_each_office_there_may_refuse_and_the_nation_may_end_it(
    desks: Desks, nation: Nation, paper: str
) -> None:
    places = nation.beijing.places(school=LANDIAN, grade="J2")
    refusers = ("转出学校", "转出区县", "转出地市", "转出省级")
    children = nation.children("J2", len(refusers) + 1)
    cases = [desks.applies("landian01", TRANSFER_IN, child, paper, class_group=class_of("J2")) for child in children]
    for case in cases:
        desks.takes("haidian01", case, "审核通过")
    for before, case in enumerate(cases[:-1]):
        nation.is_told(key_of(case), "pass", *ALL_FOUR[:before], "refuse:学生档案材料不齐")
    nation.is_told(key_of(cases[-1]), "pass", "abort")
    for refuser, case in zip(refusers, cases, strict=False):
        page = desks.comes_to_see("landian01", case, f"{refuser}审核不通过")
        see(page, "学生档案材料不齐")
    page = desks.comes_to_see("landian01", cases[-1], "异常结束")
    see(page, "重新提出申请")
    assert nation.beijing.places(school=LANDIAN, grade="J2") == places


def test_s25_a_child_of_ours_leaves_once_both_reviews_and_the_file_are_through(desks: Desks, nation: Nation) -> None:
    child = nation.beijing.pupil(school=GUICHUAN, grade="P3")
    application = nation.asks_for(child["national_number"])
    nation.exchange()
    assert not desks.waits_for("guichuan01", child["name"])
    nation.is_told(application, "pass")
    case = desks.finds("guichuan01", child["name"])
    page = desks.sees("guichuan01", case, "等待转出学校审核")
    see(page, "转入年级：小学三年级")
    desks.takes("guichuan01", case, "审核通过")
    desks.sees("yanqing01", case, "转出学校审核通过")
    desks.takes("yanqing01", case, "审核通过")
    desks.sees("guichuan01", case, "等待转入学校调档")
    assert desks.children_called("guichuan01", child["national_number"]) == 1
    nation.is_told(application, "go", at=State.FILE_READY)
    page = desks.comes_to_see("guichuan01", case, "学籍调档完毕")
    assert desks.children_called("guichuan01", child["national_number"]) == 0
    page.get_by_role("link", name=f"已转出：{child['name']} → 内蒙古自治区").click()
    see(page, "转往外省")
    see(page, "转往省份")


def test_s25_a_refusal_or_a_change_of_mind_there_leaves_the_child_where_it_is(desks: Desks, nation: Nation) -> None:
    for status in ("转出学校审核不通过", "转出区县审核不通过", "转学撤销完毕"):
        child = nation.beijing.pupil(school=GUICHUAN, grade="P2")
        application = nation.asks_for(child["national_number"])
        nation.is_told(application, "pass")
        case = desks.finds("guichuan01", child["name"])
        if status == "转出学校审核不通过":
            desks.takes("guichuan01", case, "审核不通过", reason="家长未到校确认")
        elif status == "转出区县审核不通过":
            desks.takes("guichuan01", case, "审核通过")
            desks.takes("yanqing01", case, "审核不通过", reason="家长未到校确认")
        else:
            nation.is_told(application, "withdraw")
        desks.comes_to_see("guichuan01", case, status)
        assert desks.children_called("guichuan01", child["national_number"]) == 1


def test_s14_and_s15_inside_the_city_the_offices_have_statuses_of_their_own(
    desks: Desks, nation: Nation, paper: str
) -> None:
    for last, status in (("审核通过", "市级审核通过"), ("审核不通过", "市级审核不通过")):
        child = nation.beijing.pupil(school=XICUI, grade="S2", residency="local")
        case = desks.applies_inside("gaozhong01", child, paper, class_group=class_of("S2"))
        for officer, waiting in (
            ("yanqing01", "待转入区县审核"),
            ("xicui01", "待转出学校审核"),
            ("haidian01", "待转出区县审核"),
        ):
            desks.sees(officer, case, waiting)
            desks.takes(officer, case, "审核通过")
        desks.sees("beijing01", case, "待市级审核")
        desks.takes("beijing01", case, last, reason="" if last == "审核通过" else "示范校学额已满")
        desks.sees("gaozhong01", case, status)


def test_s14_to_s18_every_status_of_the_slides_was_on_a_screen() -> None:
    """The stories above, all of them, have shown what the slides name; run alone this says what it has not seen."""
    assert {slide: absent for slide, named in STATUSES.items() if (absent := missing(named))} == {}


def its_file_is_called_over(desks: Desks, nation: Nation, registrar: str, case: str) -> None:
    """The receiving school calls the file over, and it comes."""
    desks.takes(registrar, case, "申请调档")
    desks.sees(registrar, case, "调档申请已发往转出省")
    nation.is_told(key_of(case), "go", at=State.FILE_REQUESTED)
    desks.comes_to_see(registrar, case, "学籍调档完毕")
