"""What happened to a case, newest first: each decision with who took it, why, what was answered, and its article."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xueji.cases.models import Case, Decision, Evidence
from xueji.desks.cases.page.conditions import as_seen
from xueji.desks.cases.standing import label_of, procedure_of, step_of
from xueji.desks.children.life.wording import who_acted
from xueji.desks.design.filters import in_words as words
from xueji.desks.design.parts import Event, Link, Tone
from xueji.desks.forms import in_words
from xueji.desks.reasons import cited
from xueji.parties.models import School
from xueji.process.compiled import CompiledProcedure, Transition
from xueji.process.compiler.keys import SEND_BACK
from xueji.process.notation import Ask, Asked, Proof
from xueji.records.models import ClassGroup
from xueji.vocabulary.calendar.working_days import WorkingCalendar

_TONES: dict[str, Tone] = {"positive": "done", "negative": "late", "neutral": "info"}
PaperLink = Callable[[Evidence], Link | None]


@dataclass(frozen=True)
class Telling:
    """What every entry of one case's story is told with: its procedure, the names answers point at, its papers."""

    procedure: CompiledProcedure
    row: int | None
    names: Mapping[str, str]
    links: Mapping[int, Link]
    working: WorkingCalendar | None
    """Given, it is told how many working days each step took."""


def story(
    case: Case,
    decisions: Sequence[Decision],
    papers: Sequence[Evidence],
    link: PaperLink,
    working: WorkingCalendar | None = None,
) -> list[Event]:
    """The life line of the case. Papers stand with the decision that brought them."""
    procedure = procedure_of(case)
    asked = [(item, decision.answers) for decision in decisions for item in _asks(procedure, decision, case.route_row)]
    links = {paper.attachment_id: to for paper in papers if (to := link(paper)) is not None}
    telling = Telling(procedure, case.route_row, names_of(asked), links, working)
    return [_event(telling, decision) for decision in reversed(decisions)]


def sent_back(case: Case, decisions: Sequence[Decision]) -> str:
    """Who sent the case back to be corrected, when and why; empty where it does not stand so now."""
    back = (item for item in reversed(decisions) if item.event == SEND_BACK and item.to_state == case.state)
    decision = next(back, None)
    if decision is None:
        return ""
    told = {"who": who_acted(decision), "day": decision.city_date.isoformat(), "reason": decision.reason}
    return _("%(who)s于%(day)s退回：%(reason)s") % told


def papers_of(case: Case) -> list[Evidence]:
    """The proofs of a case, without their contents; `has_preview` tells whether there is a small picture."""
    seen = Q(attachment__preview__isnull=False)
    found = Evidence.objects.filter(case=case).select_related("attachment").annotate(has_preview=seen)
    return list(found.defer("attachment__content", "attachment__preview").order_by("pk"))


def names_of(asked: Iterable[tuple[Asked, Mapping[str, Any]]]) -> dict[str, str]:
    """Names of the schools and classes that answers point at; asked only where there are any."""
    keys: dict[str, set[int]] = {"school": set(), "class_group": set()}
    for item, answers in asked:
        answer = str(answers.get(item.key, ""))
        if isinstance(item, Ask) and item.kind in keys and answer.isdigit():
            keys[item.kind].add(int(answer))
    models: dict[str, Any] = {"school": School, "class_group": ClassGroup}
    return {
        f"{kind}:{row.pk}": str(row)
        for kind, wanted in keys.items()
        if wanted
        for row in models[kind].objects.filter(pk__in=wanted)
    }


def _event(telling: Telling, decision: Decision) -> Event:
    procedure = telling.procedure
    transition = step_of(procedure, decision, telling.row)
    told = _answers(transition, decision, telling.names)
    if decision.reason:
        told.append(_("理由：%(reason)s") % {"reason": decision.reason.rstrip("。")})
    label, after = label_of(procedure, decision, telling.row), procedure.state(decision.to_state).label
    if decision.from_state and decision.to_state != decision.from_state and after != label:
        told.append(_("办理后：%(state)s") % {"state": words(after)})
    if telling.working and (took := _took(decision, telling.working)):
        told.append(took)
    # One document may prove several things at once: it is one link.
    proofs = [item.key for item in _asks(procedure, decision, telling.row) if isinstance(item, Proof)]
    given = dict.fromkeys(int(value) for key in proofs if str(value := decision.answers.get(key, "")).isdigit())
    return Event(
        decision.city_date,
        label,
        who=who_acted(decision),
        note=_("；").join(told) or None,
        source=cited(decision.source) or None,
        tone=_TONES[transition.tone] if transition else "plain",
        links=[telling.links[key] for key in given if key in telling.links],
        rules=as_seen(procedure, transition, decision.facts) if telling.working else (),
    )


def _took(decision: Decision, working: WorkingCalendar) -> str:
    """How many working days the step before had waited for this one, and whether it was late."""
    if decision.was_entered_on is None:
        return ""
    days = max(working.working_days_left(decision.was_entered_on, decision.city_date), 0)
    told = ngettext("用时%(n)s个工作日", "用时%(n)s个工作日", days) % {"n": days} if days else _("当日办理")
    late = decision.was_due_on is not None and decision.was_due_on < decision.city_date
    return _("%(took)s，逾期办理（限%(day)s）") % {"took": told, "day": decision.was_due_on} if late else told


def _asks(procedure: CompiledProcedure, decision: Decision, row: int | None) -> Sequence[Asked]:
    transition = step_of(procedure, decision, row)
    return transition.asks if transition else ()


def _answers(transition: Transition | None, decision: Decision, names: Mapping[str, str]) -> list[str]:
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
