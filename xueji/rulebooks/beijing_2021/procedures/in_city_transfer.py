"""市内转学 since 2021: the same chain; senior children need a grave reason and their marks, the city is informed."""

from __future__ import annotations

from xueji.process.notation import Ask, Proof
from xueji.process.rulebook import revise
from xueji.rulebooks.beijing_2015.procedures import in_city_transfer as before
from xueji.rulebooks.beijing_2021.guards import senior
from xueji.vocabulary.text import Text

PROCEDURE = revise(
    before.PROCEDURE,
    source="京教基二〔2021〕1号; S4; S8; S9; S14; S15",
    asks=(
        *before.PROCEDURE.asks,
        Ask(
            "senior_ground",
            Text("高中转学情形", "Ground of a senior transfer"),
            "code",
            (
                ("grave_illness", Text("严重疾病", "Grave illness")),
                ("family_event", Text("家庭重大变故", "A grave event in the family")),
            ),
            when=senior.is_senior,
        ),
        Proof(
            "entrance_score",
            Text(
                "中考成绩不低于转入学校当年统招录取分数的证明",
                "Marks not below the school's admission line of that year",
            ),
            when=senior.is_senior,
        ),
    ),
)
