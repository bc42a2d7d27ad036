"""申请分配全国学籍号: a child on a roll that has no national number; by hand, on a monthly list (S12).

The nation allocates numbers by itself to entrants of primary 1 only. Everybody else is asked for on paper.
"""

from __future__ import annotations

from xueji.process.notation import On, Procedure, Proof, State, Subject, Then, Within
from xueji.rulebooks.beijing_2015.procedures.border.arrival_road import send_back
from xueji.rulebooks.national.guards import numbering as national
from xueji.rulebooks.national.procedures.reports import ERROR_CODE, ERROR_TEXT, told
from xueji.vocabulary.facts.numbering import NumberFacts
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

REVIEW = Within("review_days")
TO_CORRECT = Within("correction_days")
IDENTITY_PROOF = Proof("identity_proof", Text("身份证或户口簿复印件", "Copy of identity card or hukou booklet"))
BY_HAND = Text(
    "线下手工处理，按月汇总报送，最顺利要3天；时间不由本市控制（S12）。",
    "Done by hand outside the platform, on a monthly list; three days at best (S12).",
)


def _approve(by: Party, to: str, then: Then) -> On:
    return On(
        "approve",
        Text("审核通过", "Approve"),
        by,
        to,
        throughout=True,
        then=then,
        primary=True,
        tone="positive",
        source="S12",
    )


def _refuse(by: Party, to: str) -> On:
    return On("refuse", Text("审核不通过", "Refuse"), by, to, needs_reason=True, tone="negative", source="S12")


def _withdraw() -> On:
    return On(
        "withdraw",
        Text("撤销申请", "Withdraw the application"),
        Party.SCHOOL,
        "withdrawn",
        needs_reason=True,
        tone="negative",
        source="INF",
    )


PROCEDURE = Procedure(
    key="number_request",
    title=Text("申请分配全国学籍号", "Request for a national number"),
    source="S11; S12",
    about=Subject.STUDENT_RECORD,
    opened_by=Party.SCHOOL,
    open_label=Text("申请分配全国学籍号", "Request a national number"),
    facts=NumberFacts,
    to_open=(national.no_other_open_case,),
    throughout=(
        national.on_a_roll,
        national.has_no_national_number,
        national.resident_id_is_verifiable,
        national.resident_id_is_unique,
        national.no_problem_record,
    ),
    asks=(IDENTITY_PROOF,),
    states=(
        State(
            "awaiting_district_review",
            Text("待区县审核", "Awaiting review by the district"),
            Party.DISTRICT,
            REVIEW,
            on=(
                _approve(Party.DISTRICT, "awaiting_city_review", Then()),
                _refuse(Party.DISTRICT, "district_refused"),
                send_back(Party.DISTRICT, "sent_back"),
                _withdraw(),
            ),
            ours=True,
        ),
        State(
            "sent_back",
            Text("退回补正（待区县审核）", "Sent back for correction (review by the district)"),
            Party.SCHOOL,
            TO_CORRECT,
            on=(
                On(
                    "resubmit",
                    Text("补正后重新提交", "Resubmit after correction"),
                    Party.SCHOOL,
                    "awaiting_district_review",
                    throughout=True,
                    asks=(IDENTITY_PROOF,),
                    primary=True,
                    tone="positive",
                    source="INF",
                ),
                _withdraw(),
            ),
            ours=True,
        ),
        State("district_refused", Text("区县审核不通过", "Refused by the district"), closed="refused", ours=True),
        State(
            "awaiting_city_review",
            Text("待市级审核", "Awaiting review by the city"),
            Party.CITY,
            REVIEW,
            on=(
                _approve(Party.CITY, "awaiting_number", Then(owe=("request_number",))),
                _refuse(Party.CITY, "city_refused"),
                send_back(Party.CITY, "sent_back"),
                _withdraw(),
            ),
        ),
        State("city_refused", Text("市级审核不通过", "Refused by the city"), closed="refused"),
        State(
            "awaiting_number",
            Text("已报送，待分配全国学籍号", "Sent in, awaiting the national number"),
            Party.NATIONAL_SYSTEM,
            on=(
                told("number_allocated", Text("全国学籍号下发", "National number allocated"), "number_allocated"),
                told(
                    "number_refused",
                    Text("全国学籍号未分配", "National number refused"),
                    "number_refused",
                    ERROR_CODE,
                    ERROR_TEXT,
                ),
            ),
            ours=True,
            no_clock_because=BY_HAND,
        ),
        State("number_allocated", Text("已分配全国学籍号", "National number allocated"), closed="approved", ours=True),
        State(
            "number_refused",
            Text("全国学籍号未分配", "No national number"),
            closed="refused",
            ours=True,
            note=Text(
                "按返回的原因更正身份信息后重新申请。", "Correct the identity as the reason says, and ask again."
            ),
        ),
        State("withdrawn", Text("申请已撤销", "Application withdrawn"), closed="withdrawn", ours=True),
    ),
)
