"""One verdict: where the case goes and what follows, or every reason why not, all at once."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from xueji.process import wording
from xueji.process.compiled import CompiledProcedure, Transition
from xueji.process.notation import OPEN, Branch, Clock, Keep, Outcome
from xueji.process.truth import Truth
from xueji.process.wording import Reason
from xueji.vocabulary.parties import Party


@dataclass(frozen=True)
class Accepted:
    """The step may be taken. ``unknown`` lists what does not stand in the way here, but should be known.

    Conditions that nobody can answer yet, and warnings: those have failed (the reason's ``truth`` says which it is).
    """

    to: str
    do: tuple[str, ...]
    owe: tuple[str, ...]
    clock: Clock | None
    closed: Outcome | None
    unknown: tuple[Reason, ...]
    transition: Transition


@dataclass(frozen=True)
class Refused:
    """The step may not be taken; ``marks`` are deeds to be done all the same."""

    reasons: tuple[Reason, ...]
    marks: tuple[str, ...] = ()


Verdict = Accepted | Refused


@dataclass(frozen=True)
class Request:
    """One question to :func:`decide_many`; ``facts`` must be hashable."""

    state: str | None
    event: str
    by: Party
    facts: Hashable
    row: int | None = None


@dataclass(frozen=True)
class Offer:
    """One thing an office could do now; a refused verdict keeps its reasons for the disabled button."""

    transition: Transition
    verdict: Verdict


def decide(
    procedure: CompiledProcedure,
    *,
    state: str | None,
    event: str,
    by: Party,
    facts: object,
    row: int | None = None,
) -> Verdict:
    """Decide one step. ``state`` None with event ``"open"`` opens a case; ``row`` is the case's row of the route."""
    transition = procedure.transition(state, event, row)
    if transition is None:
        return Refused((wording.wrong_state(procedure, state, event),))
    if by not in transition.by:
        return Refused((wording.not_your_step(transition, by),))
    return _weigh(procedure, transition, facts)


def decide_many(procedure: CompiledProcedure, requests: Iterable[Request]) -> list[Verdict]:
    """Decide many steps, each distinct question once; answers stand in the order of the questions."""
    known: dict[Request, Verdict] = {}
    answers: list[Verdict] = []
    for request in requests:
        verdict = known.get(request)
        if verdict is None:
            verdict = decide(
                procedure,
                state=request.state,
                event=request.event,
                by=request.by,
                facts=request.facts,
                row=request.row,
            )
            known[request] = verdict
        answers.append(verdict)
    return answers


def available(
    procedure: CompiledProcedure, *, state: str | None, by: Party, facts: object, row: int | None = None
) -> list[Offer]:
    """List what this office could do in this state, each with its verdict: the buttons, enabled or explained."""
    return [
        Offer(transition, _weigh(procedure, transition, facts))
        for transition in procedure.transitions_from(state, row)
        if by in transition.by
    ]


def route_row(procedure: CompiledProcedure, values: Mapping[str, str], *, on: date) -> int:
    """Find the row of the decision table for these answers, as it stands on a day; it is kept for the case's life.

    Raise ``KeyError`` for an axis without an answer and ``LookupError`` when no row covers the answers.
    """
    wanted = [values[axis.key] for axis in procedure.axes]
    for row in procedure.rows:
        covered = all(not cover or value in cover for cover, value in zip(row.covers, wanted, strict=True))
        if covered and row.in_force(on):
            return row.number
    message = f"{procedure.key}: no row of the route covers {dict(values)} on {on.isoformat()}"
    raise LookupError(message)


def missing_answers(
    transition: Transition, answers: Mapping[str, object], reason: str = "", facts: object = None
) -> tuple[Reason, ...]:
    """List what the acting office has not said: a required answer or paper, a code not in its list, or the reason.

    Code tables named by a word are checked by the caller, who knows them. A paper asked only for some cases
    (``when``) is required when its condition holds of ``facts``.
    """
    faults: list[Reason] = []
    for asked in transition.asks:
        fault = wording.answer_fault(asked, answers.get(asked.key), facts)
        if fault is not None:
            faults.append(fault)
    if transition.needs_reason and not reason.strip():
        faults.append(wording.reason_required(transition))
    return tuple(faults)


def _weigh(procedure: CompiledProcedure, transition: Transition, facts: object) -> Verdict:
    branch = _branch(transition.branches, facts)
    target = procedure.states[branch.to]
    final = target.closed == "approved"
    against: list[Reason] = []
    unknown: list[Reason] = []
    marks: list[str] = []
    for guard in transition.guards:
        truth = guard.holds(facts)
        if truth is Truth.HOLDS:
            continue
        reason = wording.guard_reason(guard, truth)
        strict = guard.name in transition.must_know or (final and not guard.unknown_passes)
        if not guard.warns and (truth is Truth.FAILS or strict):
            against.append(reason)
            marks.extend(guard.marks if truth is Truth.FAILS else ())
        else:
            unknown.append(reason)
    if against:
        return Refused(tuple(against), tuple(dict.fromkeys(marks)))
    then = transition.then + branch.then
    stays = branch.to == transition.frm and not transition.restarts_clock
    return Accepted(
        to=branch.to,
        do=then.do,
        owe=then.owe,
        clock=Keep() if stays else target.clock,
        closed=target.closed,
        unknown=tuple(unknown),
        transition=transition,
    )


def _branch(branches: tuple[Branch, ...], facts: object) -> Branch:
    for branch in branches:
        if branch.when is None or branch.when.holds(facts) is Truth.HOLDS:
            return branch
    message = f"no branch is left for these facts: {[branch.to for branch in branches]}"
    raise LookupError(message)


__all__ = [
    "OPEN",
    "Accepted",
    "Offer",
    "Reason",
    "Refused",
    "Request",
    "Verdict",
    "available",
    "decide",
    "decide_many",
    "missing_answers",
    "route_row",
]
