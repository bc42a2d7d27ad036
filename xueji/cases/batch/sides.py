"""What an actor is in a case: the second question of permission, answered once."""

from __future__ import annotations

from typing import Any, TypedDict

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from xueji.cases.models import Case, CaseParty
from xueji.parties.actors import Actor
from xueji.process.compiled import Transition
from xueji.vocabulary.parties import Party


class PartyTold(TypedDict):
    """One party of a case: its side, and the school or the office that is it."""

    party: str
    school: int | None
    office: int | None


def with_sides(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Annotate each case with its parties as `told`, for `sides_of` and `holder_of`."""
    told = CaseParty.objects.filter(case_id=OuterRef("pk")).order_by()
    return cases.annotate(
        told=ArraySubquery(told.values(told=JSONObject(party=F("party"), school=F("school_id"), office=F("office_id"))))
    )


def parties_told(case: Case) -> list[PartyTold]:
    """The parties of a case that came from `with_sides`, or was just opened."""
    told: Any = case.told  # type: ignore[attr-defined]
    return list(told)


def sides_of(case: Case, actor: Actor) -> set[Party]:
    """What the actor is in this case. A machine and the top office are themselves; all others are parties or nobody.

    One district may be two sides: it receives and sends within itself.
    """
    if actor.role is None or actor.sees_whole_city:
        return {actor.party}
    if actor.school_id:
        return {Party(told["party"]) for told in parties_told(case) if told["school"] == actor.school_id}
    return {Party(told["party"]) for told in parties_told(case) if told["office"] == (actor.office_id or 0)}


def acting_side(sides: set[Party], transition: Transition | None) -> Party:
    """The side that takes a step: the one the step belongs to; where none does, any, for the refusal to name."""
    return next((side for side in sorted(sides) if transition and side in transition.by), min(sides))


def holder_of(case: Case, party: Party | None) -> tuple[int | None, int | None]:
    """The school or the office that is `party` in the case: who must act next. Nobody for a machine or no party."""
    if party is None:
        return None, None
    for told in parties_told(case):
        if told["party"] == party.value:
            return told["school"], told["office"]
    return None, None
