"""Who the key is, and by which rules it works: the rulebook in force, its procedures, states and questions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404
from ninja import Query, Router, Schema

from xueji.desks.api.gateway.gate import ApiRequest
from xueji.desks.api.shapes.words import Line, Words, iso, words
from xueji.parties.clock import city_today, in_training
from xueji.parties.rulebook import rulebook_in_force, rulebook_of
from xueji.process.drawing.data import as_json
from xueji.process.drawing.table import status_table
from xueji.process.rulebook import CompiledRulebook

router = Router(tags=["规则 Rules"])
Json = dict[str, Any]


class KeyTold(Schema):
    """The key as its holder may know it."""

    name: str
    prefix: str
    may_write: bool
    expires_on: str


class Me(Schema):
    """The post for which this key acts."""

    name: str
    place: str
    role: str
    role_label: Words
    party: str
    school_id: int | None
    district_id: int | None
    office_id: int | None
    decides: bool
    may: list[str]
    key: KeyTold
    city_date: str
    training: bool
    edition: str


class ProcedureTold(Schema):
    """A procedure in the list."""

    key: str
    title: Words
    source: str
    about: str
    opened_by: str
    opens: bool
    mine: bool


class ProcedureList(Schema):
    """The procedures of an edition."""

    edition: str
    items: list[ProcedureTold]


class Edition(Schema):
    """Which edition is asked for; empty: the one in force today."""

    edition: Line = ""


@router.get("/me", response=Me, summary="密钥所属岗位 · The post of this key")
def me(request: ApiRequest) -> Json:
    """Which post the key acts for, and which office acts it may do."""
    actor, key, rulebook = request.actor, request.key, rulebook_in_force()
    role = actor.role
    acts = rulebook.rulebook.office_acts
    return {
        **{name: getattr(actor, name) for name in ("name", "place", "school_id", "district_id", "office_id")},
        "role": role.value if role else "",
        "role_label": role.label if role else actor.party.label,
        "party": actor.party.value,
        "decides": role in rulebook.rulebook.deciding,
        "may": sorted(act for act, roles in acts.items() if role in roles),
        "key": {
            **{name: getattr(key, name) for name in ("name", "prefix", "may_write")},
            "expires_on": iso(key.expires_on),
        },
        "city_date": iso(city_today()),
        "training": in_training(),
        "edition": rulebook.key,
    }


@router.get("/rulebook", response=Json, summary="规则全文 · The rulebook")
def rulebook(request: ApiRequest, asked: Query[Edition]) -> Json:
    """An edition as data: levels, posts, parameters, and every procedure with its states, steps, questions, guards."""
    return _as_data(_edition(asked.edition))


@router.get("/procedures", response=ProcedureList, summary="业务清单 · Procedures")
def procedures(request: ApiRequest, asked: Query[Edition]) -> Json:
    """Every procedure of an edition; `mine`: the post of this key opens it."""
    found = _edition(asked.edition)
    return {
        "edition": found.key,
        "items": [
            {
                "key": item.key,
                "title": item.title,
                "source": item.source,
                "about": item.about.value,
                "opened_by": item.opened_by.value,
                "opens": found.opens(item.key),
                "mine": found.opens(item.key) and request.actor.role in found.roles_of(item.opened_by),
            }
            for item in found.procedures.values()
        ],
    }


@router.get("/procedures/{procedure}", response=Json, summary="一项业务 · One procedure")
def procedure(request: ApiRequest, procedure: str, asked: Query[Edition]) -> Json:
    """States, steps, what each step asks, guards with their articles, the decision table, and the status dictionary."""
    found = _edition(asked.edition)
    told = next((one for one in _as_data(found)["procedures"] if one["key"] == procedure), None)
    if told is None:
        raise Http404
    rows = status_table(found.procedure(procedure), found.parameters, _day_of(found))
    dictionary = [
        {
            "key": row.key,
            "label": words(row.label),
            "holder": words(row.holder) if row.holder else None,
            "clock": words(row.clock),
            "kind": words(row.kind),
            "note": words(row.note) if row.note else None,
            "steps": [
                {
                    "label": words(step.label),
                    "by": [party.value for party in step.by],
                    "to": [words(to) for to in step.to],
                    "rows": list(step.rows),
                }
                for step in row.steps
            ],
        }
        for row in rows
    ]
    return {**told, "edition": found.key, "status_dictionary": dictionary}


def _as_data(found: CompiledRulebook) -> Json:
    return as_json(found, _day_of(found))


def _day_of(found: CompiledRulebook) -> date:
    """Today, or the first day of an edition that is yet to come."""
    return max(city_today(), found.rulebook.in_force_from)


def _edition(key: str) -> CompiledRulebook:
    """An edition by its key, of this jurisdiction alone; the one in force without a key. Raises Http404."""
    now = rulebook_in_force()
    if not key or key == now.key:
        return now
    try:
        found = rulebook_of(key)
    except (LookupError, ImportError, ValueError) as error:
        raise Http404 from error
    if found.rulebook.jurisdiction != now.rulebook.jurisdiction:
        raise Http404
    return found
