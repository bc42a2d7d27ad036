"""What happened to a case, newest first: each decision with who took it, why, what was answered, and its article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from xueji.cases.models import Case, Decision, Evidence
from xueji.desks.children.life.wording import who_acted
from xueji.desks.design.filters import in_words as words
from xueji.desks.design.parts import Event, Link, Tone
from xueji.desks.entrants.rail import label_of
from xueji.desks.entrants.standing import cited, procedure_of
from xueji.desks.forms import in_words
from xueji.parties.models import School
from xueji.process.compiled import CompiledProcedure, Transition
from xueji.process.notation import OPEN, Ask
from xueji.records.models import ClassGroup

_TONES: dict[str, Tone] = {"positive": "done", "negative": "late", "neutral": "info"}


def story(case: Case, decisions: Sequence[Decision], papers: Sequence[Evidence]) -> list[Event]:
    """The life line of the case. Papers stand with the decision that brought them."""
    procedure = procedure_of(case)
    names = _names(procedure, decisions)
    links = {paper.attachment_id: _link(case, paper) for paper in papers}
    return [_event(procedure, decision, names, links) for decision in reversed(decisions)]


def papers_of(case: Case) -> list[Evidence]:
    """The proofs of a case, without their contents."""
    return list(
        Evidence.objects.filter(case=case).select_related("attachment").defer("attachment__content").order_by("pk")
    )


def paper_links(case: Case, papers: Iterable[Evidence]) -> list[Link]:
    """Where the papers are fetched."""
    return [_link(case, paper) for paper in papers]


def _link(case: Case, paper: Evidence) -> Link:
    return Link(paper.attachment.file_name, reverse("entrant_paper", args=[case.entrant_id, paper.pk]))


def _event(procedure: CompiledProcedure, decision: Decision, names: dict[str, str], links: dict[int, Link]) -> Event:
    transition = _transition(procedure, decision)
    told = _answers(transition, decision, names)
    if decision.reason:
        told.append(_("理由：%(reason)s") % {"reason": decision.reason})
    if decision.from_state and decision.to_state != decision.from_state:
        told.append(_("办理后：%(state)s") % {"state": words(procedure.state(decision.to_state).label)})
    given = [int(value) for value in decision.answers.values() if str(value).isdigit()]
    return Event(
        decision.city_date,
        label_of(procedure, decision),
        who=who_acted(decision),
        note=_("；").join(told) or None,
        source=cited(decision.source) or None,
        tone=_TONES[transition.tone] if transition else "plain",
        links=[links[key] for key in given if key in links],
    )


def _transition(procedure: CompiledProcedure, decision: Decision) -> Transition | None:
    frm = None if decision.event == OPEN else decision.from_state
    return procedure.transition(frm, decision.event, decision.case.route_row)


def _answers(transition: Transition | None, decision: Decision, names: dict[str, str]) -> list[str]:
    if transition is None:
        return []
    told = []
    for asked in transition.asks:
        answer = str(decision.answers.get(asked.key, ""))
        if answer and isinstance(asked, Ask):
            told.append(
                _("%(what)s：%(answer)s")
                % {"what": words(asked.label), "answer": words(in_words(asked, answer, names))}
            )
    return told


def _names(procedure: CompiledProcedure, decisions: Sequence[Decision]) -> dict[str, str]:
    """Names of the schools and classes that answers point at; asked only where there are any."""
    keys: dict[str, set[int]] = {"school": set(), "class_group": set()}
    for decision in decisions:
        transition = _transition(procedure, decision)
        for asked in transition.asks if transition else ():
            answer = str(decision.answers.get(asked.key, ""))
            if isinstance(asked, Ask) and asked.kind in keys and answer.isdigit():
                keys[asked.kind].add(int(answer))
    models: dict[str, Any] = {"school": School, "class_group": ClassGroup}
    return {
        f"{kind}:{row.pk}": str(row)
        for kind, wanted in keys.items()
        if wanted
        for row in models[kind].objects.filter(pk__in=wanted)
    }
