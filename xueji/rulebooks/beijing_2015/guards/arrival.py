"""Conditions of an arrival from another province in this edition (S4, S9, S13, S24; domain: same gates as a transfer)."""

from __future__ import annotations

from xueji.process.guards import guard
from xueji.vocabulary.facts.arrival import ArrivalFacts, ArrivalKind
from xueji.vocabulary.facts.entry import ExceptionKind
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.schooling.stages import StageGroup
from xueji.vocabulary.text import Text


@guard(
    says=Text("现在不在转学时段内。", "The transfer window is closed."),
    mend=Text(
        "请在转学时段内申请；具体时段由市级按学期设定。",
        "Apply while the window is open; the city sets the days of each term.",
    ),
    source="S4; S8",
    unknown_says=Text("本学期的转学时段尚未设定。", "The city has not set this term's transfer window yet."),
)
def in_transfer_window(facts: ArrivalFacts) -> bool | None:
    """Is the window open today? It is asked at opening only."""
    return facts.in_transfer_window


@guard(
    says=Text("转入学校本年级学籍总量已用完。", "The receiving school's enrollment quota for this grade is used up."),
    mend=Text(
        "由转入区县报市教委“扩充学籍总量”，市级调整后再申请；或另选学校。",
        "The receiving district asks the city to raise the quota, or another school is chosen.",
    ),
    source="S4; S41 第3类",
    unknown_says=Text(
        "转入学校本年级的学籍总量尚未核定。", "The receiving school's quota for the grade is not set yet."
    ),
)
def receiving_school_has_place(facts: ArrivalFacts) -> bool | None:
    """Is a place free, or already held by this case?"""
    return True if facts.holds_place else facts.place_free


@guard(
    says=Text("转入学校外籍计划已用完。", "The receiving school has no free foreign place."),
    mend=Text(
        "由转入学校报区县，经市级增加外籍计划后再申请；或另选学校。",
        "The city adds foreign places on the district's request, or another school is chosen.",
    ),
    source="S4; S9 (2015年之后)",
    unknown_says=Text("转入学校的外籍计划尚未核定。", "The receiving school's foreign places are not set yet."),
)
def foreign_place_free(facts: ArrivalFacts) -> bool | None:
    """Is a foreign place free, for a foreign child that entered from 2015 on?"""
    if facts.residency is not Residency.FOREIGN or facts.holds_place or facts.foreign_entry_from_quota_year is False:
        return True
    return None if facts.foreign_entry_from_quota_year is None else facts.foreign_place_free


@guard(
    says=Text("转入学校没有接收外籍学生资质。", "The receiving school is not licensed to take foreign pupils."),
    mend=Text(
        "请改由有接收外籍学生资质的学校申请；新取得资质的由市级登记。",
        "A licensed school applies instead; a new license is entered by the city.",
    ),
    source="S4; S9",
    unknown_says=Text("转入学校的资质尚未查到。", "The receiving school's license is not known yet."),
)
def foreign_student_license(facts: ArrivalFacts) -> bool | None:
    """Is the child not foreign, or the school licensed?"""
    return True if facts.residency is not Residency.FOREIGN else facts.foreign_license


@guard(
    says=Text("起始年级第一学期不予转入。", "Nobody is transferred in during the first term of an entry grade."),
    mend=Text(
        "请在第二学期的转学时段再申请；当年毕业后来京就学的按“毕业后跨省就学”办理。",
        "Apply in a window of the second term; who has just left a stage goes by continuation.",
    ),
    source="京教基二〔2014〕4号; S13",
    unknown_says=Text("年级和学期尚未查到。", "Grade and term are not known yet."),
)
def not_entry_grade_first_term(facts: ArrivalFacts) -> bool | None:
    """Is this not the first term of an entry grade?"""
    return None if facts.entry_grade_first_term is None else not facts.entry_grade_first_term


@guard(
    says=Text("毕业年级不予转入。", "There is no transfer into a final grade."),
    mend=Text(
        "京籍学生返京的，由区县在转学时段内办理“毕业年级京籍返京”平台备案，市级录入批准例外后再申请。",
        "For a local child returning to the city, the district lodges the declaration in the window and the city "
        "enters the exception; then apply.",
    ),
    source="京教基二〔2014〕4号; S42 第1类",
    unknown_says=Text("是否毕业年级尚未查到。", "It is not known yet whether this is a final grade."),
)
def not_final_grade(facts: ArrivalFacts) -> bool | None:
    """Is this no final grade, or a local child whose return has been declared?"""
    if facts.final_grade is None:
        return None
    declared = ExceptionKind.FINAL_GRADE_RETURN in facts.exceptions
    return not facts.final_grade or (declared and facts.residency.counts_as_local)


@guard(
    says=Text(
        "“毕业后跨省就学”只适用于初一、高一和内高班预科。",
        "Continuation leads into junior 1, senior 1 and the preparatory year only.",
    ),
    mend=Text(
        "其他年级请按“跨省转学”办理；在外省市无学籍的由市级按“无学籍转入”处理。",
        "For other grades apply for a cross-province transfer; without any record the city enters the child.",
    ),
    source="S13; INF (五年制小学毕业升六年级的未列入)",
    unknown_says=Text("申请年级尚未填写。", "The grade has not been entered."),
)
def begins_a_stage(facts: ArrivalFacts) -> bool | None:
    """Is the grade J1 or S1, or the preparatory year of an inland class?"""
    if facts.grade is Grade.S0:
        return facts.kind is ArrivalKind.INLAND_CLASS
    return None if facts.grade is None else facts.grade in {Grade.J1, Grade.S1}


@guard(
    says=Text(
        "非本市户籍（不按本市户籍对待）的高中学生，严格限制转入。",
        "A senior student of another city's hukou, not treated as local, may not transfer in.",
    ),
    mend=Text(
        "确有政策依据的，由区县报市教委批准，市级录入批准例外后再申请。",
        "Where policy allows it, the district asks the city, who enters an exception; then apply.",
    ),
    source="S4",
)
def senior_non_local_only_by_exception(facts: ArrivalFacts) -> bool:
    """Is this no senior non-local child, or one with an exception (an inland class is its own)?"""
    if facts.stage_group is not StageGroup.SENIOR or facts.residency is not Residency.NON_LOCAL:
        return True
    return facts.inland_class or ExceptionKind.SENIOR_NON_LOCAL in facts.exceptions


@guard(
    says=Text("转入区县认定为非示范校学生转入示范校。", "The district has judged: from an ordinary to a model school."),
    mend=Text(
        "请审核不通过；确有特殊情况的，由区县报市教委批准，市级录入批准例外后再审核。",
        "Refuse; in special circumstances the district asks the city, who enters an exception; then review.",
    ),
    source="S4; INF (外省市学校不由本市认定，由转入区县判断)",
    unknown_says=Text(
        "转出学校是否相当于示范校，由转入区县审核时认定。",
        "Whether the former school compares with a model school is for the district to judge.",
    ),
    of_answer="model_decision",
)
def not_ordinary_to_model(facts: ArrivalFacts) -> bool | None:
    """Another province's school is not ours to rank: the district says whether it compares."""
    if facts.receiving_is_model is False or ExceptionKind.ORDINARY_TO_MODEL in facts.exceptions:
        return True
    return facts.model_decision


@guard(
    says=Text("毕业年级学生的申请不由学校重新提交。", "A final-grade application is not resubmitted by the school."),
    mend=Text(
        "由区县汇总，市级技术支持部门提交。",
        "The district consolidates it and the city's technical support submits it.",
    ),
    source="S24",
    unknown_says=Text("是否已是毕业年级尚未查到。", "It is not known yet whether the child is in a final grade now."),
)
def school_may_resubmit(facts: ArrivalFacts) -> bool | None:
    """Is the child not in its final grade by now?"""
    return None if facts.became_final is None else not facts.became_final


@guard(
    says=Text("该生不是毕业年级，不需要区县汇总。", "The child is in no final grade; nothing is to be consolidated."),
    mend=Text("请由学校利用“重新提交申请”功能办理。", "The school resubmits the application itself."),
    source="S24",
    unknown_says=Text("是否已是毕业年级尚未查到。", "It is not known yet whether the child is in a final grade now."),
)
def needs_consolidation(facts: ArrivalFacts) -> bool | None:
    """Is the child in its final grade by now, so that the service team resubmits?"""
    return facts.became_final
