"""What a senior transfer asks since 2021: a grave reason, and the marks of the senior entrance exam."""

from __future__ import annotations

from xueji.process.guards import guard
from xueji.vocabulary.facts.transfer import TransferFacts
from xueji.vocabulary.schooling.stages import StageGroup
from xueji.vocabulary.text import Text


@guard(
    says=Text("该生不在高中阶段。", "The child is not in senior high."),
    mend=Text("无需办理；此项仅高中学生填写。", "Nothing to do; only senior transfers ask this."),
    source="京教基二〔2021〕1号",
    applies=Text("高中学生", "for a senior child"),
)
def is_senior(facts: TransferFacts) -> bool:
    """Is this a senior child?"""
    return facts.stage_group is StageGroup.SENIOR
