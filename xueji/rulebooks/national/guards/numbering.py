"""Conditions under which a national number is asked for by hand (S12)."""

from __future__ import annotations

from xueji.process.guards import guard
from xueji.vocabulary.facts.numbering import NumberFacts
from xueji.vocabulary.text import Text


@guard(
    says=Text("该生有其他在办业务，不能同时申请。", "Another case about this record is open."),
    mend=Text("请等待在办业务办结后再申请。", "Wait until that case is closed."),
    source="NAT-SYS 2002 (该生有在办业务未办结)",
    unknown_says=Text("是否有在办业务尚未查到。", "It is not known yet whether another case is open."),
)
def no_other_open_case(facts: NumberFacts) -> bool | None:
    """Is this the only open case about the record?"""
    return facts.no_other_open_case


@guard(
    says=Text("该生不在籍，不能申请全国学籍号。", "The child is on no roll; no number can be asked for."),
    mend=Text("请由现在就读的学校申请。", "The school the child attends applies."),
    source="S12",
)
def on_a_roll(facts: NumberFacts) -> bool:
    """Does a school hold the record?"""
    return facts.standing.on_roll


@guard(
    says=Text("该生已有全国学籍号。", "The child has a national number."),
    mend=Text(
        "无需申请；L临时学籍号同样可以办理转学、升学，由全国系统转为正式学籍号。",
        "Nothing to ask for: an L number serves as well, until the nation makes it a formal one.",
    ),
    source="S12",
    unknown_says=Text("是否已有全国学籍号尚未查到。", "It is not known yet whether there is one."),
)
def has_no_national_number(facts: NumberFacts) -> bool | None:
    """Is there no number of any class yet?"""
    return None if facts.has_national_number is None else not facts.has_national_number


@guard(
    says=Text(
        "没有可校验通过的居民身份证号，不能分配全国学籍号。",
        "There is no resident ID number that can be verified; no national number is allocated.",
    ),
    mend=Text(
        "请核对身份证原件，先办理关键信息变更补填或更正证件号、出生日期、性别。",
        "Check the identity card; correct number, birth date or sex by a key-field change first.",
    ),
    source="S12",
    unknown_says=Text("证件尚未校验。", "The document has not been verified yet."),
)
def resident_id_is_verifiable(facts: NumberFacts) -> bool | None:
    """Is there a sound resident ID that agrees with birth date and sex?"""
    return facts.id_verifiable


@guard(
    says=Text("该身份证号在本市还有其他学籍在用。", "Another record here uses the same resident ID."),
    mend=Text("请由区县先按问题学籍处理。", "The district deals with the problem record first."),
    source="S12; S21",
    unknown_says=Text("证件号是否重复尚未查到。", "It is not known yet whether the document is in use twice."),
)
def resident_id_is_unique(facts: NumberFacts) -> bool | None:
    """Has no other record of ours the same document?"""
    return facts.id_unique


@guard(
    says=Text("该生为问题学籍，不能申请全国学籍号。", "This is a problem record; no number can be asked for."),
    mend=Text("请先处理问题学籍。", "Deal with the problem record first."),
    source="S12; S21",
    unknown_says=Text("是否问题学籍尚未查到。", "It is not known yet whether this is a problem record."),
)
def no_problem_record(facts: NumberFacts) -> bool | None:
    """Is no problem record open?"""
    return None if facts.problem_open is None else not facts.problem_open
