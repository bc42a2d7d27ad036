"""Conditions of a transfer that follow from national rules: the record must be free to move."""

from __future__ import annotations

from xueji.process.guards import guard
from xueji.vocabulary.facts.transfer import TransferFacts
from xueji.vocabulary.text import Text


@guard(
    says=Text(
        "该生学籍不在“在读”状态，不能转学。", "The record is not in standing “studying”; it cannot be transferred."
    ),
    mend=Text(
        "请原学校先核对学籍状态；确在读而状态有误的，由区县汇总报服务团队更正。",
        "The sending school checks the standing; if it is wrong, the district has the service team correct it.",
    ),
    source="S20; 京教基二〔2014〕4号",
    unknown_says=Text("该生的学籍状态尚未查到。", "The standing of the record is not known yet."),
)
def record_is_studying(facts: TransferFacts) -> bool | None:
    """Does the record stand as studying?"""
    return facts.record_studying


@guard(
    says=Text("该生正在休学，休学期间不予转学。", "The child is on leave; there is no transfer during a leave."),
    mend=Text(
        "请原学校先办理复学，复学后再由转入学校申请。",
        "The sending school completes the return from leave first; then the receiving school applies.",
    ),
    source="NAT-2013; 京教基二〔2014〕4号",
    unknown_says=Text("是否休学尚未查到。", "It is not known yet whether the child is on leave."),
)
def not_on_leave(facts: TransferFacts) -> bool | None:
    """Is the child not on leave?"""
    return None if facts.on_leave is None else not facts.on_leave


@guard(
    says=Text(
        "该生正在受处分期，不予转学。", "The child is under a disciplinary measure; there is no transfer meanwhile."
    ),
    mend=Text(
        "请待处分期满或由原学校解除处分后再申请。",
        "Apply when the measure has ended or the sending school has lifted it.",
    ),
    source="NAT-2013; 京教基二〔2014〕4号",
    unknown_says=Text("是否在处分期尚未由转出学校说明。", "The sending school has not said yet if one is running."),
)
def not_under_discipline(facts: TransferFacts) -> bool | None:
    """Is no disciplinary measure running?"""
    return None if facts.under_discipline is None else not facts.under_discipline


@guard(
    says=Text(
        "该生为问题学籍，对错双方都不能转学。", "This is a problem record; neither side of it can be transferred."
    ),
    mend=Text(
        "请学校利用“问题学籍”功能处理，经区县、市级审核后再申请转学。",
        "The school deals with the problem record; after district and city review the transfer can be asked again.",
    ),
    source="S21",
    unknown_says=Text("是否问题学籍尚未查到。", "It is not known yet whether this is a problem record."),
)
def no_problem_record(facts: TransferFacts) -> bool | None:
    """Is no problem record open on either side?"""
    return None if facts.problem_open is None else not facts.problem_open


@guard(
    says=Text("该生有其他在办业务，不能同时办理转学。", "Another case about this record is open."),
    mend=Text(
        "请等待在办业务办结，或由其申请单位撤销后再申请。",
        "Wait until that case is closed, or have its applicant withdraw it.",
    ),
    source="NAT-SYS 2002 (该生有在办业务未办结)",
    unknown_says=Text("是否有在办业务尚未查到。", "It is not known yet whether another case is open."),
)
def no_other_open_case(facts: TransferFacts) -> bool | None:
    """Is this the only open case about the record?"""
    return facts.no_other_open_case


@guard(
    says=Text(
        "转学只能办理平级转学，申请年级与现年级不同。",
        "A transfer stays in the same grade; the grade asked for is another.",
    ),
    mend=Text(
        "请转入学校按学生现在的年级重新申请。",
        "The receiving school applies for the grade the child is in.",
    ),
    source="各地学籍管理办法 (只能办理平级转学)",
    unknown_says=Text("申请年级尚未填写。", "The grade asked for has not been entered."),
)
def same_grade(facts: TransferFacts) -> bool | None:
    """Does the child stay in its grade?"""
    return facts.same_grade


@guard(
    says=Text("转入学校与转出学校相同。", "The receiving and the sending school are the same."),
    mend=Text(
        "同校换班请办理“调班”；换校区请由学校办理校区调整。",
        "Within one school, change the class or the campus instead.",
    ),
    source="INF",
    unknown_says=Text("转入学校尚未确定。", "The receiving school is not known yet."),
)
def schools_differ(facts: TransferFacts) -> bool | None:
    """Does the child move from one school to another?"""
    return facts.schools_differ


@guard(
    says=Text("转入学校没有该年级。", "The receiving school does not have this grade."),
    mend=Text("请改由设有该年级的学校申请。", "A school that has this grade applies instead."),
    source="INF",
    unknown_says=Text("转入学校的年级设置尚未查到。", "The grades of the receiving school are not known yet."),
)
def receiving_school_takes_grade(facts: TransferFacts) -> bool | None:
    """Does the receiving school have the grade?"""
    return facts.receiving_takes_grade


@guard(
    says=Text(
        "所选班级不是转入学校本学年该年级的在用班级。",
        "The class chosen is no open class of the receiving school in this grade and year.",
    ),
    mend=Text(
        "请另选本校本年级的班级；没有班级的先在“班级”中建立。", "Choose a class of the grade, or set one up first."
    ),
    source="INF",
    unknown_says=Text("转入班级尚未选择。", "No class has been chosen yet."),
    of_answer="class_group",
)
def class_is_of_the_grade(facts: TransferFacts) -> bool | None:
    """Is the class chosen an open one of the receiving school in the child's grade?"""
    return facts.class_fits


@guard(
    says=Text("该生不是以转学方式进入本校的。", "The child did not come to this school by a transfer."),
    mend=Text("离开本校请由接收学校办理“市内转学”。", "To leave, the receiving school applies for a transfer."),
    source="INF",
    unknown_says=Text("该生进入本校的方式尚未查到。", "It is not known yet how the child came to this school."),
)
def came_by_transfer(facts: TransferFacts) -> bool | None:
    """Did the present spell begin with a transfer?"""
    return facts.arrived_by_transfer


@guard(
    says=Text("转学完成已超过退回期限。", "The time to return a child that never arrived is over."),
    mend=Text(
        "请在转学时段由原学校按“市内转学”重新申请。",
        "In a transfer window the former school applies for a transfer.",
    ),
    source="INF",
    unknown_says=Text("退回期限尚未设定。", "The time for a return is not set."),
)
def return_still_open(facts: TransferFacts) -> bool | None:
    """Was the transfer completed not longer ago than the parameter allows?"""
    return facts.return_open


@guard(
    says=Text("退回的学校不是该生转学前的学校。", "The school named is not the one the child came from."),
    mend=Text("只能退回转出学校；去别的学校请办理“市内转学”。", "It goes back only to the school it came from."),
    source="INF",
    unknown_says=Text("该生转学前的学校尚未查到。", "The former school is not known yet."),
)
def returns_to_former_school(facts: TransferFacts) -> bool | None:
    """Is the receiving school the one of the spell before?"""
    return facts.to_former_school


@guard(
    says=Text("原学校本年级学籍总量已用完。", "The former school's quota for this grade is used up."),
    mend=Text(
        "由原学校所在区县报市教委“扩充学籍总量”，市级调整后再办理。",
        "The former school's district asks the city to raise the quota.",
    ),
    source="S4; S41 第3类",
    unknown_says=Text("原学校本年级的学籍总量尚未核定。", "The former school's quota is not set yet."),
)
def former_school_has_place(facts: TransferFacts) -> bool | None:
    """Is a place free at the former school, or already held by this case?"""
    return True if facts.holds_place else facts.place_free
