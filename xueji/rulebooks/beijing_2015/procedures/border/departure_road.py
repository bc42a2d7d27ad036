"""Our reviews of a departure in this edition: the school, its district, and the city where a dated parameter says so."""

from __future__ import annotations

from xueji.process.notation import Branch, State, Within
from xueji.rulebooks.beijing_2015.guards import departure as local
from xueji.rulebooks.national.guards import departure as national
from xueji.rulebooks.national.procedures.departing import approve, ended_from_outside, refuse, released_states
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

REVIEW = Within("review_days")
APPROVE = Text("审核通过", "Approve")
REFUSE = Text("审核不通过", "Refuse")

MAY_LEAVE = (
    national.record_is_studying,
    national.not_under_discipline,
    national.no_problem_record,
    national.has_national_number,
    national.name_agrees,
)
MAY_GO_ON = (
    national.stage_is_closed,
    national.has_national_number,
    national.no_problem_record,
    national.name_agrees,
    national.graduated_this_year,
)

SCHOOL_REVIEW = (
    State(
        "awaiting_sending_school_review",
        Text("等待转出学校审核", "Awaiting review by the sending school"),
        Party.SENDING_SCHOOL,
        REVIEW,
        on=(
            approve(Party.SENDING_SCHOOL, APPROVE, "sending_school_approved", MAY_LEAVE, source="S25"),
            refuse(Party.SENDING_SCHOOL, REFUSE, "sending_school_refused", source="S25"),
            *ended_from_outside(),
        ),
    ),
    State("sending_school_refused", Text("转出学校审核不通过", "Refused by the sending school"), closed="refused"),
    State(
        "sending_school_approved",
        Text("转出学校审核通过", "Approved by the sending school"),
        Party.SENDING_DISTRICT,
        REVIEW,
        on=(
            approve(
                Party.SENDING_DISTRICT,
                APPROVE,
                (Branch(local.city_reviews, "awaiting_city_review"), Branch(None, "awaiting_file_request")),
                MAY_LEAVE,
                source="S25",
            ),
            refuse(Party.SENDING_DISTRICT, REFUSE, "sending_district_refused", source="S25"),
            *ended_from_outside(),
        ),
    ),
)
DISTRICT_REFUSED = State(
    "sending_district_refused", Text("转出区县审核不通过", "Refused by the sending district"), closed="refused"
)
CITY_REVIEW = (
    State(
        "awaiting_city_review",
        Text("待市级审核", "Awaiting review by the city"),
        Party.CITY,
        REVIEW,
        on=(
            approve(Party.CITY, APPROVE, "awaiting_file_request", MAY_LEAVE, source="INF (比照 S4)"),
            refuse(Party.CITY, REFUSE, "city_refused", source="INF (比照 S4)"),
            *ended_from_outside(),
        ),
        note=Text("只有参数规定须市级审核的高中学生。", "Only senior children, where a parameter says so."),
    ),
    State("city_refused", Text("市级审核不通过", "Refused by the city"), closed="refused"),
)
DISTRICT_REVIEW = State(
    "awaiting_sending_district_review",
    Text("待转出区县审核", "Awaiting review by the sending district"),
    Party.SENDING_DISTRICT,
    REVIEW,
    on=(
        approve(Party.SENDING_DISTRICT, APPROVE, "awaiting_file_request", MAY_GO_ON, source="S13"),
        refuse(Party.SENDING_DISTRICT, REFUSE, "sending_district_refused", source="S13"),
        *ended_from_outside(),
    ),
)

TRANSFER = (*SCHOOL_REVIEW, DISTRICT_REFUSED, *CITY_REVIEW, *released_states())
CONTINUATION = (DISTRICT_REVIEW, DISTRICT_REFUSED, *released_states())
