"""Which arrivals a step, a question or a paper is for (S4, S8, S16, S30)."""

from __future__ import annotations

from xueji.process.guards import guard
from xueji.vocabulary.facts.arrival import ArrivalFacts, OwnRecord
from xueji.vocabulary.facts.entry import ExceptionKind
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.schooling.stages import StageGroup
from xueji.vocabulary.text import Text


@guard(
    says=Text("转入学校不是示范校。", "The receiving school is no model school."),
    mend=Text("无需认定。", "Nothing to judge."),
    source="S4",
    applies=Text("转入示范校的", "where the receiving school is a model school"),
)
def model_school_to_judge(facts: ArrivalFacts) -> bool:
    """Does the child come to a model school, with no exception granted?"""
    return facts.receiving_is_model is True and ExceptionKind.ORDINARY_TO_MODEL not in facts.exceptions


@guard(
    says=Text("该生不在高中阶段。", "The child is not in senior high."),
    mend=Text("无需办理。", "Nothing to do."),
    source="S16",
    applies=Text("高中阶段学生", "for a senior child"),
)
def is_senior(facts: ArrivalFacts) -> bool:
    """Is this a senior child, whom the city reviews?"""
    return facts.stage_group is StageGroup.SENIOR


@guard(
    says=Text("该生没有户口簿。", "The child has no hukou booklet."),
    mend=Text("无需提供。", "Nothing to show."),
    source="S8",
    applies=Text("除外籍学生外", "except for foreign children"),
)
def has_hukou(facts: ArrivalFacts) -> bool:
    """Has the child a hukou to prove? Children of foreign nationality have none."""
    return facts.residency is not Residency.FOREIGN


@guard(
    says=Text("该生不需要提供五证。", "This child needs no five proofs."),
    mend=Text("无需提供。", "Nothing to show."),
    source="S4; 非京籍入学五证审核",
    applies=Text("义务教育阶段非本市户籍的", "for a non-local child of compulsory age"),
)
def needs_five_proofs(facts: ArrivalFacts) -> bool:
    """Is this a non-local child of compulsory age?"""
    return facts.stage_group is StageGroup.COMPULSORY and facts.residency is Residency.NON_LOCAL


@guard(
    says=Text("该生在本市没有原学籍。", "The child has no former record here."),
    mend=Text("无需办理。", "Nothing to do."),
    source="S30",
    applies=Text("原学籍在北京的", "where the original record is here"),
)
def comes_back_to_own_record(facts: ArrivalFacts) -> bool:
    """Is there a closed record of ours, which is reopened with its number?"""
    return facts.own_record is OwnRecord.AWAY
