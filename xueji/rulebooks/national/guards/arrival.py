"""Conditions of an arrival from another province that follow from national rules: one child, one record, one number."""

from __future__ import annotations

from xueji.process.guards import guard
from xueji.vocabulary.facts.arrival import ArrivalFacts, OwnRecord
from xueji.vocabulary.text import Text

NOTHING_TO_MEND = Text("无需办理。", "Nothing to do.")


@guard(
    says=Text("该生有其他在办业务，或已由本市其他学校申请。", "Another case about this child is open here."),
    mend=Text(
        "请等待在办业务办结，或由其申请单位撤销后再申请。",
        "Wait until that case is closed, or have its applicant withdraw it.",
    ),
    source="NAT-SYS 2002 (该生有在办业务未办结)；同一学生不能重复申请",
    unknown_says=Text("是否有在办业务尚未查到。", "It is not known yet whether another case is open."),
)
def no_other_open_case(facts: ArrivalFacts) -> bool | None:
    """Is this the only open case about the child?"""
    return facts.no_other_open_case


@guard(
    says=Text("该生学籍在本市在籍，不属于从外省转入。", "The child is on a roll here; it does not come from outside."),
    mend=Text("请按“市内转学”办理。", "Apply for a transfer inside the jurisdiction instead."),
    source="全国规则 (一人一籍)；S20",
)
def not_on_a_roll_here(facts: ArrivalFacts) -> bool:
    """Has our own register no running record of the child? One that went away once comes back to its own record."""
    return facts.own_record is not OwnRecord.ON_ROLL


@guard(
    says=Text("全国学籍号的位数或校验位不对。", "The national number has a wrong length or check digit."),
    mend=Text(
        "请与学生及原学校核实19位全国学籍号（L、G、J开头均可）后重填。",
        "Verify the 19 characters with the child and the former school; L, G and J all count.",
    ),
    source="S11; S24",
    unknown_says=Text("全国学籍号尚未填写。", "The national number is not filled in yet."),
    of_answer="national_number",
)
def number_is_well_formed(facts: ArrivalFacts) -> bool | None:
    """Can this be a national number at all? Whether it exists only the nation can tell (S24)."""
    return facts.number_well_formed


@guard(
    says=Text(
        "该身份证件号已有其他学籍在用，不能重复建立学籍。",
        "Another record already uses this identity number; a second record cannot be established.",
    ),
    mend=Text(
        "请核对证件原件；确为同一学生的由区县按问题学籍处理，填错的更正后重新提交。",
        "Check the original document; the same child is a problem record for the district, a slip is corrected.",
    ),
    source="S21; NAT-2013 (不得重复建籍)",
    unknown_says=Text("证件号是否已被使用尚未查到。", "It is not known yet whether the document is in use."),
)
def identity_is_free(facts: ArrivalFacts) -> bool | None:
    """One child, one record: a document in uncontested use bars a second one."""
    return None if facts.identity_taken is None else not facts.identity_taken


@guard(
    says=Text("该生在本市的学籍为问题学籍，不能办理。", "The child's own record here is a problem record."),
    mend=Text(
        "请先处理问题学籍，经区县、市级审核后再办理。",
        "Deal with the problem record first; after its review this can go on.",
    ),
    source="S21",
    unknown_says=Text("是否问题学籍尚未查到。", "It is not known yet whether this is a problem record."),
)
def no_problem_record(facts: ArrivalFacts) -> bool | None:
    """Is no problem record open about the child's own record?"""
    return None if facts.problem_open is None else not facts.problem_open


@guard(
    says=Text("转入学校没有该年级。", "The receiving school does not have this grade."),
    mend=Text("请改由设有该年级的学校申请。", "A school that has this grade applies instead."),
    source="INF",
    unknown_says=Text("转入学校的年级设置尚未查到。", "The grades of the receiving school are not known yet."),
)
def receiving_school_takes_grade(facts: ArrivalFacts) -> bool | None:
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
def class_is_of_the_grade(facts: ArrivalFacts) -> bool | None:
    """Is the class chosen an open one of the receiving school in the child's grade?"""
    return facts.class_fits


@guard(
    says=Text("转入班级已经选好。", "The class of arrival is chosen."),
    mend=NOTHING_TO_MEND,
    source="INF",
    applies=Text("申请时未选班级，或所选班级已不适用的", "where no class was chosen, or that one no longer fits"),
)
def class_is_still_to_be_chosen(facts: ArrivalFacts) -> bool:
    """Was no fitting class chosen before this step?"""
    return not facts.class_chosen_before


@guard(
    says=Text("该生不是当年毕业生。", "The child did not graduate this year."),
    mend=Text(
        "非当年毕业生不能按“毕业后跨省就学”办理；在读的按“跨省转学”，在外省市无学籍的由市级按“无学籍转入”处理。",
        "Who still studies is transferred; who has no record in any province is entered by the city (S30).",
    ),
    source="S13",
    unknown_says=Text("毕业年份尚未填写。", "The year of graduation is not filled in yet."),
    of_answer="graduation_year",
)
def graduated_this_year(facts: ArrivalFacts) -> bool | None:
    """Inward this is a hard condition (S13)."""
    return facts.graduate_of_this_year


@guard(
    says=Text("申请没有发往过转出省。", "The application has never been sent to the other province."),
    mend=NOTHING_TO_MEND,
    source="S18",
    applies=Text("申请曾发往转出省的", "where it has been sent to the other province before"),
)
def was_sent_before(facts: ArrivalFacts) -> bool:
    """Has the nation seen this application once?"""
    return facts.sent_before
