"""问题学籍删除: a second record of a child that no longer studies here is removed, with a tombstone (S23)."""

from __future__ import annotations

from xueji.process.notation import Ask, Branch, Procedure, Subject, Then
from xueji.rulebooks.beijing_2015.procedures import problem_steps as steps
from xueji.rulebooks.national.guards import problem
from xueji.vocabulary.facts.problem import ProblemFacts
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

REMOVE = Then(do=("settle_problem", "remove_record"))
SET_BACK = Then(do=("revert_standing",), owe=("send_standing",))

ASKS = (
    steps.OWN_ROW,
    steps.REALLY_DUPLICATE,
    Ask(
        "graduate_reason",
        Text("毕业生建议不要删除，请说明仍须删除的理由", "Graduates should be kept: say why this one must go"),
        when=problem.is_graduate,
    ),
    *steps.PAPERS,
)

PROCEDURE = Procedure(
    key="problem_removal",
    title=Text("问题学籍删除", "Removal of a problem record"),
    source="S21; S23 条件3、条件4",
    about=Subject.STUDENT_RECORD,
    opened_by=Party.SCHOOL,
    open_label=Text("提交删除", "Submit the removal"),
    facts=ProblemFacts,
    to_open=(
        *steps.TO_OPEN,
        problem.no_longer_studies,
        problem.own_row_is_right,
        problem.truly_double,
        problem.standing_was_set_first,
    ),
    asks=ASKS,
    states=steps.states(
        steps.city(
            send="send_removal",
            branches=(
                Branch(problem.standing_is_temporary, "sent_with_temporary_standing"),
                Branch(None, "sent_to_nation"),
            ),
            settle=REMOVE,
        ),
        steps.sent("sent_to_nation", answers=(steps.closed_by_nation(REMOVE), steps.refused_by_nation())),
        steps.sent(
            "sent_with_temporary_standing",
            answers=(steps.closed_by_nation(REMOVE), steps.refused_by_nation(SET_BACK)),
            label=Text(
                "已提交全国系统（在校状态为临时修改）", "Sent to the national system; its standing is set for now"
            ),
        ),
        steps.CITY_SETTLED,
        steps.NATION_CLOSED,
        steps.NATION_REFUSED,
        asks=ASKS,
    ),
    throughout=steps.THROUGHOUT,
)
