"""Conditions of “回北京找学籍”: a record that keeps a child from having one where it is (S20)."""

from __future__ import annotations

from xueji.process.guards import guard
from xueji.vocabulary.facts.departure import DepartureFacts
from xueji.vocabulary.numbers.national_student_number import NumberKind
from xueji.vocabulary.schooling.stages import StageGroup
from xueji.vocabulary.text import Text


@guard(
    says=Text("该生现在本市在籍。", "The child is on a roll here."),
    mend=Text(
        "在籍学生转往外省的，由外省学校提出“跨省转学”申请，本市审核后调档。",
        "For a child on a roll the other province applies for a transfer; the file is released after review.",
    ),
    source="S20 (已经转走或者毕业的学生)",
)
def has_left(facts: DepartureFacts) -> bool:
    """Has the child left, or graduated?"""
    return not facts.standing.on_roll


@guard(
    says=Text("全国学籍号不是L开头的临时学籍号，不能删除。", "The number is no temporary L number: it is not removed."),
    mend=Text(
        "G开头的：跨学段由外省提交“毕业后跨省就学”，同学段办理“更改学籍状态办理转出手续”。",
        "G: across stages the other province applies for continuation; within a stage, have the standing changed.",
    ),
    source="S20 第一类",
    unknown_says=Text("学籍号尚未查到。", "The number is not known yet."),
)
def has_temporary_number(facts: DepartureFacts) -> bool | None:
    """Is the number a temporary one?"""
    return None if facts.number_kind is None else facts.number_kind is NumberKind.TEMPORARY


@guard(
    says=Text("全国学籍号不是G开头的正式学籍号。", "The number is no formal G number."),
    mend=Text(
        "L开头的办理“删除全国临时学籍”，由外省重建学籍。",
        "A temporary number is removed, so that the other province can establish the record.",
    ),
    source="S20 第二类",
    unknown_says=Text("学籍号尚未查到。", "The number is not known yet."),
)
def has_formal_number(facts: DepartureFacts) -> bool | None:
    """Is the number a formal one?"""
    return None if facts.number_kind is None else facts.number_kind is NumberKind.FORMAL


@guard(
    says=Text("该生已毕结业，属于跨学段。", "The child has left its stage: it goes on in the next one."),
    mend=Text(
        "请外省学校提交“毕业后跨省就学”申请；毕结业状态不对的，先由区县汇总办理状态调整。",
        "The other province applies for continuation; a wrong leaving status is put right first.",
    ),
    source="S20 第二类 (跨学段)",
)
def within_a_stage(facts: DepartureFacts) -> bool:
    """Has the child not left its stage?"""
    return facts.leaving_outcome is None


@guard(
    says=Text("只有义务教育阶段的学籍可以这样办理。", "This is for compulsory education only."),
    mend=Text("高中阶段的，由区县书面报市教委研究。", "For senior high the district asks the city in writing."),
    source="S42 第2类",
)
def is_compulsory(facts: DepartureFacts) -> bool:
    """Is the record of a compulsory stage?"""
    return facts.stage_group is StageGroup.COMPULSORY


@guard(
    says=Text("区县不直接删除临时学籍。", "The district does not remove temporary records itself."),
    mend=Text("区县汇总后由服务团队删除。", "The district consolidates, the service team removes."),
    source="S20 (市级技术支持部门处理，后续开放给区县)",
    applies=Text("已开放给区县的", "where it has been given to the districts"),
)
def district_removes(facts: DepartureFacts) -> bool:
    """Does the dated parameter let the district remove it?"""
    return facts.district_removes
