"""Conditions of handling a problem record (问题学籍): the four of S22–S23, and which road each of them offers."""

from __future__ import annotations

from xueji.process.guards import guard
from xueji.vocabulary.facts.problem import OwnRow, ProblemCondition, ProblemFacts
from xueji.vocabulary.text import Text

_STUDYING = (ProblemCondition.SAME, ProblemCondition.DIFFERENT)
_WHEN = "S22; S23"


@guard(
    says=Text("该生没有待处理的问题学籍。", "No problem record of this child is open."),
    mend=Text("无需办理；可以照常申请其他业务。", "Nothing to do; other applications are free."),
    source="S21",
    unknown_says=Text("是否问题学籍尚未查到。", "It is not known yet whether this is a problem record."),
)
def problem_is_open(facts: ProblemFacts) -> bool | None:
    """Is a problem record of this child open?"""
    return facts.open


@guard(
    says=Text("该生有其他在办业务，不能同时处理问题学籍。", "Another case about this record is open."),
    mend=Text(
        "请等待在办业务办结，或由其申请单位撤销后再提交。",
        "Wait until that case is closed, or have its applicant withdraw it.",
    ),
    source="NAT-SYS 2002 (该生有在办业务未办结)",
    unknown_says=Text("是否有在办业务尚未查到。", "It is not known yet whether another case is open."),
)
def no_other_open_case(facts: ProblemFacts) -> bool | None:
    """Is this the only open case about the record?"""
    return facts.no_other_open_case


@guard(
    says=Text("云平台学生信息不正确，不能按“信息无误”处理。", "Our row is wrong; it cannot be handled as right."),
    mend=Text(
        "在学的先办“关键信息变更”，市级审核通过后再“提交变更”；已不在学的由技术部门处理。",
        "A child that studies here: first a key-field change, then the correction. Else the service team handles it.",
    ),
    source=_WHEN,
    unknown_says=Text("本校信息是否正确尚未核对。", "Nobody has said yet whether our row is right."),
    of_answer="own_row",
)
def own_row_is_right(facts: ProblemFacts) -> bool | None:
    """Does the school say, after looking at the papers, that its row is right?"""
    return None if facts.own_row is None else facts.own_row is OwnRow.RIGHT


@guard(
    says=Text("该生已不在学，且不是毕业生，不用提交佐证。", "The child no longer studies here and is no graduate."),
    mend=Text(
        "信息正确且确实重复的，提交删除；信息错误或并未重复的，由技术部门处理。",
        "Right and truly double: ask for the removal. Wrong, or not double: the service team handles it.",
    ),
    source="S23 条件3",
)
def studies_here_or_graduated(facts: ProblemFacts) -> bool:
    """Does the child study here, or has it left as a graduate?"""
    return facts.standing.on_roll or facts.graduate is True


@guard(
    says=Text("两库信息不一致，不用提交佐证。", "The two rows differ; a substantiation is not the way."),
    mend=Text(
        "云平台信息正确的，请直接“提交变更”；不正确的先办“关键信息变更”。",
        "If our row is right, submit the correction; if not, begin with a key-field change.",
    ),
    source="S22 条件2",
    unknown_says=Text("两库信息尚未比对。", "The two rows have not been compared yet."),
)
def rows_agree(facts: ProblemFacts) -> bool | None:
    """Is the national row of a child that studies here the same as ours? Of others it is not asked."""
    return facts.agrees if facts.standing.on_roll else True


@guard(
    says=Text("该生已不在学，不能提交变更。", "The child no longer studies here; there is nothing to correct."),
    mend=Text(
        "请按“已不在学”的情形办理：佐证、删除，或由技术部门处理。",
        "Take a road for children that no longer study: substantiation, removal, or the service team.",
    ),
    source="S22; S23 条件3",
)
def still_studies_here(facts: ProblemFacts) -> bool:
    """Is the child on the roll?"""
    return facts.standing.on_roll


@guard(
    says=Text(
        "云平台信息不正确，尚未办理“关键信息变更”。", "Our row is wrong, and no key-field change has come first."
    ),
    mend=Text(
        "请先提交“关键信息变更”，市级审核通过后再提交问题学籍变更。",
        "Apply for a key-field change first; when the city has approved it, submit the correction.",
    ),
    source="S22 条件1",
    unknown_says=Text("本校信息是否正确尚未核对。", "Nobody has said yet whether our row is right."),
    of_answer="own_row",
)
def key_field_change_came_first(facts: ProblemFacts) -> bool | None:
    """Has a wrong row of ours been put right by procedure before it is said to the nation?"""
    if facts.own_row is None:
        return None
    return facts.own_row is OwnRow.RIGHT or facts.changed_since


@guard(
    says=Text(
        "两库信息一致且本校信息无误，没有可变更的内容。", "Both rows agree and ours is right: nothing to correct."
    ),
    mend=Text("请选择“本校学生信息无误，提交佐证”。", "Submit a substantiation instead."),
    source="S22 条件1",
    unknown_says=Text("两库信息尚未比对。", "The two rows have not been compared yet."),
)
def something_to_correct(facts: ProblemFacts) -> bool | None:
    """Do the rows differ, or is ours said to be wrong?"""
    if not facts.standing.on_roll or facts.own_row is OwnRow.WRONG or facts.changed_since:
        return True
    if facts.own_row is None and facts.agrees:
        return None
    return None if facts.agrees is None else not facts.agrees


@guard(
    says=Text("该生仍在本校在学，不能删除学籍。", "The child still studies here; its record is not removed."),
    mend=Text("信息正确的提交佐证，信息错误的提交变更。", "Substantiate a right row, correct a wrong one."),
    source="S23 条件3",
)
def no_longer_studies(facts: ProblemFacts) -> bool:
    """Has the child left the roll?"""
    return not facts.standing.on_roll


@guard(
    says=Text("并非同一名学生的重复学籍，不能删除。", "It is no second record of one child; it is not removed."),
    mend=Text("请提交技术部门处理。", "Have the service team handle it."),
    source="S23 条件3",
    unknown_says=Text("是否确实重复尚未核对。", "Nobody has said yet whether it is truly one child."),
    of_answer="really_duplicate",
)
def truly_double(facts: ProblemFacts) -> bool | None:
    """Does the school say that one child truly has two records?"""
    return facts.really_duplicate


@guard(
    says=Text(
        "该生为L开头学籍号且不在学，全国系统暂不能删除。", "An L number that is not studying cannot be removed yet."
    ),
    mend=Text(
        "请先办理“非本校在学学生修改全国库在校状态”，全国系统更新后的次日再提交删除。",
        "First have the national standing set; on the day after, ask for the removal.",
    ),
    source="S23 条件4",
)
def standing_was_set_first(facts: ProblemFacts) -> bool:
    """Has the nation's temporary standing stood for a day, where condition 4 asks for it? Our own scan needs none."""
    if facts.condition is not ProblemCondition.TEMPORARY_NOT_STUDYING or facts.from_nation is False:
        return True
    return facts.standing_set is True


@guard(
    says=Text("不属于“L开头且不在学”的情形。", "It is not an L number that no longer studies."),
    mend=Text(
        "其他情形可直接提交佐证、变更或删除。", "In every other case substantiate, correct or remove right away."
    ),
    source="S23 条件4",
)
def temporary_and_not_studying(facts: ProblemFacts) -> bool:
    """Is it condition 4?"""
    return facts.condition is ProblemCondition.TEMPORARY_NOT_STUDYING


@guard(
    says=Text("全国库在校状态已经修改，可以提交删除。", "The national standing is set already."),
    mend=Text("全国系统更新后的次日，请提交问题学籍删除。", "On the day after, ask for the removal."),
    source="S23 条件4",
)
def standing_not_set_yet(facts: ProblemFacts) -> bool:
    """Has the temporary standing not been confirmed yet?"""
    return facts.standing_set is None


@guard(
    says=Text(
        "该疑点由本市查重发现，不经全国系统。", "Our own scan raised this doubt; the nation knows nothing of it."
    ),
    mend=Text("由市级审核后直接办结。", "The city settles it."),
    source="S21; INF",
    unknown_says=Text("疑点的来源尚未查到。", "It is not known yet who raised the doubt."),
)
def known_to_the_nation(facts: ProblemFacts) -> bool | None:
    """Does the national table have the problem record?"""
    return facts.from_nation


@guard(
    says=Text("全国系统认定的问题学籍，本市不能自行办结。", "The nation raised it; the city alone cannot settle it."),
    mend=Text("请审核通过并报全国系统。", "Approve it and send it to the nation."),
    source="S21; INF",
    unknown_says=Text("疑点的来源尚未查到。", "It is not known yet who raised the doubt."),
)
def found_by_our_scan(facts: ProblemFacts) -> bool | None:
    """Is it a doubt of our own scan alone?"""
    return None if facts.from_nation is None else not facts.from_nation


@guard(
    says=Text("该情形可由学校自行处理，不用提交技术部门。", "The school can handle this itself."),
    mend=Text(
        "请按条件提交佐证、变更或删除；仅“已不在学且信息错误”或“并非确实重复”的由技术部门处理。",
        "Substantiate, correct or remove. Only a wrong row, or one that is not double, of a child that no longer "
        "studies goes to the service team.",
    ),
    source="S23 条件3; INF",
    unknown_says=Text("本校信息是否正确尚未核对。", "Nobody has said yet whether our row is right."),
    of_answer="own_row",
)
def needs_the_service_team(facts: ProblemFacts) -> bool | None:
    """Is it a wrong row, or one that is no double, of a child that no longer studies?"""
    if facts.standing.on_roll:
        return False
    if facts.own_row is OwnRow.WRONG:
        return True
    if facts.own_row is None:
        return None
    return not facts.graduate and facts.really_duplicate is False


@guard(
    says=Text("该生不是毕业生。", "The child is no graduate."),
    mend=Text("无需说明；仅毕业生需要。", "Nothing to do; only for graduates."),
    source="S23 条件3",
    applies=Text("该生已毕业的（涉及毕业生跨省升学，建议不要删除）", "where the child has graduated (advice: keep it)"),
)
def is_graduate(facts: ProblemFacts) -> bool:
    """Has the child left by graduation?"""
    return facts.graduate is True


@guard(
    says=Text("全国库在校状态没有临时修改过。", "The national standing was not set for the time being."),
    mend=Text("无需恢复。", "Nothing to set back."),
    source="S23 条件4; INF",
)
def standing_is_temporary(facts: ProblemFacts) -> bool:
    """Does the national store show a standing that was set for this removal alone?"""
    return facts.standing_set is not None
