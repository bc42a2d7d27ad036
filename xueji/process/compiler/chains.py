"""Compile a chain of approvals: a decision table of routes, and one review per office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from xueji.process.compiled import CompiledState, RouteRow, Transition
from xueji.process.compiler.detours import detour_states, detours
from xueji.process.compiler.keys import APPROVE, REFUSE, approved_key, refused_key, waiting_key
from xueji.process.notation import OPEN, Axis, Branch, Outcome, Procedure, Review, Route, Row, StepMode, Then
from xueji.process.parameters import Parameter, Parameters, Scalar
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

_APPROVE_LABEL = Text("审核通过", "Approve")
_REFUSE_LABEL = Text("审核不通过", "Refuse")


@dataclass(frozen=True)
class Chain:
    """What a route compiles to."""

    states: tuple[CompiledState, ...]
    transitions: tuple[Transition, ...]
    rows: tuple[RouteRow, ...]
    axes: tuple[Axis, ...]


def compile_chain(procedure: Procedure, parameters: Parameters) -> Chain:
    """Compile reviews and route. Raise ``KeyError`` for a step of the route that has no review."""
    route = procedure.route or Route(by=(), rows=())
    reviews = dict(procedure.reviews)
    rows = route_rows(route, parameters)
    transitions = tuple(item for row in rows for item in _row_transitions(procedure, reviews, row))
    return Chain(_states(procedure, reviews, rows), transitions, rows, route.by)


def route_rows(route: Route, parameters: Parameters) -> tuple[RouteRow, ...]:
    """Number the rows: first each row as it stands at the beginning, then later versions in order of their date.

    A case keeps its number for life, so a value added later must never renumber what stands before it.
    """
    versions = [version for row in route.rows for version in _versions(row, parameters)]
    first = [item for item in versions if item[1] is None]
    later = sorted((item for item in versions if item[1] is not None), key=lambda item: str(item[1]))
    return tuple(
        _route_row(number, row, since, before, _modes(row, parameters, since))
        for number, (row, since, before) in enumerate(first + later, start=1)
    )


Version = tuple[Row, date | None, date | None]


def _versions(row: Row, parameters: Parameters) -> list[Version]:
    named = [step.mode for step in row.chain if step.mode is not None]
    days = sorted({value.since for name in named for value in parameters.parameter(name).values})
    changes = days[1:]
    starts: list[date | None] = [None, *changes]
    ends: list[date | None] = [*changes, None]
    return [(row, since, before) for since, before in zip(starts, ends, strict=True)]


def _modes(row: Row, parameters: Parameters, since: date | None) -> dict[str, StepMode]:
    named = [step.mode for step in row.chain if step.mode is not None]
    return {name: StepMode(str(_value(parameters.parameter(name), since))) for name in named}


def _value(parameter: Parameter, since: date | None) -> Scalar:
    begun = [value for value in parameter.values if since is not None and value.since <= since]
    return (begun or parameter.values[:1])[-1].value


def _route_row(number: int, row: Row, since: date | None, before: date | None, modes: dict[str, StepMode]) -> RouteRow:
    audited = [step.by for step in row.chain if step.mode is None or modes[step.mode] is StepMode.AUDIT]
    filed = [step.by for step in row.chain if step.mode is not None and modes[step.mode] is StepMode.FILING]
    return RouteRow(
        number=number,
        name=row.name,
        covers=row.covers,
        chain=tuple(audited),
        filings=tuple(filed),
        modes=tuple((name, mode.value) for name, mode in modes.items()),
        valid_from=since,
        valid_before=before,
        source=row.source,
        note=row.note,
    )


def _states(
    procedure: Procedure, reviews: dict[Party, Review], rows: tuple[RouteRow, ...]
) -> tuple[CompiledState, ...]:
    last = {row.chain[-1] for row in rows if row.chain}
    states: list[CompiledState] = []
    for party, review in reviews.items():
        states.append(_review_state(waiting_key(party), review.waiting, review, held_by=party))
    for party, review in reviews.items():
        if party in last:
            states.append(_review_state(approved_key(party), review.approved, review, closed="approved"))
        states.append(_review_state(refused_key(party), review.refused, review, closed="refused"))
    return (*states, *detour_states(procedure, reviews))


def _review_state(
    key: str, label: Text, review: Review, *, held_by: Party | None = None, closed: Outcome | None = None
) -> CompiledState:
    return CompiledState(
        key=key,
        label=label,
        held_by=held_by,
        clock=review.clock if closed is None else None,
        closed=closed,
        ours=review.ours,
        note=None,
        no_clock_because=None,
    )


def _row_transitions(procedure: Procedure, reviews: dict[Party, Review], row: RouteRow) -> list[Transition]:
    if not row.chain:
        return []
    steps = [_opening(procedure, row)]
    for place, party in enumerate(row.chain):
        review = reviews[party]
        after = row.chain[place + 1] if place + 1 < len(row.chain) else None
        steps.append(_approval(procedure, reviews, row, party, after))
        steps.append(_refusal(procedure, review, row, party))
        steps += detours(procedure, row, party, row.chain[place - 1] if place else None)
    return steps


def _opening(procedure: Procedure, row: RouteRow) -> Transition:
    return Transition(
        frm=None,
        event=OPEN,
        label=procedure.open_label,
        by=(procedure.opened_by,),
        branches=(Branch(None, waiting_key(row.chain[0])),),
        guards=procedure.to_open + procedure.throughout,
        asks=procedure.asks,
        then=procedure.on_open,
        needs_reason=False,
        primary=True,
        tone="positive",
        source=procedure.source,
        row=row.number,
    )


def _approval(
    procedure: Procedure, reviews: dict[Party, Review], row: RouteRow, party: Party, after: Party | None
) -> Transition:
    review = reviews[party]
    filed = [reviews[informed].filed for informed in row.filings] if after is None else []
    then = sum(filed, procedure.on_approved if after is None else Then())
    asked = procedure.throughout + review.guards + review.must_know
    return Transition(
        frm=waiting_key(party),
        event=APPROVE,
        label=_APPROVE_LABEL,
        by=(party,),
        branches=(Branch(None, approved_key(party) if after is None else waiting_key(after)),),
        guards=tuple(dict.fromkeys(asked)),
        asks=review.asks,
        then=then,
        needs_reason=False,
        primary=True,
        tone="positive",
        source=review.source or procedure.source,
        row=row.number,
        result=review.approved,
        must_know=frozenset(guard.name for guard in review.must_know),
    )


def _refusal(procedure: Procedure, review: Review, row: RouteRow, party: Party) -> Transition:
    return Transition(
        frm=waiting_key(party),
        event=REFUSE,
        label=_REFUSE_LABEL,
        by=(party,),
        branches=(Branch(None, refused_key(party)),),
        guards=(),
        asks=(),
        then=procedure.on_refused,
        needs_reason=review.reason_required,
        primary=False,
        tone="negative",
        source=review.source or procedure.source,
        row=row.number,
        result=review.refused,
    )
