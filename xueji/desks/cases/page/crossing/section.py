"""What the page of a case says besides, where the case crosses the city line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xueji.cases.models import Case, Decision
from xueji.desks.cases.page.attention import together
from xueji.desks.cases.page.crossing.fault import fault_of
from xueji.desks.cases.page.crossing.story import crossing_story
from xueji.desks.cases.standing import procedure_of
from xueji.desks.design.parts import Event
from xueji.exchange.border.queries import timeline
from xueji.vocabulary.parties import Party


def crosses(case: Case) -> bool:
    """Whether the national system takes a step in such a case, or is told of it as of one of its own."""
    return any(Party.NATIONAL_SYSTEM in step.by for step in procedure_of(case).transitions)


def told_across(
    case: Case, decisions: Sequence[Decision], told: Sequence[Event], beside: Sequence[Event]
) -> dict[str, Any]:
    """`story`, with the messages in it, and `fault`: what stands in the way, or None."""
    if not crosses(case):
        return {"story": together(told, beside), "fault": None}
    entries = timeline(case)
    return {
        "story": crossing_story(case, decisions, told, beside, entries),
        "fault": fault_of(case, decisions, entries),
    }
