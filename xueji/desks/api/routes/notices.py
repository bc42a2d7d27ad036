"""Notices of this place: what has come to it, what falls due, who has asked it to hurry."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Query, Router, Schema
from pydantic import Field

from xueji.cases.acts.office.attention import read_notices
from xueji.cases.attention import NOTICE_ORDER, notices_for, told_to
from xueji.desks.api.gateway.gate import ApiRequest
from xueji.desks.api.shapes.pages import Asked, page
from xueji.desks.api.shapes.people import must_decide
from xueji.desks.api.shapes.words import Coded, Key, Sent, coded, iso
from xueji.desks.cases.standing import procedure_of

router = Router(tags=["通知 Notices"])
Json = dict[str, Any]


class NoticesAsked(Asked):
    """Which notices: all, or those nobody here has read."""

    unseen: bool = False


class NoticeTold(Schema):
    """One notice and the case it is about; `version`: the decision that brought it."""

    id: int
    kind: str
    case_id: int
    version: int
    procedure: Coded
    on: str
    seen: bool


class NoticePage(Schema):
    """One page of notices, the unseen first, the newest first."""

    items: list[NoticeTold]
    next: str | None


class ReadSent(Sent):
    """The notices that were read."""

    notices: Annotated[list[Key], Field(min_length=1, max_length=200)]


class ReadTold(Schema):
    """How many were read for the first time; notices of other places are left as they are."""

    read: int


@router.get("/notices", response=NoticePage, summary="通知 · Notices")
def notices(request: ApiRequest, asked: Query[NoticesAsked]) -> Json:
    """The notices of this place."""
    must_decide(request.actor)
    found = notices_for(request.actor)
    found = found.filter(seen_at__isnull=True) if asked.unseen else found
    rows, after = page(request, found, NOTICE_ORDER, asked)
    return {"items": [_told(row) for row in rows], "next": after}


@router.post("/notices/read", response=ReadTold, summary="标记已读 · Mark as read")
def mark(request: ApiRequest, data: ReadSent) -> Json:
    """Note that this place has read them."""
    mine = told_to(request.actor).filter(pk__in=data.notices)
    return {"read": read_notices(actor=request.actor, notices=mine)}


def _told(row: Any) -> Json:
    procedure = procedure_of(row.case)
    return {
        "id": row.pk,
        "kind": row.kind,
        "case_id": row.case_id,
        "version": row.version,
        "procedure": coded(procedure.key, procedure.title),
        "on": iso(row.city_date),
        "seen": bool(row.seen),
    }
