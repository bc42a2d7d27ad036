"""Conditions of a transfer inside the city in this edition (S4, S8, S9)."""

from __future__ import annotations

from xueji.process.guards import guard
from xueji.vocabulary.facts.entry import ExceptionKind
from xueji.vocabulary.facts.transfer import TransferFacts
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.schooling.stages import StageGroup
from xueji.vocabulary.text import Text


@guard(
    says=Text("现在不在转学时段内。", "The transfer window is closed."),
    mend=Text(
        "请在放假前一周或开学后一周内申请；具体时段由市级按学期设定。",
        "Apply in the week before a vacation or the week after term start; the city sets the days of each term.",
    ),
    source="S4; S8; S9",
    unknown_says=Text("本学期的转学时段尚未设定。", "The city has not set this term's transfer window yet."),
)
def in_transfer_window(facts: TransferFacts) -> bool | None:
    """Is the window open today?"""
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
def receiving_school_has_place(facts: TransferFacts) -> bool | None:
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
def foreign_place_free(facts: TransferFacts) -> bool | None:
    """Is a foreign place free, for a foreign child that entered from 2015 on?"""
    if facts.residency is not Residency.FOREIGN or facts.holds_place or facts.foreign_entry_from_quota_year is False:
        return True
    return None if facts.foreign_entry_from_quota_year is None else facts.foreign_place_free


@guard(
    says=Text("起始年级第一学期不予转学。", "There is no transfer in the first term of an entry grade."),
    mend=Text("请在第二学期的转学时段再申请。", "Apply in a transfer window of the second term."),
    source="京教基二〔2014〕4号",
    unknown_says=Text("年级和学期尚未查到。", "Grade and term are not known yet."),
)
def not_entry_grade_first_term(facts: TransferFacts) -> bool | None:
    """Is this not the first term of an entry grade?"""
    return None if facts.entry_grade_first_term is None else not facts.entry_grade_first_term


@guard(
    says=Text("毕业年级不予转学。", "There is no transfer in a final grade."),
    mend=Text(
        "京籍学生返京的，由区县在转学时段内办理“毕业年级京籍返京”平台备案后再申请。",
        "For a local child returning to the city, the district lodges the declaration in the window; then apply.",
    ),
    source="京教基二〔2014〕4号; S42 第1类",
    unknown_says=Text("是否毕业年级尚未查到。", "It is not known yet whether this is a final grade."),
)
def not_final_grade(facts: TransferFacts) -> bool | None:
    """Is this no final grade, or a local child whose return has been declared?"""
    if facts.final_grade is None:
        return None
    declared = bool(facts.final_grade_return_declared) or ExceptionKind.FINAL_GRADE_RETURN in facts.exceptions
    return not facts.final_grade or (declared and facts.residency.counts_as_local)


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
def senior_non_local_only_by_exception(facts: TransferFacts) -> bool:
    """Is this no senior non-local child, or one with an exception (an inland class is its own)?"""
    if facts.stage_group is not StageGroup.SENIOR or facts.residency is not Residency.NON_LOCAL:
        return True
    return facts.inland_class or ExceptionKind.SENIOR_NON_LOCAL in facts.exceptions


@guard(
    says=Text("非示范校学生严格限制转入示范校。", "A child of an ordinary school may not transfer to a model school."),
    mend=Text(
        "确有特殊情况的，由区县报市教委批准，市级录入批准例外后再申请。",
        "In special circumstances the district asks the city, who enters an exception; then apply.",
    ),
    source="S4",
    unknown_says=Text("两校是否示范校尚未查到。", "It is not known yet whether the schools are model schools."),
)
def ordinary_to_model_only_by_exception(facts: TransferFacts) -> bool | None:
    """Is this not a move from an ordinary to a model school, or one with an exception?"""
    if ExceptionKind.ORDINARY_TO_MODEL in facts.exceptions or facts.receiving_is_model is False:
        return True
    if facts.sending_is_model:
        return True
    return None if facts.receiving_is_model is None or facts.sending_is_model is None else False


@guard(
    says=Text("转入学校没有接收外籍学生资质。", "The receiving school is not licensed to take foreign pupils."),
    mend=Text(
        "请改由有接收外籍学生资质的学校申请；新取得资质的由市级登记。",
        "A licensed school applies instead; a new license is entered by the city.",
    ),
    source="S4; S9",
    unknown_says=Text("转入学校的资质尚未查到。", "The receiving school's license is not known yet."),
)
def foreign_student_license(facts: TransferFacts) -> bool | None:
    """Is the child not foreign, or the school licensed?"""
    return True if facts.residency is not Residency.FOREIGN else facts.foreign_license


@guard(
    says=Text(
        "非本市户籍学生的五证经核验不符合要求。", "The five proofs of a non-local child do not meet the requirements."
    ),
    mend=Text(
        "请监护人补齐五证，由转入区县（同区县转学为本区县）核验后再办理。",
        "The guardian completes the five proofs; the receiving (within one district: the only) district checks them.",
    ),
    source="S4; 非京籍入学五证审核",
    unknown_says=Text("五证尚未核验。", "The five proofs have not been checked yet."),
)
def five_proofs_verified(facts: TransferFacts) -> bool | None:
    """Are the five proofs checked, where a non-local child of compulsory age needs them?"""
    if facts.stage_group is not StageGroup.COMPULSORY or facts.residency is not Residency.NON_LOCAL:
        return True
    return facts.five_proofs_verified
