"""Slides 13 and 26 to 28: graduates go on in another province, in and out, reviewed by the graduating district alone."""

from __future__ import annotations

from tests.journeys.border.nation import Nation
from tests.journeys.border.walking import Desks, class_of, key_of
from tests.journeys.steps import see, set_up_classes
from xueji.exchange.simulator.store.applications import State
from xueji.vocabulary.border.verbs import Business
from xueji.vocabulary.facts.arrival import ArrivalKind
from xueji.vocabulary.schooling.grades import Grade

CONTINUATION_IN = "cross_province_continuation_in"
GUISHUI = "3111000311"


def test_s13_a_graduate_enters_an_inland_senior_class_and_is_established_with_its_number(
    desks: Desks, nation: Nation, paper: str
) -> None:
    set_up_classes(desks.of("jingming01"), desks.house, grade=Grade.S0, count=1)
    (child,) = nation.children("J3", graduated=True)
    case = desks.applies(
        "jingming01",
        CONTINUATION_IN,
        child,
        paper,
        grade=Grade.S0,
        residency="non_local",
        kind=ArrivalKind.INLAND_CLASS,
        graduation_year="2015",
        class_group=class_of(Grade.S0),
    )
    desks.sees("jingming01", case, "转入学校审核通过")
    page = desks.opens("haidian01", case)
    page.get_by_label("转出学校是否相当于示范校").select_option(label="相当，可以转入")
    page.get_by_role("button", name="审核通过", exact=True).first.click()
    desks.sees("jingming01", case, "转入区县审核通过")
    desks.takes("beijing01", case, "审核通过")
    desks.sees("jingming01", case, "转学申请已发往转出省")
    nation.is_told(key_of(case), "go")
    desks.comes_to_see("jingming01", case, "等待转出学校审核")
    nation.is_told(key_of(case), "approve")
    desks.comes_to_see("jingming01", case, "等待转入学校调档")
    see(desks.of("jingming01"), "转出区县审核通过")
    desks.takes("jingming01", case, "申请调档")
    nation.is_told(key_of(case), "go", at=State.FILE_REQUESTED)
    page = desks.comes_to_see("jingming01", case, "学籍调档完毕")
    page.get_by_role("link", name="打开学生页面").click()
    see(page, class_of(Grade.S0))
    assert desks.children_called("jingming01", child["national_number"]) == 1


def test_s26_our_district_approves_a_graduate_who_goes_on_elsewhere(desks: Desks, nation: Nation) -> None:
    goes, stays = nation.graduates_of(GUISHUI, "J3", 2)
    application = nation.asks_for(goes["national_number"], Business.CONTINUATION)
    nation.is_told(application, "go")
    case = desks.finds("yanqing01", goes["name"])
    page = desks.sees("yanqing01", case, "待转出区县审核")
    see(page, "内蒙古自治区")
    desks.takes("yanqing01", case, "审核通过")
    desks.sees("yanqing01", case, "等待转入学校调档")
    nation.is_told(application, "go", at=State.FILE_READY)
    desks.comes_to_see("yanqing01", case, "学籍调档完毕")

    application = nation.asks_for(stays["national_number"], Business.CONTINUATION)
    nation.is_told(application, "go")
    case = desks.finds("yanqing01", stays["name"])
    desks.takes("yanqing01", case, "审核不通过", reason="毕业信息与档案不符")
    see(desks.sees("yanqing01", case, "转出区县审核不通过"), "毕业信息与档案不符")
