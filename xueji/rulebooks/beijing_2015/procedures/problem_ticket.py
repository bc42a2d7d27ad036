"""技术部门处理: what a school cannot put right of a child that no longer studies (S23; the steps are ours)."""

from __future__ import annotations

from xueji.process.notation import Ask, On, Procedure, State, Subject
from xueji.rulebooks.beijing_2015.procedures import problem_steps as steps
from xueji.rulebooks.national.guards import problem
from xueji.vocabulary.facts.problem import ProblemFacts
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

OURS = "S23 条件3 (由技术部门处理); INF"

_REFUSE = steps.REFUSE

PROCEDURE = Procedure(
    key="problem_ticket",
    title=Text("技术部门处理", "Handling by the service team"),
    source=OURS,
    about=Subject.STUDENT_RECORD,
    opened_by=Party.SCHOOL,
    open_label=Text("提交技术部门处理", "Hand it to the service team"),
    facts=ProblemFacts,
    to_open=(*steps.TO_OPEN, problem.needs_the_service_team),
    asks=(
        steps.OWN_ROW,
        steps.REALLY_DUPLICATE,
        Ask("what_is_wrong", Text("情况说明", "What is wrong")),
        *steps.PAPERS,
    ),
    states=(
        State(
            "awaiting_consolidation",
            Text("待区县汇总", "Awaiting the district"),
            Party.DISTRICT,
            steps.REVIEW,
            ours=True,
            on=(
                On(
                    "consolidate",
                    Text("汇总上报", "Hand on to the service team"),
                    Party.DISTRICT,
                    "awaiting_service_team",
                    throughout=True,
                    primary=True,
                    tone="positive",
                ),
                On("refuse", _REFUSE, Party.DISTRICT, "district_refused", needs_reason=True, tone="negative"),
                steps.withdraw(),
                steps.overtaken(),
            ),
        ),
        State(
            "awaiting_service_team",
            Text("待技术部门处理", "Awaiting the service team"),
            Party.SERVICE_TEAM,
            steps.REVIEW,
            ours=True,
            on=(
                On(
                    "execute",
                    Text("处理完毕", "Done"),
                    Party.SERVICE_TEAM,
                    "executed",
                    then=steps.SETTLE,
                    asks=(
                        Ask(
                            "ticket_outcome",
                            Text("处理结果", "Outcome"),
                            "code",
                            (
                                ("corrected", Text("信息已更正", "Corrected")),
                                ("different_children", Text("认定为两名不同学生", "Two different children")),
                            ),
                            ours=True,
                        ),
                    ),
                    needs_reason=True,
                    primary=True,
                    tone="positive",
                ),
                On("refuse", _REFUSE, Party.SERVICE_TEAM, "service_team_refused", needs_reason=True, tone="negative"),
                steps.overtaken(),
            ),
        ),
        State("executed", Text("技术部门处理完毕", "Done by the service team"), closed="approved", ours=True),
        State("district_refused", Text("区县不予上报", "Not handed on"), closed="refused", ours=True),
        State("service_team_refused", Text("技术部门不予处理", "Not handled"), closed="refused", ours=True),
        steps.WITHDRAWN,
        steps.OVERTAKEN,
    ),
    throughout=steps.THROUGHOUT,
)
