"""Conditions of a departure to another province that follow from national rules (S13, S20, S21, S25, S26)."""

from __future__ import annotations

from xueji.process.guards import guard
from xueji.vocabulary.facts.departure import DepartureFacts
from xueji.vocabulary.people.standings import LeavingOutcome, RecordStanding
from xueji.vocabulary.text import Text

CLOSED_STAGE = frozenset({LeavingOutcome.GRADUATED, LeavingOutcome.COMPLETED})


@guard(
    says=Text("该生有其他在办业务，不能同时转出。", "Another case about this record is open."),
    mend=Text(
        "请等待在办业务办结，或由其申请单位撤销；之后外省市重新申请。",
        "Wait until that case is closed or withdrawn; then the other province applies again.",
    ),
    source="NAT-SYS 2002 (该生有在办业务未办结)",
    unknown_says=Text("是否有在办业务尚未查到。", "It is not known yet whether another case is open."),
)
def no_other_open_case(facts: DepartureFacts) -> bool | None:
    """Is this the only open case about the record?"""
    return facts.no_other_open_case


@guard(
    says=Text(
        "该生学籍不在“在读”状态，不能转出。", "The record is not in standing “studying”; it cannot be transferred."
    ),
    mend=Text(
        "休学的先复学；跨学段的请外省市改按“毕业后跨省就学”申请；状态有误的由区县汇总报技术部门更正。",
        "After a leave the child returns first; who has left a stage goes by continuation; a wrong standing is "
        "corrected by the technical department on the district's list.",
    ),
    source="S20; NAT-2013",
)
def record_is_studying(facts: DepartureFacts) -> bool:
    """Does the record stand as studying? A child on leave is not transferred."""
    return facts.standing is RecordStanding.STUDYING


@guard(
    says=Text(
        "该生正在受处分期，不予转学。", "The child is under a disciplinary measure; there is no transfer meanwhile."
    ),
    mend=Text(
        "请待处分期满或由本校解除处分后再办理。", "Wait until the measure has ended or the school has lifted it."
    ),
    source="NAT-2013; 京教基二〔2014〕4号",
    unknown_says=Text("是否在处分期尚未查到。", "It is not known yet whether one is running."),
)
def not_under_discipline(facts: DepartureFacts) -> bool | None:
    """Is no disciplinary measure running?"""
    return None if facts.under_discipline is None else not facts.under_discipline


@guard(
    says=Text(
        "该生为问题学籍，对错双方都不能转学。", "This is a problem record; neither side of it can be transferred."
    ),
    mend=Text(
        "请学校利用“问题学籍”功能处理，经区县、市级审核后再办理转出。",
        "The school deals with the problem record; after district and city review this can go on.",
    ),
    source="S21; S26",
    unknown_says=Text("是否问题学籍尚未查到。", "It is not known yet whether this is a problem record."),
)
def no_problem_record(facts: DepartureFacts) -> bool | None:
    """Is no problem record open on either side?"""
    return None if facts.problem_open is None else not facts.problem_open


@guard(
    says=Text("该生没有全国学籍号。", "The child has no national number."),
    mend=Text(
        "请学校先按“申请分配全国学籍号”办理；L、G、J开头的均可。",
        "The school first requests a national number; L, G and J all count.",
    ),
    source="S12; S13; S26",
    unknown_says=Text("全国学籍号尚未查到。", "The national number is not known yet."),
)
def has_national_number(facts: DepartureFacts) -> bool | None:
    """Has the child a national number of any class?"""
    return facts.has_national_number


@guard(
    says=Text("外省市申请的姓名与学籍的姓名不一致。", "The name asked for is not the name of the record."),
    mend=Text(
        "请与监护人核实：申请有误的审核不通过，由外省市更正后重新申请；学籍有误的先办关键信息变更。",
        "Ask the guardian: a faulty application is refused and made anew; a faulty record is corrected first.",
    ),
    source="S25; S28",
    unknown_says=Text("申请没有写明姓名。", "The application gives no name."),
)
def name_agrees(facts: DepartureFacts) -> bool | None:
    """Is the name asked for the record's own?"""
    return facts.name_agrees


@guard(
    says=Text("该生还没有做毕结业处理。", "The child's stage has not been closed."),
    mend=Text(
        "请学校先办理毕结业；状态有误的由区县汇总，市级技术支持部门调整。",
        "The school completes school leaving first; a wrong standing is adjusted on the district's list.",
    ),
    source="S13; S26",
)
def stage_is_closed(facts: DepartureFacts) -> bool:
    """Has the child graduated or completed its stage? Who left before the end goes on nowhere by this road [INF]."""
    return facts.leaving_outcome in CLOSED_STAGE


@guard(
    says=Text("该生不是当年毕业生。", "The child did not graduate this year."),
    mend=Text(
        "转出时不因此拒绝；请核对毕业时间后决定。",
        "Outward this is no reason to refuse; look at the day of leaving and decide.",
    ),
    source="S13; INF (S26 转出条件未列“当年毕业生”)",
    unknown_says=Text("毕业时间尚未查到。", "The day of leaving is not known yet."),
    warns=True,
)
def graduated_this_year(facts: DepartureFacts) -> bool | None:
    """Outward, S26 does not ask it: the district is warned."""
    return facts.left_this_year
