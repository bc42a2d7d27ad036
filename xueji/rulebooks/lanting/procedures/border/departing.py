"""转往外省 and 毕业生往外省接续: one review by the county (invented); the nation's road as it is."""

from __future__ import annotations

from dataclasses import replace

from xueji.process.guards import Guard
from xueji.process.notation import Procedure, State, Subject, Within
from xueji.rulebooks.national.guards import departure as national
from xueji.rulebooks.national.procedures.departing import (
    APPLICATION,
    approve,
    ended_from_outside,
    refuse,
    released_states,
)
from xueji.vocabulary.facts.departure import DepartureFacts
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

REVIEW = Within("review_days")
SOURCE = "岚汀省规 第十六条"
MAY_LEAVE = (national.record_is_studying, national.no_problem_record, national.has_national_number)
MAY_GO_ON = (
    national.stage_is_closed,
    national.no_problem_record,
    national.has_national_number,
    national.graduated_this_year,
)


def _states(guards: tuple[Guard, ...]) -> tuple[State, ...]:
    return (
        State(
            "awaiting_sending_district_review",
            Text("待转出县办理", "With the sending county"),
            Party.SENDING_DISTRICT,
            REVIEW,
            on=(
                approve(
                    Party.SENDING_DISTRICT,
                    Text("同意转出", "Agree"),
                    "awaiting_file_request",
                    guards,
                    source=SOURCE,
                ),
                refuse(
                    Party.SENDING_DISTRICT,
                    Text("不予转出", "Refuse"),
                    "sending_district_refused",
                    source=SOURCE,
                ),
                *ended_from_outside(),
            ),
        ),
        State("sending_district_refused", Text("转出县不予转出", "Refused by the sending county"), closed="refused"),
        *released_states(),
    )


TRANSFER_OUT = Procedure(
    key="cross_province_transfer_out",
    title=Text("转往外省", "Transfer out to another province"),
    source=f"{SOURCE}; S17; S18",
    about=Subject.STUDENT_RECORD,
    opened_by=Party.NATIONAL_SYSTEM,
    open_label=Text("外省申请到达", "Another province applies"),
    facts=DepartureFacts,
    to_open=(national.no_other_open_case,),
    asks=APPLICATION,
    states=_states(MAY_LEAVE),
)
CONTINUATION_OUT = replace(
    TRANSFER_OUT,
    key="cross_province_continuation_out",
    title=Text("毕业生往外省接续", "Continuation in another province after graduating here"),
    source=f"{SOURCE}; S13; S17; S18",
    states=_states(MAY_GO_ON),
)
