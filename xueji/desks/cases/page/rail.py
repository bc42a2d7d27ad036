"""The rail of a case: steps done and by whom, where it stands and until when, and what is still to come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from xueji.cases.models import Case, Decision
from xueji.desks.cases.standing import label_of, left_until, procedure_of
from xueji.desks.children.life.wording import who_acted
from xueji.desks.design.filters import in_words as words
from xueji.desks.design.parts import Label, Step
from xueji.process.compiled import CompiledProcedure, Transition
from xueji.process.compiler.keys import RESUBMIT
from xueji.vocabulary.calendar.working_days import WorkingCalendar
from xueji.vocabulary.parties import Party

_ENDS = {"approved": "done", "refused": "refused", "ended": "ended", "withdrawn": "withdrawn"}
Places = Mapping[str, str]
"""The name of the school or office that is a party of the case, by the party."""


def rail(
    case: Case, decisions: Sequence[Decision], today: date, working: WorkingCalendar, places: Places | None = None
) -> list[Step]:
    """The steps of the rail. A way that was walked back (revoked, given back) is left out; the life line keeps it."""
    procedure, way = procedure_of(case), _way(decisions)
    walked = [_done(procedure, decision, case.route_row) for decision in way]
    state = procedure.state(case.state)
    if state.closed is not None:
        last = Step(state.label, _ENDS[state.closed], when=case.closed_on)  # type: ignore[arg-type]
        if way and way[-1].to_state == case.state and walked[-1].label == state.label:
            # The last verdict is the end itself (市级审核通过): it is told once, with who gave it.
            return [*walked[:-1], replace(last, who=walked[-1].who, note=way[-1].reason or None)]
        return [*walked, last]
    told = places or {}
    return [*walked, _now(case, procedure, today, working, told), *_to_come(procedure, case, told)]


def _way(decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions that lead to where the case stands now, without loops; oldest first."""
    way: list[Decision] = []
    for decision in decisions:
        known = next((place for place, before in enumerate(way) if before.to_state == decision.to_state), None)
        way = way[: known + 1] if known is not None else [*way, decision]
    return way


def _done(procedure: CompiledProcedure, decision: Decision, row: int | None) -> Step:
    return Step(label_of(procedure, decision, row), "done", who=who_acted(decision), when=decision.city_date)


def _now(case: Case, procedure: CompiledProcedure, today: date, working: WorkingCalendar, places: Places) -> Step:
    state = procedure.state(case.state)
    main = _main(procedure, case.state, case.route_row)
    # A review's state names its step already (待转出学校审核); other states do not say what is to be done in them.
    asked = [_("应办：%(step)s") % {"step": words(main.label)}] if main and main.result is None else []
    told = state.no_clock_because if case.due_on is None else state.note
    return Step(
        state.label,
        "now",
        who=_who(state.held_by, places),
        since=case.entered_on,
        due=case.due_on,
        left=left_until(case.due_on, today, working),
        note=" ".join([*asked, *([str(words(told))] if told else [])]) or None,
    )


def _to_come(procedure: CompiledProcedure, case: Case, places: Places) -> list[Step]:
    """The ordinary way from here: the main step of each state after this one, and the state in which the case ends."""
    steps: list[Step] = []
    state, seen = case.state, {case.state}
    while (main := _onward(procedure, state, case.route_row, steps)) and main.targets[-1] not in seen:
        if len(seen) > 1:
            review = procedure.state(state)
            label = review.label if main.result else main.label
            steps.append(Step(label, "next", who=_who(review.held_by, places) if main.result else None))
        state = main.targets[-1]
        seen.add(state)
        end = procedure.state(state)
        if end.closed is not None:
            # What the nation reports last may be called like the end itself (学籍调档完毕): it is told once.
            told = bool(steps) and steps[-1].label == end.label
            return steps if told else [*steps, Step(end.label, "next")]
    return steps


def _onward(procedure: CompiledProcedure, state: str, row: int | None, steps: list[Step]) -> Transition | None:
    """The step that leads on; where another province has the case, the one that brings it back, its own steps unknown."""
    main = _main(procedure, state, row)
    if main is not None or procedure.state(state).held_by is not Party.NATIONAL_SYSTEM:
        return main
    national = [step for step in procedure.transitions_from(state, row) if Party.NATIONAL_SYSTEM in step.by]
    ends = {procedure.state(step.targets[-1]).closed: step for step in national}
    if "approved" not in ends:
        return ends.get("withdrawn")
    back = [step for step in national if _comes_back(procedure, step, row)]
    elsewhere = [step for step in national if procedure.state(step.targets[-1]).held_by is Party.NATIONAL_SYSTEM]
    if back and elsewhere:
        steps.append(Step(_("外省审核"), "next", note=_("外省审核环节因省而异")))
    return next(iter(back), ends["approved"])


def _comes_back(procedure: CompiledProcedure, step: Transition, row: int | None) -> bool:
    """Whether the step brings the case back to an office here that leads it on, and does not only correct it."""
    after = procedure.state(step.targets[-1])
    main = _main(procedure, after.key, row)
    return after.held_by is not Party.NATIONAL_SYSTEM and main is not None and main.event != RESUBMIT


def _who(party: Party | None, places: Places) -> Label | None:
    if party is None:
        return None
    return places.get(party.value) or party.label


def _main(procedure: CompiledProcedure, state: str, row: int | None) -> Transition | None:
    return next((step for step in procedure.transitions_from(state, row) if step.primary), None)
