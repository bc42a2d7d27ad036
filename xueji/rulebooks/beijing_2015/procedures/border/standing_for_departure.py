"""更改学籍状态办理转出手续: a G record that left within its stage studies again, so that it can be asked for (S20).

The guardian writes, the school and its district agree, the service team sets the standing; then the other province
applies for a transfer. The same as the second declaration of S42.
"""

from __future__ import annotations

from xueji.process.notation import On, Procedure, Proof, State, Subject, Then, Within
from xueji.rulebooks.beijing_2015.guards import back_to_city as local
from xueji.rulebooks.national.guards import departure as national
from xueji.vocabulary.facts.departure import DepartureFacts
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

REVIEW = Within("review_days")
SOURCE = "S20 第二类 (同学段); S42 第2类"
REFUSE = Text("不予办理", "Refuse")

PROCEDURE = Procedure(
    key="standing_for_departure",
    title=Text("更改学籍状态办理转出手续", "Change of standing for a departure"),
    source=SOURCE,
    about=Subject.STUDENT_RECORD,
    opened_by=Party.SENDING_SCHOOL,
    open_label=Text("申请更改学籍状态", "Ask for the change"),
    facts=DepartureFacts,
    to_open=(national.no_other_open_case,),
    throughout=(
        local.is_compulsory,
        local.has_left,
        local.has_formal_number,
        local.within_a_stage,
        national.no_problem_record,
    ),
    asks=(Proof("guardian_application", Text("家长书面申请", "Parent's written request")),),
    states=(
        State(
            "awaiting_sending_district_review",
            Text("待区县审核", "Awaiting review by the district"),
            Party.SENDING_DISTRICT,
            REVIEW,
            on=(
                On(
                    "approve",
                    Text("审核通过并汇总上报", "Approve and hand on"),
                    Party.SENDING_DISTRICT,
                    "awaiting_service_team",
                    throughout=True,
                    primary=True,
                    tone="positive",
                ),
                On("refuse", REFUSE, Party.SENDING_DISTRICT, "district_refused", needs_reason=True, tone="negative"),
                On(
                    "withdraw",
                    Text("撤销申请", "Withdraw"),
                    Party.SENDING_SCHOOL,
                    "withdrawn",
                    needs_reason=True,
                    tone="negative",
                ),
            ),
            ours=True,
        ),
        State(
            "awaiting_service_team",
            Text("待市级技术支持部门处理", "Awaiting the service team"),
            Party.SERVICE_TEAM,
            REVIEW,
            on=(
                On(
                    "set_studying",
                    Text("改为在学状态", "Set to studying"),
                    Party.SERVICE_TEAM,
                    "standing_set",
                    throughout=True,
                    then=Then(do=("set_studying",), owe=("report_to_national_system",)),
                    needs_reason=True,
                    primary=True,
                    tone="positive",
                ),
                On("refuse", REFUSE, Party.SERVICE_TEAM, "service_team_refused", needs_reason=True, tone="negative"),
            ),
            ours=True,
        ),
        State(
            "standing_set",
            Text("已改为在学状态，可由外省申请跨省转学", "Studying again; the other province may apply"),
            closed="approved",
            ours=True,
        ),
        State("district_refused", Text("区县审核不通过", "Refused by the district"), closed="refused", ours=True),
        State("service_team_refused", Text("技术支持部门不予处理", "Not handled"), closed="refused", ours=True),
        State("withdrawn", Text("申请已撤销", "Application withdrawn"), closed="withdrawn", ours=True),
    ),
)
