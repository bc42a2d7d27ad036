"""Where a case stands, as a word with its tone and its days left; and which posts work on cases at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from xueji.cases.models import Case, Decision
from xueji.cases.queries import ENTRY
from xueji.cases.recomputing import EVENT as RECOMPUTE
from xueji.desks.access import DeskRequest
from xueji.desks.design.filters import in_words as words
from xueji.desks.design.filters import language
from xueji.desks.design.parts import Tag, Tone
from xueji.desks.errors import problem
from xueji.desks.framing import decides
from xueji.parties.rulebook import rulebook_in_force, rulebook_of
from xueji.process.compiled import CompiledProcedure, CompiledState, Transition
from xueji.process.notation import OPEN
from xueji.vocabulary.calendar.working_days import WorkingCalendar
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

RECOMPUTED = Text("办理期限重算", "Time limit recomputed")

_ENDED: dict[str, Tone] = {"approved": "done", "refused": "late"}


def procedure_of(case: Case) -> CompiledProcedure:
    """The case's procedure, of the edition it is pinned to."""
    return rulebook_of(case.edition).procedure(case.procedure)


def state_of(case: Case) -> CompiledState:
    """The state the case stands in."""
    return procedure_of(case).state(case.state)


def page_of(case: Case) -> str:
    """The address of the case's page: an entrant's is the entrant's own."""
    if case.procedure == ENTRY:
        return reverse("entrant", args=[case.entrant_id])
    return reverse("case", args=[case.pk])


def step_of(procedure: CompiledProcedure, decision: Decision, row: int | None) -> Transition | None:
    """The step that a decision took in a case of this row; None for one that this edition does not know."""
    frm = None if decision.event == OPEN else decision.from_state
    return procedure.transition(frm, decision.event, row)


def label_of(procedure: CompiledProcedure, decision: Decision, row: int | None) -> Text:
    """The verdict in the regulation's words where the step has one (转出学校审核通过), else the step's own name."""
    step = step_of(procedure, decision, row)
    if step:
        return step.result or step.label
    return RECOMPUTED if decision.event == RECOMPUTE else Text(decision.event, decision.event)


def left_until(due: date | None, today: date, working: WorkingCalendar) -> int | None:
    """Working days left; a due date that has passed is late, even when only days off lie between."""
    if due is None:
        return None
    left = working.working_days_left(today, due)
    return min(left, -1) if due < today else left


def is_late(case: Case, today: date) -> bool:
    """Whether somebody has let the step's date pass."""
    return case.closed_on is None and case.due_on is not None and case.due_on < today


def state_tag(case: Case, level: Party, *, late: bool) -> Tag:
    """The state's own word: green when it was granted, red when late, amber when it waits for this desk."""
    return tag_of(state_of(case), late=late, ours=state_of(case).held_by is level)


def tag_of(state: CompiledState, *, late: bool, ours: bool) -> Tag:
    """A state's own word with its tone; `ours`: it waits for the reader's own place."""
    if state.closed is not None:
        return Tag(state.label, _ENDED.get(state.closed, "plain"))
    if late:
        return Tag(state.label, "late")
    return Tag(state.label, "waits" if ours else "plain")


def for_deciding_posts(view: Callable[..., HttpResponseBase]) -> Callable[..., Any]:
    """Keep a view to posts that act for their office in procedures; the others are told who they are."""

    @wraps(view)
    def guarded(request: DeskRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not decides(request.actor):
            roles = sorted(rulebook_in_force().rulebook.deciding)
            return problem(
                request,
                403,
                title=_("您当前的岗位不办理这项业务"),
                says=_("这一页由%(who)s使用。")
                % {"who": ("、" if language() == "zh" else ", ").join(str(words(role.label)) for role in roles)},
                mend=_("如果您另有相应岗位，请在右上角切换。"),
            )
        return view(request, *args, **kwargs)

    return guarded
