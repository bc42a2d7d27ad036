"""Conditions of an arrival in Lanting (invented): no windows, no model schools; a place, and no final grade."""

from __future__ import annotations

from xueji.process.guards import guard
from xueji.vocabulary.facts.arrival import ArrivalFacts
from xueji.vocabulary.text import Text


@guard(
    says=Text("转入学校该年级没有空余学位。", "The receiving school has no free place in the grade."),
    mend=Text("请监护人另选学校，或由县里报省增加学位。", "Choose another school, or the county asks for more places."),
    source="岚汀省规 第十五条",
    unknown_says=Text("转入学校的学位尚未核定。", "The places of the receiving school are not set yet."),
)
def place_is_there(facts: ArrivalFacts) -> bool | None:
    """Is a place free, or already held by this case?"""
    return True if facts.holds_place else facts.place_free


@guard(
    says=Text("毕业年级不办外省转入。", "Nobody is transferred into a final grade."),
    mend=Text("请在毕业后按“外省毕业生接续”办理。", "After graduating, apply for a continuation instead."),
    source="岚汀省规 第十五条",
    unknown_says=Text("是否毕业年级尚未查到。", "It is not known yet whether this is a final grade."),
)
def not_a_final_grade(facts: ArrivalFacts) -> bool | None:
    """Is this no final grade?"""
    return None if facts.final_grade is None else not facts.final_grade


@guard(
    says=Text(
        "外省毕业生只能接续到新学段的第一个年级。", "A graduate goes on in the first grade of the next stage only."
    ),
    mend=Text("在读学生请按“外省转入”办理。", "Who still studies applies for a transfer."),
    source="岚汀省规 第十五条",
    unknown_says=Text("申请年级尚未填写。", "The grade has not been entered."),
)
def first_year_of_a_stage(facts: ArrivalFacts) -> bool | None:
    """Does a stage begin in this grade?"""
    return facts.entry_grade
