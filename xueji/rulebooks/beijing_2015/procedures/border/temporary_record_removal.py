"""删除全国临时学籍: one that left before the national system keeps an L record here; removed, it is made elsewhere (S20).

The same as the third declaration of S42. The record gets a tombstone; nothing is deleted.
"""

from __future__ import annotations

from xueji.process.notation import Branch, On, Procedure, Proof, State, Subject, Then, Within
from xueji.rulebooks.beijing_2015.guards import back_to_city as local
from xueji.rulebooks.national.guards import departure as national
from xueji.vocabulary.facts.departure import DepartureFacts
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

REVIEW = Within("review_days")
SOURCE = "S20 第一类; S42 第3类"
REFUSE = Text("不予办理", "Refuse")
REMOVE = Then(do=("remove_record",), owe=("report_to_national_system",))

PROCEDURE = Procedure(
    key="temporary_record_removal",
    title=Text("删除全国临时学籍", "Removal of a temporary national record"),
    source=SOURCE,
    about=Subject.STUDENT_RECORD,
    opened_by=Party.SENDING_SCHOOL,
    open_label=Text("申请删除临时学籍", "Ask for the removal"),
    facts=DepartureFacts,
    to_open=(national.no_other_open_case,),
    throughout=(local.has_left, local.has_temporary_number),
    asks=(
        Proof("guardian_application", Text("监护人书面申请", "Guardian's written request")),
        Proof(
            "other_province_statement", Text("外省学校接收证明", "Statement of the school elsewhere"), required=False
        ),
    ),
    states=(
        State(
            "awaiting_consolidation",
            Text("待区县汇总", "Awaiting the district"),
            Party.SENDING_DISTRICT,
            REVIEW,
            on=(
                On(
                    "consolidate",
                    Text("汇总上报", "Hand on"),
                    Party.SENDING_DISTRICT,
                    (
                        Branch(local.district_removes, "removed", REMOVE),
                        Branch(None, "awaiting_service_team"),
                    ),
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
                    "remove",
                    Text("删除学籍", "Remove the record"),
                    Party.SERVICE_TEAM,
                    "removed",
                    throughout=True,
                    then=REMOVE,
                    needs_reason=True,
                    primary=True,
                    tone="positive",
                ),
                On("refuse", REFUSE, Party.SERVICE_TEAM, "service_team_refused", needs_reason=True, tone="negative"),
            ),
            ours=True,
        ),
        State(
            "removed",
            Text("临时学籍已删除，可由外省重建", "Removed; it may be made elsewhere"),
            closed="approved",
            ours=True,
        ),
        State("district_refused", Text("区县不予上报", "Not handed on"), closed="refused", ours=True),
        State("service_team_refused", Text("技术支持部门不予处理", "Not handled"), closed="refused", ours=True),
        State("withdrawn", Text("申请已撤销", "Application withdrawn"), closed="withdrawn", ours=True),
    ),
)
