"""无学籍转入: a child that no province has a record of; the city establishes it, the nation checks and numbers it (S30).

The case ends with the number. If the nation refuses one, the child stays established and the case ends all the same:
once its identity is corrected, the school asks again by 申请分配全国学籍号. A child that was ours once comes back to
its own record with its number, and there is nothing to ask for.
"""

from __future__ import annotations

from dataclasses import replace

from xueji.process.notation import Ask, Asked, Branch, Procedure, Proof, State, Subject, Then
from xueji.rulebooks.beijing_2015.guards import arrival as local
from xueji.rulebooks.beijing_2015.guards import arrival_cases as cases
from xueji.rulebooks.beijing_2015.procedures.border import arrival_asks
from xueji.rulebooks.beijing_2015.procedures.border.arrival_road import (
    MODEL_DECISION,
    REFUSE,
    REVIEW,
    approve,
    resubmit,
    send_back,
    sent_back_by,
)
from xueji.rulebooks.national.guards import arrival as national
from xueji.rulebooks.national.procedures import application as ask
from xueji.rulebooks.national.procedures.reports import ERROR_CODE, ERROR_TEXT, TAKE_IN, told
from xueji.rulebooks.national.procedures.steps import refuse, withdraw
from xueji.vocabulary.facts.arrival import ArrivalFacts
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

BY_HAND = Text(
    "提交教育部查重，人工分配全国学籍号；最顺利要3天，时间不由本市控制（S12、S30）。",
    "The ministry checks for duplicates and allocates the number by hand; three days at best (S12, S30).",
)

CAUSE = Ask(
    "cause",
    Text("无学籍情形", "Why there is no record"),
    "code",
    (
        ("no_record_elsewhere", Text("在外省市无学籍", "No record in another province")),
        ("from_abroad", Text("境外返京", "Back from abroad")),
        ("own_record", Text("原学籍在北京", "The original record is here")),
    ),
)
CORRECTABLE = frozenset(
    {
        *("name", "sex", "birth_date", "document_type", "document_number"),
        *("guardian_application", "no_record_statement", "hukou_booklet", "five_proofs"),
    }
)
ASKS: tuple[Asked, ...] = (
    *ask.WHO,
    CAUSE,
    ask.GRADE,
    ask.CLASS_GROUP,
    ask.GUARDIAN_APPLICATION,
    Proof("no_record_statement", Text("无学籍情况说明", "Statement that there is no record")),
    arrival_asks.HUKOU_BOOKLET,
    arrival_asks.FIVE_PROOFS,
)
CORRECTION = tuple(replace(asked, required=False) for asked in ASKS if asked.key in CORRECTABLE)

AWAITING_DISTRICT = State(
    "awaiting_receiving_district_review",
    Text("待转入区县审核", "Awaiting review by the receiving district"),
    Party.RECEIVING_DISTRICT,
    REVIEW,
    on=(
        approve(Party.RECEIVING_DISTRICT, "awaiting_city_review", MODEL_DECISION, source="S30"),
        refuse(Party.RECEIVING_DISTRICT, REFUSE, "receiving_district_refused", source="S30"),
        send_back(Party.RECEIVING_DISTRICT, "sent_back_by_receiving_district"),
        withdraw("withdrawn", source="INF"),
    ),
)
AWAITING_CITY = State(
    "awaiting_city_review",
    Text("待市级审核", "Awaiting review by the city"),
    Party.CITY,
    REVIEW,
    on=(
        approve(
            Party.CITY,
            (
                Branch(cases.comes_back_to_own_record, "own_record_reopened"),
                Branch(None, "awaiting_number", Then(owe=("request_number",))),
            ),
            then=TAKE_IN,
            label=Text("审核通过并新建学籍", "Approve and establish the record"),
            source="S30",
        ),
        refuse(Party.CITY, REFUSE, "city_refused", source="S30"),
        send_back(Party.CITY, "sent_back_by_city"),
        withdraw("withdrawn", source="INF"),
    ),
)
AWAITING_NUMBER = State(
    "awaiting_number",
    Text("已建学籍，待分配全国学籍号", "Established, awaiting the national number"),
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
)

PROCEDURE = Procedure(
    key="unrecorded_entry",
    title=Text("无学籍转入", "Entry of a child without a record"),
    source="S12; S30; S41 第1类",
    about=Subject.ENTRANT,
    newcomer=True,
    opened_by=Party.RECEIVING_SCHOOL,
    open_label=Text("申请新建学籍", "Ask for a new record"),
    facts=ArrivalFacts,
    to_open=(
        national.no_other_open_case,
        national.receiving_school_takes_grade,
        national.class_is_of_the_grade,
        local.receiving_school_has_place,
        local.foreign_place_free,
    ),
    throughout=(
        national.not_on_a_roll_here,
        national.identity_is_free,
        national.no_problem_record,
        local.senior_non_local_only_by_exception,
        local.not_ordinary_to_model,
        local.foreign_student_license,
    ),
    asks=ASKS,
    on_open=Then(do=("hold_place",)),
    states=(
        AWAITING_DISTRICT,
        sent_back_by(
            Party.RECEIVING_DISTRICT,
            AWAITING_DISTRICT.label,
            resubmit("awaiting_receiving_district_review", CORRECTION),
            withdraw("withdrawn", source="INF"),
        ),
        State(
            "receiving_district_refused",
            Text("转入区县审核不通过", "Refused by the receiving district"),
            closed="refused",
        ),
        AWAITING_CITY,
        sent_back_by(
            Party.CITY,
            AWAITING_CITY.label,
            resubmit("awaiting_city_review", CORRECTION),
            withdraw("withdrawn", source="INF"),
        ),
        State("city_refused", Text("市级审核不通过", "Refused by the city"), closed="refused"),
        AWAITING_NUMBER,
        State(
            "number_allocated",
            Text("已建学籍，已分配全国学籍号", "Established and numbered"),
            closed="approved",
            ours=True,
        ),
        State(
            "own_record_reopened",
            Text("已恢复原北京学籍", "The original record is open again"),
            closed="approved",
            ours=True,
        ),
        State(
            "number_refused",
            Text("已建学籍，全国学籍号未分配", "Established, no national number"),
            closed="ended",
            ours=True,
            note=Text(
                "学籍已建立；更正身份信息后，由学校按“申请分配全国学籍号”再次申请。",
                "The record stands; once the identity is corrected, the school requests the number again.",
            ),
        ),
        State(
            "withdrawn",
            Text("申请已撤销", "Application withdrawn"),
            closed="withdrawn",
            ours=True,
        ),
    ),
)
