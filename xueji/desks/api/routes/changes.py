"""The change feed: every decision within scope, in the order in which programs can rely on, from any point on."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any

from django.db.models import QuerySet
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from xueji.cases.models import Decision
from xueji.cases.queries import visible_to
from xueji.desks.api.gateway.gate import ApiRequest
from xueji.desks.api.shapes.cases import DecisionTold
from xueji.desks.api.shapes.people import must_decide
from xueji.desks.api.shapes.whole_case import decision_told
from xueji.desks.api.shapes.words import LARGEST_KEY, Coded, coded
from xueji.desks.cases.standing import procedure_of

router = Router(tags=["变更 Changes"])
Json = dict[str, Any]
SETTLED = timedelta(hours=1)
"""No transaction is open for so long: what is older has all its predecessors."""


class ChangesAsked(Schema):
    """From where on: 0, or `after` of the answer before."""

    after: Annotated[int, Field(ge=0, le=LARGEST_KEY)] = 0
    limit: Annotated[int, Field(ge=1, le=200)] = 100


class ChangeTold(Schema):
    """One decision, and the case in which it was taken."""

    case_id: int
    procedure: Coded
    record_id: int | None
    entrant_id: int | None
    decision: DecisionTold


class ChangeList(Schema):
    """Changes in their order. `after` is where to go on; `more`: there is more already."""

    items: list[ChangeTold]
    after: int
    more: bool
    next: str


@router.get("/changes", response=ChangeList, summary="变更流 · Change feed")
def changes(request: ApiRequest, asked: Query[ChangesAsked]) -> Json:
    """Decisions of the cases of this place after a point. Asked again from `after`, it misses none and tells none twice."""
    must_decide(request.actor)
    mine = visible_to(request.actor).order_by().values("pk")
    found = Decision.objects.filter(case_id__in=mine, pk__gt=asked.after).select_related("case").order_by("pk")
    rows = list(_settled(found)[: asked.limit + 1])
    shown = rows[: asked.limit]
    after = shown[-1].pk if shown else asked.after
    return {
        "items": [_told(row) for row in shown],
        "after": after,
        "more": len(rows) > len(shown),
        "next": f"{request.path}?after={after}&limit={asked.limit}",
    }


def _settled(found: QuerySet[Decision]) -> QuerySet[Decision]:
    """Without decisions beside which an earlier one may yet appear: keys are given before transactions end.

    A row counts once every transaction older than the oldest one still running has ended.
    """
    settled = "(cases_decision.at < %s OR age(cases_decision.xmin) > age(pg_snapshot_xmin(pg_current_snapshot())::xid))"
    return found.extra(where=[settled], params=[timezone.now() - SETTLED])  # noqa: S610 - a constant


def _told(decision: Decision) -> Json:
    case = decision.case
    procedure = procedure_of(case)
    return {
        "case_id": case.pk,
        "procedure": coded(procedure.key, procedure.title),
        "record_id": case.student_record_id,
        "entrant_id": case.entrant_id,
        "decision": decision_told(case, decision),
    }
