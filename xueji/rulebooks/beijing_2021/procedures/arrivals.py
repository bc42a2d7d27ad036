"""跨省转入 and 毕业后跨省就学（转入） since 2021: the district decides on senior children too, the city is informed [INF].

The rule names both sides' schools and districts for transfers inside the city; arrivals follow it. Whether the marks
of the senior entrance exam and the child's address fit the school (京教基二〔2021〕1号) is proven on paper.
"""

from __future__ import annotations

from xueji.process.notation import Branch, Proof, Then
from xueji.process.rulebook import revise
from xueji.rulebooks.beijing_2015.guards import arrival_cases as cases
from xueji.rulebooks.beijing_2015.procedures.border import arrival_road as road
from xueji.rulebooks.beijing_2015.procedures.border import cross_province_continuation_in, cross_province_transfer_in
from xueji.rulebooks.national.procedures.steps import SEND
from xueji.vocabulary.text import Text

SENIOR = Branch(cases.is_senior, road.SENT, SEND + Then(owe=("lodge_filing_with_city",)))
STATES = (*road.district_review(SENIOR), *road.IN_THE_OTHER_PROVINCE)
ENTRANCE_SCORE = Proof(
    "entrance_score", Text("中考成绩证明", "Marks of the senior entrance exam"), when=cases.is_senior
)

TRANSFER_IN = revise(
    cross_province_transfer_in.PROCEDURE,
    source="京教基二〔2021〕1号; S4; S16; S17; S18; S24; S29",
    asks=(*cross_province_transfer_in.PROCEDURE.asks, ENTRANCE_SCORE),
    states=STATES,
)
CONTINUATION_IN = revise(cross_province_continuation_in.PROCEDURE, states=STATES)
