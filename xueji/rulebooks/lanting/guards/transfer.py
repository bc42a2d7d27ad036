"""Conditions of a transfer in Lanting (invented): no windows, no model schools; a place, and one family's word."""

from __future__ import annotations

from xueji.process.guards import guard
from xueji.vocabulary.facts.transfer import TransferFacts
from xueji.vocabulary.text import Text


@guard(
    says=Text("转入学校该年级没有空余学位。", "The receiving school has no free place in the grade."),
    mend=Text("请监护人另选学校，或由县里报省增加学位。", "Choose another school, or the county asks for more places."),
    source="岚汀省规 第十二条",
    unknown_says=Text("转入学校的学位尚未核定。", "The places of the receiving school are not set yet."),
)
def place_is_there(facts: TransferFacts) -> bool | None:
    """Is a place free, or already held by this case?"""
    return True if facts.holds_place else facts.place_free


@guard(
    says=Text("毕业年级下学期不办转学。", "There is no transfer out of a final grade."),
    mend=Text("请在毕业后按升学办理。", "Go on to the next stage after leaving instead."),
    source="岚汀省规 第十三条",
    unknown_says=Text("是否毕业年级尚未查到。", "It is not known yet whether this is a final grade."),
)
def not_a_final_grade(facts: TransferFacts) -> bool | None:
    """Is this no final grade?"""
    return None if facts.final_grade is None else not facts.final_grade
