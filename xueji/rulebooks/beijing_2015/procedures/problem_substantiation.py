"""问题学籍佐证: our row is right, and papers show it (S21–S23, conditions 1 and 3)."""

from __future__ import annotations

from xueji.process.notation import Branch, Procedure, Subject
from xueji.rulebooks.beijing_2015.procedures import problem_steps as steps
from xueji.rulebooks.national.guards import problem
from xueji.vocabulary.facts.problem import ProblemFacts
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

ASKS = (steps.OWN_ROW, *steps.PAPERS)

PROCEDURE = Procedure(
    key="problem_substantiation",
    title=Text("问题学籍佐证", "Substantiation of a problem record"),
    source="S21; S22 条件1; S23 条件3",
    about=Subject.STUDENT_RECORD,
    opened_by=Party.SCHOOL,
    open_label=Text("本校学生信息无误，提交佐证", "Our row is right: submit the papers that show it"),
    facts=ProblemFacts,
    to_open=(
        *steps.TO_OPEN,
        problem.studies_here_or_graduated,
        problem.rows_agree,
        problem.own_row_is_right,
    ),
    asks=ASKS,
    states=steps.states(
        steps.city(send="send_substantiation", branches=(Branch(None, "sent_to_nation"),), settle=steps.SETTLE),
        steps.sent("sent_to_nation", answers=(steps.closed_by_nation(), steps.refused_by_nation())),
        steps.CITY_SETTLED,
        steps.NATION_CLOSED,
        steps.NATION_REFUSED,
        asks=ASKS,
    ),
    throughout=steps.THROUGHOUT,
)
