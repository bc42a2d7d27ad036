"""问题学籍变更: the national row is to become as ours is, ours put right first where it was wrong (S22)."""

from __future__ import annotations

from xueji.process.notation import Branch, Procedure, Subject
from xueji.rulebooks.beijing_2015.procedures import problem_steps as steps
from xueji.rulebooks.national.guards import problem
from xueji.vocabulary.facts.problem import ProblemFacts
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

ASKS = (steps.OWN_ROW, *steps.PAPERS)

PROCEDURE = Procedure(
    key="problem_correction",
    title=Text("问题学籍变更", "Correction of a problem record"),
    source="S21; S22",
    about=Subject.STUDENT_RECORD,
    opened_by=Party.SCHOOL,
    open_label=Text("本校学生信息错误，提交变更", "Our row was wrong: submit the correction"),
    facts=ProblemFacts,
    to_open=(
        *steps.TO_OPEN,
        problem.still_studies_here,
        problem.key_field_change_came_first,
        problem.something_to_correct,
    ),
    asks=ASKS,
    states=steps.states(
        steps.city(send="send_correction", branches=(Branch(None, "sent_to_nation"),), settle=steps.SETTLE),
        steps.sent("sent_to_nation", answers=(steps.closed_by_nation(), steps.refused_by_nation())),
        steps.CITY_SETTLED,
        steps.NATION_CLOSED,
        steps.NATION_REFUSED,
        asks=ASKS,
    ),
    throughout=steps.THROUGHOUT,
)
