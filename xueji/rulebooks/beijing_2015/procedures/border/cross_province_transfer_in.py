"""跨省转入: a child that studies in another province comes here (S16–S18, S24, S29)."""

from __future__ import annotations

from xueji.process.notation import Procedure, Subject, Then
from xueji.rulebooks.beijing_2015.guards import arrival as local
from xueji.rulebooks.beijing_2015.procedures.border import arrival_asks, arrival_road
from xueji.rulebooks.national.guards import arrival as national
from xueji.vocabulary.facts.arrival import ArrivalFacts
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

PROCEDURE = Procedure(
    key="cross_province_transfer_in",
    title=Text("跨省转入", "Transfer in from another province"),
    source="S4; S16; S17; S18; S24; S29",
    about=Subject.ENTRANT,
    newcomer=True,
    opened_by=Party.RECEIVING_SCHOOL,
    open_label=Text("提出转入申请", "Apply for the transfer"),
    facts=ArrivalFacts,
    to_open=(
        local.in_transfer_window,
        national.no_other_open_case,
        national.number_is_well_formed,
        national.receiving_school_takes_grade,
        national.class_is_of_the_grade,
        local.receiving_school_has_place,
        local.foreign_place_free,
        local.not_entry_grade_first_term,
        local.not_final_grade,
    ),
    throughout=(
        national.not_on_a_roll_here,
        national.identity_is_free,
        national.no_problem_record,
        local.senior_non_local_only_by_exception,
        local.not_ordinary_to_model,
        local.foreign_student_license,
    ),
    asks=arrival_asks.TRANSFER,
    on_open=Then(do=("hold_place",)),
    states=arrival_road.STATES,
)
