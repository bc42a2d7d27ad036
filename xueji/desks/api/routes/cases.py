"""Cases: those that wait for this place or concern it, one with all its story; given to a colleague, urged."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.db.models import Q, QuerySet
from django.http import Http404
from ninja import Query, Router, Schema
from pydantic import Field

from xueji.cases.acts.office.attention import hand_over, urge
from xueji.cases.attention import colleagues_of
from xueji.cases.queries import at_desk
from xueji.desks.api.gateway.gate import ApiRequest
from xueji.desks.api.gateway.versions import must_match, told_version
from xueji.desks.api.shapes.cases import CasePage, CaseTold, CaseWhole, case_told
from xueji.desks.api.shapes.pages import Asked, page
from xueji.desks.api.shapes.people import must_decide
from xueji.desks.api.shapes.whole_case import all_told, case_of, whole_case
from xueji.desks.api.shapes.words import Coded, Key, KeyInPath, Line, Prose, Sent, coded
from xueji.desks.cases.listing.asked import Asked as CasesOfDesk
from xueji.desks.cases.listing.asked import desk_cases
from xueji.parties.calendar import city_calendar
from xueji.parties.clock import city_today
from xueji.vocabulary.parties import Role

router = Router(tags=["业务 Cases"])
Json = dict[str, Any]
Word = Annotated[str, Field(max_length=60, pattern="^[a-z0-9_]*$")]


class CasesAsked(Asked):
    """Which cases. `about`: children with a record, or entrants; `view`: waiting for this place, open, or closed.

    `mine`: given to this post by a colleague; `applied`: opened by this place and now with others.
    """

    about: Literal["record", "entrant"] = "record"
    view: Literal["waiting", "open", "closed"] = "open"
    procedure: Word = ""
    state: Word = ""
    overdue: bool = False
    mine: bool = False
    applied: bool = False
    school: Key | None = None
    district: Key | None = None
    q: Line = ""


class Colleague(Schema):
    """A post of the own place to which a case can be given."""

    post_id: int
    name: str
    role: Coded


class ColleagueList(Schema):
    """Those who decide at the own place."""

    items: list[Colleague]


class HandoverSent(Sent):
    """To whom a case is given, and why."""

    post_id: Key
    reason: Prose = ""


class UrgeSent(Sent):
    """What is said to whoever holds the case."""

    reason: Prose = ""


@router.get("/cases", response=CasePage, summary="业务清单 · Cases")
def cases(request: ApiRequest, asked: Query[CasesAsked]) -> Json:
    """The cases of this place; every filter can be combined with every view."""
    must_decide(request.actor)
    found = _of_entrants(request, asked) if asked.about == "entrant" else _of_records(request, asked)
    rows, after = page(request, all_told(found), [("pk", int)], asked)
    working, today = city_calendar(), city_today()
    return {"items": [case_told(row, request.actor, working, today) for row in rows], "next": after}


@router.get("/cases/{int:key}", response=CaseWhole, summary="一项业务 · One case")
def case(request: ApiRequest, key: KeyInPath) -> Json:
    """Where the case stands, who holds it, since when and until when, its story, its papers, and what can be done."""
    must_decide(request.actor)
    found = case_of(request.actor, key)
    told_version(request, found.version)
    return whole_case(found, request.actor)


@router.get("/colleagues", response=ColleagueList, summary="本单位经办人 · Colleagues")
def colleagues(request: ApiRequest) -> Json:
    """The posts of this place to which a case can be given."""
    found = colleagues_of(request.actor)
    return {
        "items": [
            {"post_id": post.pk, "name": post.account.full_name, "role": coded(post.role, Role(post.role).label)}
            for post in found
        ]
    }


@router.post("/cases/{int:key}/handovers", response=CaseTold, summary="转交同事 · Hand over")
def give(request: ApiRequest, key: KeyInPath, data: HandoverSent) -> Json:
    """Give a case that this place holds to a colleague, until it moves on."""
    found = case_of(request.actor, key)
    must_match(request, found.version)
    post = colleagues_of(request.actor).filter(pk=data.post_id).first()
    if post is None:
        raise Http404
    hand_over(actor=request.actor, reason=data.reason, case=found, post=post)
    return _told(request, key)


@router.post("/cases/{int:key}/urges", response=CaseTold, summary="催办 · Urge")
def hurry(request: ApiRequest, key: KeyInPath, data: UrgeSent) -> Json:
    """催办: ask whoever holds the case to act, once a day for each side that waits."""
    urge(actor=request.actor, reason=data.reason, case=case_of(request.actor, key))
    return _told(request, key)


def _of_records(request: ApiRequest, asked: CasesAsked) -> QuerySet[Any]:
    told = CasesOfDesk(
        tab="" if asked.view == "waiting" else asked.view,
        procedure=asked.procedure,
        state=asked.state,
        due="late" if asked.overdue else "",
        school=str(asked.school or ""),
        district=str(asked.district or ""),
        mine="1" if asked.mine else "",
        applied="1" if asked.applied else "",
        q=asked.q.strip(),
    )
    return desk_cases(told, request.actor, today=city_today(), working=city_calendar())


def _of_entrants(request: ApiRequest, asked: CasesAsked) -> QuerySet[Any]:
    actor = request.actor
    found = at_desk(actor, asked.procedure) if asked.procedure else at_desk(actor)
    found = found.filter(closed_on__isnull=asked.view != "closed")
    if asked.view == "waiting":
        held = Q(holder_school_id=actor.school_id) if actor.school_id else Q(holder_office_id=actor.office_id or 0)
        found = found.filter(held)
    for name in ("state", "school_id", "district_id"):
        value = getattr(asked, name.removesuffix("_id"))
        found = found.filter(**{name: value}) if value else found
    if asked.overdue:
        found = found.filter(closed_on__isnull=True, due_on__lt=city_today())
    return found.filter(entrant__name__startswith=asked.q.strip()) if asked.q.strip() else found


def _told(request: ApiRequest, key: int) -> Json:
    found = case_of(request.actor, key)
    told_version(request, found.version)
    return case_told(found, request.actor, city_calendar(), city_today())
