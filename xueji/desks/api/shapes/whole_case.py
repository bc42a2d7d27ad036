"""One case with all that its page shows: the rail, the timeline, the papers, the steps that could be taken."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from xueji.cases.attention import handed_to
from xueji.cases.batch.sides import with_sides
from xueji.cases.door.offers import offers
from xueji.cases.evidence.seeing import is_hidden, paper_kinds
from xueji.cases.models import Case, Decision, Evidence
from xueji.cases.queries import decisions_of, visible_to
from xueji.desks.api.shapes.cases import case_told, parties_told, reasons_told
from xueji.desks.api.shapes.words import coded, iso, words
from xueji.desks.cases.page.rail import rail
from xueji.desks.cases.sides import dressed, names_by_party
from xueji.desks.cases.standing import label_of, procedure_of
from xueji.parties.actors import Actor
from xueji.parties.calendar import city_calendar
from xueji.parties.clock import city_today
from xueji.process.compiled import Transition
from xueji.process.decision import Accepted, Offer
from xueji.process.notation import Ask, Asked
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

_RELATED = ("entrant", "student_record__student", "school", "district")


def cases_of(actor: Actor) -> QuerySet[Any]:
    """Every case that the actor's place may see, once each, with all that `case_told` tells."""
    mine = visible_to(actor).order_by().values("pk")
    return all_told(Case.objects.filter(pk__in=mine).select_related(*_RELATED))


def all_told(cases: QuerySet[Case]) -> QuerySet[Any]:
    """The cases with their sides, the names of their places, and the colleague each was given to."""
    return handed_to(dressed(with_sides(cases)))


def case_of(actor: Actor, key: int) -> Any:
    """One case. Raises Http404: absent and not theirs look alike."""
    found = cases_of(actor).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def whole_case(case: Any, actor: Actor) -> dict[str, Any]:
    """The case as JSON."""
    decisions, today, working = list(decisions_of(case)), city_today(), city_calendar()
    possible = offers([case], actor).get(case.pk, [])
    return {
        **case_told(case, actor, working, today),
        "parties": parties_told(case),
        "route": _route(case),
        "frozen": {key: str(value) for key, value in case.frozen.items()},
        "answers": {key: str(value) for key, value in case.answers.items()},
        "rail": [_rail(step) for step in rail(case, decisions, today, working, names_by_party(case))],
        "decisions": [decision_told(case, decision) for decision in decisions],
        "papers": [paper_told(case, paper, actor) for paper in papers_of(case)],
        "offers": [offer_told(offer) for offer in possible],
    }


def decision_told(case: Any, decision: Decision) -> dict[str, Any]:
    """One decision of the timeline."""
    party = Party(decision.party)
    return {
        "id": decision.pk,
        "number": decision.number,
        "event": decision.event,
        "label": words(label_of(procedure_of(case), decision, case.route_row)),
        "from_state": decision.from_state or None,
        "to_state": decision.to_state,
        "party": coded(party.value, party.label),
        "actor": decision.actor_name,
        "place": decision.actor_place,
        "reason": decision.reason or None,
        "answers": {key: str(value) for key, value in decision.answers.items()},
        "source": decision.source or None,
        "city_date": iso(decision.city_date),
        "at": decision.at.isoformat(),
    }


def papers_of(case: Case) -> list[Evidence]:
    """The papers of a case, without their contents."""
    found = Evidence.objects.filter(case=case).select_related("attachment")
    return list(found.defer("attachment__content", "attachment__preview").order_by("pk"))


def offer_told(offer: Offer) -> dict[str, Any]:
    """A step that could be taken, with what it asks."""
    verdict, step = offer.verdict, offer.transition
    return {
        "event": step.event,
        "label": words(step.label),
        "possible": isinstance(verdict, Accepted),
        "against": [] if isinstance(verdict, Accepted) else reasons_told(verdict.reasons),
        "unknown": reasons_told(verdict.unknown) if isinstance(verdict, Accepted) else [],
        **asks_told(step),
    }


def asks_told(step: Transition) -> dict[str, Any]:
    """What a step asks."""
    return {"needs_reason": step.needs_reason, "asks": [_asked(one) for one in step.asks]}


def _asked(asked: Asked) -> dict[str, Any]:
    choices = asked.choices if isinstance(asked, Ask) else ()
    return {
        "key": asked.key,
        "label": words(asked.label),
        "kind": asked.kind if isinstance(asked, Ask) else "proof",
        "required": asked.required,
        "conditional": asked.when is not None,
        "code_table": choices if isinstance(choices, str) and choices else None,
        "choices": [coded(code, label) for code, label in choices] if isinstance(choices, tuple) else [],
    }


def _route(case: Any) -> dict[str, Any] | None:
    if case.route_row is None:
        return None
    row = procedure_of(case).row(case.route_row)
    return {"row": row.name, "chain": [coded(one.value, one.label) for one in row.chain], "source": row.source}


def _rail(step: Any) -> dict[str, Any]:
    return {
        "label": words(step.label),
        "status": step.state,
        "who": words(step.who) if step.who else None,
        "on": iso(step.when),
        "since": iso(step.since),
        "due_on": iso(step.due),
    }


def paper_told(case: Any, paper: Evidence, actor: Actor) -> dict[str, Any]:
    """A paper of a case; from whom the procedure hides it is told that it is there, and not what it says."""
    proof, party = paper_kinds(case).get(paper.kind), Party(paper.party) if paper.party else None
    attachment = paper.attachment
    paper.case = case
    return {
        "id": paper.pk,
        "kind": paper.kind,
        "label": words(proof.label if proof else _OTHER),
        **{name: getattr(attachment, name) for name in ("file_name", "content_type", "pages")},
        "note": paper.note or None,
        "party": coded(party.value, party.label) if party else None,
        "brought_by": paper.brought_by or None,
        "on": iso(paper.city_date),
        "url": None if is_hidden(paper, actor) else f"/api/v1/cases/{case.pk}/papers/{paper.pk}",
    }


_OTHER = Text("其他材料", "Other paper")
