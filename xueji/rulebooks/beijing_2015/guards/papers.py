"""Which papers a transfer asks for: one for each reason of S8, and the five proofs."""

from __future__ import annotations

from xueji.process.guards import guard
from xueji.vocabulary.facts.transfer import TransferFacts, TransferReason
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.schooling.stages import StageGroup
from xueji.vocabulary.text import Text

_NOTHING_TO_MEND = Text(
    "无需办理；此材料仅在该情形下需要。", "Nothing to do; the paper is only asked for in this case."
)


@guard(
    says=Text("转学原因不是户籍变更。", "The hukou has not moved."),
    mend=_NOTHING_TO_MEND,
    source="S8",
    applies=Text("转学原因为户籍变更的", "where the hukou has moved"),
)
def hukou_moved(facts: TransferFacts) -> bool:
    """Is the reason that the hukou has moved?"""
    return facts.reason is TransferReason.HUKOU_MOVED


@guard(
    says=Text("转学原因不是房产变更。", "The home has not moved."),
    mend=_NOTHING_TO_MEND,
    source="S8",
    applies=Text("转学原因为房产变更的", "where the home has moved"),
)
def home_moved(facts: TransferFacts) -> bool:
    """Is the reason that the home has moved?"""
    return facts.reason is TransferReason.HOME_MOVED


@guard(
    says=Text("转学原因不是其他原因。", "The reason is one of the named ones."),
    mend=_NOTHING_TO_MEND,
    source="S8",
    applies=Text("转学原因为其他原因的", "where the reason is another one"),
)
def other_reason(facts: TransferFacts) -> bool:
    """Is the reason another one, to be proven?"""
    return facts.reason is TransferReason.OTHER


@guard(
    says=Text("该生不需要提供五证。", "This child needs no five proofs."),
    mend=_NOTHING_TO_MEND,
    source="S4; 非京籍入学五证审核",
    applies=Text("义务教育阶段非本市户籍的", "for a non-local child of compulsory age"),
)
def needs_five_proofs(facts: TransferFacts) -> bool:
    """Is this a non-local child of compulsory age?"""
    return facts.stage_group is StageGroup.COMPULSORY and facts.residency is Residency.NON_LOCAL


@guard(
    says=Text("本环节不需要核验五证。", "The five proofs are not checked at this step."),
    mend=Text("无需办理；五证只由首个经办区县核验。", "Nothing to do; the first district of the route checks them."),
    source="S4; 非京籍入学五证审核",
    applies=Text(
        "义务教育阶段非本市户籍的，由首个经办区县核验", "for a non-local child of compulsory age, at the first district"
    ),
)
def five_proofs_to_check(facts: TransferFacts) -> bool:
    """Is this a non-local child of compulsory age whose proofs nobody has checked yet?"""
    return (
        facts.stage_group is StageGroup.COMPULSORY
        and facts.residency is Residency.NON_LOCAL
        and facts.five_proofs_checked is not True
    )
