"""Who reviews a departure to another province in this edition."""

from __future__ import annotations

from xueji.process.guards import guard
from xueji.vocabulary.facts.departure import DepartureFacts
from xueji.vocabulary.text import Text


@guard(
    says=Text("转出不需要市级审核。", "The city does not review this departure."),
    mend=Text("无需办理。", "Nothing to do."),
    source="S25; INF (市级环节由带日期的参数规定)",
    applies=Text("高中阶段且规定须市级审核的", "for a senior child, where a dated parameter says so"),
)
def city_reviews(facts: DepartureFacts) -> bool:
    """Does the dated parameter give the city a step?"""
    return facts.city_reviews
