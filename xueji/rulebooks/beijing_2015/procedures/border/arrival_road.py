"""The road of an arrival in this edition: our district, our city for senior high, then the other province (S16–S18).

One road for 跨省转学 and 毕业后跨省就学; what differs is asked by each procedure's own conditions.
"""

from __future__ import annotations

from xueji.process.notation import Ask, Asked, Branch, On, State, Then, Within
from xueji.rulebooks.beijing_2015.guards import arrival as local
from xueji.rulebooks.beijing_2015.guards import arrival_cases as cases
from xueji.rulebooks.beijing_2015.procedures.border.arrival_asks import CORRECTION
from xueji.rulebooks.national.procedures.crossing import mirrored_states
from xueji.rulebooks.national.procedures.reports import NOTHING, aborted
from xueji.rulebooks.national.procedures.steps import SEND, refuse_here, withdraw_here, withdraw_there
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

REVIEW = Within("review_days")
TO_CORRECT = Within("correction_days")
CORRECTED = Then(do=("correct_newcomer",))

APPROVE = Text("审核通过", "Approve")
REFUSE = Text("审核不通过", "Refuse")
SENT = "sent_to_sending_province"

MODEL_DECISION = Ask(
    "model_decision",
    Text("转出学校是否相当于示范校", "Does the former school compare with a model school?"),
    "code",
    (("yes", Text("相当，可以转入", "It does: may come")), ("no", Text("不相当", "It does not"))),
    ours=True,
    when=cases.model_school_to_judge,
)


def approve(
    by: Party,
    to: str | tuple[Branch, ...],
    *asks: Ask,
    then: Then = NOTHING,
    label: Text = APPROVE,
    source: str = "S16",
) -> On:
    """A review of ours says yes; the standing conditions are asked again."""
    return On(
        "approve",
        label,
        by,
        to,
        throughout=True,
        then=then,
        asks=asks,
        primary=True,
        tone="positive",
        source=source,
    )


def send_back(by: Party, to: str) -> On:
    """A reviewer wants the application corrected before deciding (ours)."""
    return On(
        "send_back",
        Text("退回补正", "Send back for correction"),
        by,
        to,
        needs_reason=True,
        source="INF (审核中材料不齐的，退回申请学校补正，不改变平台状态)",
    )


def resubmit(to: str, asks: tuple[Asked, ...] = CORRECTION) -> On:
    """The school has corrected what a reviewer of ours sent back."""
    return On(
        "resubmit",
        Text("补正后重新提交", "Resubmit after correction"),
        Party.RECEIVING_SCHOOL,
        to,
        throughout=True,
        then=CORRECTED,
        asks=asks,
        primary=True,
        tone="positive",
        source="INF",
    )


def sent_back_by(reviewer: Party, step: Text, *steps: On) -> State:
    """The application lies with the school, and goes back to the reviewer that wants it corrected."""
    return State(
        f"sent_back_by_{reviewer.value}",
        Text(f"退回补正（{step.zh}）", f"Sent back for correction ({step.en})"),
        Party.RECEIVING_SCHOOL,
        TO_CORRECT,
        on=steps,
        ours=True,
    )


def district_review(senior: Branch) -> tuple[State, ...]:
    """The receiving district reviews first; compulsory children go out from there, ``senior`` says what senior ones do."""
    to = (senior, Branch(None, SENT, SEND))
    return (
        State(
            "receiving_school_approved",
            Text("转入学校审核通过", "Approved by the receiving school"),
            Party.RECEIVING_DISTRICT,
            REVIEW,
            on=(
                approve(Party.RECEIVING_DISTRICT, to, MODEL_DECISION),
                refuse_here(Party.RECEIVING_DISTRICT, REFUSE, "receiving_district_refused", source="S16"),
                send_back(Party.RECEIVING_DISTRICT, "sent_back_by_receiving_district"),
                withdraw_here(),
            ),
            note=Text(
                "转入学校发起申请后的状态，等待转入区县审核。",
                "The school has applied; the receiving district reviews it.",
            ),
        ),
        sent_back_by(
            Party.RECEIVING_DISTRICT,
            Text("转入区县审核", "review by the receiving district"),
            resubmit("receiving_school_approved"),
            withdraw_here(),
        ),
        State(
            "receiving_district_refused",
            Text("转入区县审核不通过", "Refused by the receiving district"),
            closed="refused",
        ),
    )


CITY_REVIEW = (
    State(
        "receiving_district_approved",
        Text("转入区县审核通过", "Approved by the receiving district"),
        Party.CITY,
        REVIEW,
        on=(
            approve(Party.CITY, SENT, then=SEND),
            refuse_here(Party.CITY, REFUSE, "city_refused", source="INF (S16 未列市级不通过的状态)"),
            send_back(Party.CITY, "sent_back_by_city"),
            withdraw_here(),
        ),
        note=Text("高中阶段学生，等待市级审核。", "A senior child; the city reviews it."),
    ),
    sent_back_by(
        Party.CITY,
        Text("市级审核", "review by the city"),
        resubmit("receiving_district_approved"),
        withdraw_here(),
    ),
    State(
        "city_refused",
        Text("市级审核不通过", "Refused by the city"),
        closed="refused",
        note=Text(
            "S16 没有列出这一状态；沿用 S15 市内转学的名称。", "S16 does not name this state; the name is that of S15."
        ),
    ),
)

RESUBMISSION = (
    On(
        "resubmit",
        Text("重新提交申请", "Resubmit the application"),
        Party.RECEIVING_SCHOOL,
        "receiving_school_approved",
        guards=(local.school_may_resubmit,),
        throughout=True,
        then=CORRECTED,
        asks=CORRECTION,
        primary=True,
        tone="positive",
        source="S24; S27; S28",
    ),
    On(
        "consolidate",
        Text("汇总报市级技术支持部门", "Consolidate for the service team"),
        Party.RECEIVING_DISTRICT,
        "awaiting_resubmission_by_service_team",
        guards=(local.needs_consolidation,),
        throughout=True,
        then=CORRECTED,
        asks=CORRECTION,
        tone="positive",
        source="S24",
    ),
)
WITH_SERVICE_TEAM = State(
    "awaiting_resubmission_by_service_team",
    Text("待技术支持部门提交", "Awaiting resubmission by the service team"),
    Party.SERVICE_TEAM,
    REVIEW,
    on=(
        On(
            "resubmit_for_school",
            Text("代学校重新提交", "Resubmit for the school"),
            Party.SERVICE_TEAM,
            SENT,
            throughout=True,
            then=CORRECTED + SEND,
            asks=CORRECTION,
            primary=True,
            tone="positive",
            source="S24",
        ),
        send_back(Party.SERVICE_TEAM, "check_failed"),
        withdraw_there(),
        aborted(),
    ),
    ours=True,
)

IN_THE_OTHER_PROVINCE = (
    *mirrored_states(resubmission=RESUBMISSION, watchers=(Party.CITY, Party.SERVICE_TEAM)),
    WITH_SERVICE_TEAM,
)
STATES = (
    *district_review(Branch(cases.is_senior, "receiving_district_approved")),
    *CITY_REVIEW,
    *IN_THE_OTHER_PROVINCE,
)
