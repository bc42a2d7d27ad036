"""外省转入 and 外省毕业生接续: the county alone reviews, then the other province (invented; the nation's road as it is)."""

from __future__ import annotations

from dataclasses import replace

from xueji.process.notation import Ask, Asked, On, Procedure, State, Subject, Then, Within
from xueji.rulebooks.lanting.guards import arrival as local
from xueji.rulebooks.national.guards import arrival as national
from xueji.rulebooks.national.procedures import application as ask
from xueji.rulebooks.national.procedures.crossing import mirrored_states
from xueji.rulebooks.national.procedures.steps import SEND, refuse_here, withdraw_here
from xueji.vocabulary.facts.arrival import ArrivalFacts
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

REVIEW = Within("review_days")
SOURCE = "岚汀省规 第十五条"
GRADUATION_YEAR = Ask("graduation_year", Text("毕业年份（四位数）", "Year of graduation (four digits)"))
CORRECTION: tuple[Asked, ...] = (*ask.CORRECTABLE, replace(ask.GUARDIAN_APPLICATION, required=False))

RESUBMIT = On(
    "resubmit",
    Text("重新提交", "Resubmit"),
    Party.RECEIVING_SCHOOL,
    "receiving_school_approved",
    throughout=True,
    then=Then(do=("correct_newcomer",)),
    asks=CORRECTION,
    primary=True,
    tone="positive",
    source=SOURCE,
)
STATES = (
    State(
        "receiving_school_approved",
        Text("待转入县办理", "With the receiving county"),
        Party.RECEIVING_DISTRICT,
        REVIEW,
        on=(
            On(
                "approve",
                Text("同意接收", "Agree"),
                Party.RECEIVING_DISTRICT,
                "sent_to_sending_province",
                throughout=True,
                then=SEND,
                primary=True,
                tone="positive",
                source=SOURCE,
            ),
            refuse_here(
                Party.RECEIVING_DISTRICT,
                Text("不予接收", "Refuse"),
                "receiving_district_refused",
                source=SOURCE,
            ),
            withdraw_here(),
        ),
    ),
    State("receiving_district_refused", Text("转入县不予接收", "Refused by the receiving county"), closed="refused"),
    *mirrored_states(resubmission=(RESUBMIT,), watchers=(Party.PROVINCE,)),
)

TRANSFER_IN = Procedure(
    key="cross_province_transfer_in",
    title=Text("外省转入", "Transfer in from another province"),
    source=f"{SOURCE}; S16; S17; S18",
    about=Subject.ENTRANT,
    newcomer=True,
    opened_by=Party.RECEIVING_SCHOOL,
    open_label=Text("申请接收", "Ask to receive the child"),
    facts=ArrivalFacts,
    to_open=(
        national.no_other_open_case,
        national.number_is_well_formed,
        national.receiving_school_takes_grade,
        national.class_is_of_the_grade,
        local.place_is_there,
        local.not_a_final_grade,
    ),
    throughout=(national.not_on_a_roll_here, national.identity_is_free, national.no_problem_record),
    asks=(
        *ask.WHO,
        ask.NATIONAL_NUMBER,
        ask.SENDING_PROVINCE,
        ask.GRADE,
        ask.CLASS_GROUP,
        ask.GUARDIAN_APPLICATION,
    ),
    on_open=Then(do=("hold_place",)),
    states=STATES,
)
CONTINUATION_IN = replace(
    TRANSFER_IN,
    key="cross_province_continuation_in",
    title=Text("外省毕业生接续", "Continuation here after graduating in another province"),
    source=f"{SOURCE}; S13; S16; S17; S18",
    to_open=(
        national.no_other_open_case,
        national.number_is_well_formed,
        national.graduated_this_year,
        local.first_year_of_a_stage,
        national.receiving_school_takes_grade,
        national.class_is_of_the_grade,
        local.place_is_there,
    ),
    asks=(
        *ask.WHO,
        ask.NATIONAL_NUMBER,
        ask.GRADUATION_PROVINCE,
        GRADUATION_YEAR,
        ask.GRADE,
        ask.CLASS_GROUP,
        ask.GUARDIAN_APPLICATION,
    ),
)
