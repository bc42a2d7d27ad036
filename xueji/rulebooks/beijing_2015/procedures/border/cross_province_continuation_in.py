"""毕业后跨省就学（转入）: a child that graduated in another province goes on here (S13, S27–S29). No window."""

from __future__ import annotations

from xueji.process.notation import Procedure, Subject, Then
from xueji.rulebooks.beijing_2015.guards import arrival as local
from xueji.rulebooks.beijing_2015.procedures.border import arrival_asks, arrival_road
from xueji.rulebooks.national.guards import arrival as national
from xueji.vocabulary.facts.arrival import ArrivalFacts
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

PROCEDURE = Procedure(
    key="cross_province_continuation_in",
    title=Text("毕业后跨省就学（转入）", "Continuation here after graduating in another province"),
    source="S13; S16; S17; S18; S27; S28; S29",
    about=Subject.ENTRANT,
    newcomer=True,
    opened_by=Party.RECEIVING_SCHOOL,
    open_label=Text("提出接收申请", "Apply to receive the child"),
    facts=ArrivalFacts,
    to_open=(
        national.no_other_open_case,
        national.number_is_well_formed,
        national.graduated_this_year,
        local.begins_a_stage,
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
    asks=arrival_asks.CONTINUATION,
    on_open=Then(do=("hold_place",)),
    states=arrival_road.STATES,
)
