"""毕业后跨省就学（转出）: who graduated here goes on in another province; the graduating district reviews (S13, S26)."""

from __future__ import annotations

from xueji.process.notation import Procedure, Subject
from xueji.rulebooks.beijing_2015.procedures.border import departure_road
from xueji.rulebooks.national.guards import departure as national
from xueji.rulebooks.national.procedures.departing import APPLICATION
from xueji.vocabulary.facts.departure import DepartureFacts
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

PROCEDURE = Procedure(
    key="cross_province_continuation_out",
    title=Text("毕业后跨省就学（转出）", "Continuation in another province after graduating here"),
    source="S13; S17; S18; S26",
    about=Subject.STUDENT_RECORD,
    opened_by=Party.NATIONAL_SYSTEM,
    open_label=Text("外省市申请到达", "Another province applies"),
    facts=DepartureFacts,
    to_open=(national.no_other_open_case,),
    asks=APPLICATION,
    states=departure_road.CONTINUATION,
)
