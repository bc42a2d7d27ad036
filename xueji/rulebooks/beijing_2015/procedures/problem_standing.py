"""非本校在学学生修改全国库在校状态: for a day the nation shows an L number as studying, so that it can be removed (S23)."""

from __future__ import annotations

from xueji.process.notation import Branch, On, Procedure, State, Subject, Then
from xueji.rulebooks.beijing_2015.procedures import problem_steps as steps
from xueji.rulebooks.national.guards import problem
from xueji.vocabulary.facts.problem import ProblemFacts
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

ASKS = steps.PAPERS

PROCEDURE = Procedure(
    key="problem_standing",
    title=Text("修改全国库在校状态", "Setting the national standing"),
    source="S23 条件4",
    about=Subject.STUDENT_RECORD,
    opened_by=Party.SCHOOL,
    open_label=Text("非本校在学学生修改全国库在校状态", "Have the nation show a child that has left as studying"),
    facts=ProblemFacts,
    to_open=(
        *steps.TO_OPEN,
        problem.temporary_and_not_studying,
        problem.known_to_the_nation,
        problem.standing_not_set_yet,
    ),
    asks=ASKS,
    states=steps.states(
        steps.city(send="send_standing", branches=(Branch(None, "standing_requested"),), settle=None),
        steps.sent(
            "standing_requested",
            answers=(
                On(
                    "standing_set",
                    Text("全国库在校状态已更新", "The nation has set the standing"),
                    Party.NATIONAL_SYSTEM,
                    "standing_is_set",
                    then=Then(do=("note_standing",)),
                    tone="positive",
                ),
                steps.closed_by_nation(),
                steps.refused_by_nation(),
            ),
        ),
        State(
            "standing_is_set",
            Text("全国库在校状态已更新，次日可提交删除", "The standing is set; tomorrow the removal can be submitted"),
            closed="approved",
            ours=True,
        ),
        steps.NATION_CLOSED,
        steps.NATION_REFUSED,
        asks=ASKS,
    ),
    throughout=steps.THROUGHOUT,
)
