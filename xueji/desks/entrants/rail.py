"""The rail of a case: steps done and by whom, where it stands and until when, and what is still to come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from xueji.cases.models import Case, Decision
from xueji.desks.children.life.wording import who_acted
from xueji.desks.design.filters import in_words as words
from xueji.desks.design.parts import Step
from xueji.desks.entrants.standing import procedure_of
from xueji.process.compiled import CompiledProcedure, Transition
from xueji.process.notation import OPEN
from xueji.vocabulary.calendar.working_days import WorkingCalendar
from xueji.vocabulary.text import Text

_ENDS = {"approved": "done", "refused": "refused", "ended": "refused", "withdrawn": "refused"}


def rail(case: Case, decisions: Sequence[Decision], today: date, working: WorkingCalendar) -> list[Step]:
    """The steps of the rail. A way that was walked back (revoked, given back) is left out; the life line keeps it."""
    procedure = procedure_of(case)
    walked = [_done(procedure, decision) for decision in _way(decisions)]
    state = procedure.state(case.state)
    if state.closed is not None:
        last = Step(state.label, _ENDS[state.closed], when=case.closed_on)  # type: ignore[arg-type]
        return [*walked, last]
    return [*walked, _now(case, procedure, today, working), *_to_come(procedure, case.state)]


def label_of(procedure: CompiledProcedure, decision: Decision) -> Text:
    """The step's own name in the rulebook."""
    frm = None if decision.event == OPEN else decision.from_state
    transition = procedure.transition(frm, decision.event, decision.case.route_row)
    return transition.label if transition else Text(decision.event, decision.event)


def left_until(due: date | None, today: date, working: WorkingCalendar) -> int | None:
    """Working days left; a due date that has passed is late, even when only days off lie between."""
    if due is None:
        return None
    left = working.working_days_left(today, due)
    return min(left, -1) if due < today else left


def _way(decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions that lead to where the case stands now, without loops; oldest first."""
    way: list[Decision] = []
    for decision in decisions:
        known = next((place for place, before in enumerate(way) if before.to_state == decision.to_state), None)
        way = way[: known + 1] if known is not None else [*way, decision]
    return way


def _done(procedure: CompiledProcedure, decision: Decision) -> Step:
    return Step(label_of(procedure, decision), "done", who=who_acted(decision), when=decision.city_date)


def _now(case: Case, procedure: CompiledProcedure, today: date, working: WorkingCalendar) -> Step:
    state = procedure.state(case.state)
    main = _main(procedure, case.state)
    asked = [_("应办：%(step)s") % {"step": words(main.label)}] if main else []
    told = state.no_clock_because if case.due_on is None else state.note
    return Step(
        state.label,
        "now",
        who=state.held_by.label if state.held_by else None,
        since=case.entered_on,
        due=case.due_on,
        left=left_until(case.due_on, today, working),
        note=" ".join([*asked, *([str(words(told))] if told else [])]) or None,
    )


def _to_come(procedure: CompiledProcedure, state: str) -> list[Step]:
    """The ordinary way from here: the main step of each state after this one, and the state in which the case ends."""
    steps: list[Step] = []
    seen = {state}
    while (main := _main(procedure, state)) and main.targets[-1] not in seen:
        if len(seen) > 1:
            steps.append(Step(main.label, "next"))
        state = main.targets[-1]
        seen.add(state)
        if procedure.state(state).closed is not None:
            return [*steps, Step(procedure.state(state).label, "next")]
    return steps


def _main(procedure: CompiledProcedure, state: str) -> Transition | None:
    return next((step for step in procedure.transitions_from(state) if step.primary), None)
