"""What may happen beside the road of a chain: sent back and resumed, withdrawn, or taken back by the reviewer."""

from __future__ import annotations

from collections.abc import Iterator

from xueji.process.compiled import CompiledState, RouteRow, Transition
from xueji.process.compiler.keys import (
    RESUBMIT,
    SEND_BACK,
    UNDO,
    WITHDRAW,
    WITHDRAWN,
    refused_key,
    sent_back_key,
    waiting_key,
)
from xueji.process.notation import Branch, Correction, Procedure, Review, Then, Undo, Withdrawal
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text


def detour_states(procedure: Procedure, reviews: dict[Party, Review]) -> Iterator[CompiledState]:
    """Yield the states beside the road: one sent-back state for each review, and the withdrawn one."""
    correction = procedure.correction
    if correction is not None:
        for party, review in reviews.items():
            yield CompiledState(
                key=sent_back_key(party),
                label=Text(
                    f"{correction.state.zh}（{review.waiting.zh}）", f"{correction.state.en} ({review.waiting.en})"
                ),
                held_by=procedure.opened_by,
                clock=correction.clock,
                closed=None,
                ours=True,
                note=None,
                no_clock_because=None,
            )
    if procedure.withdrawal is not None:
        yield CompiledState(
            key=WITHDRAWN,
            label=procedure.withdrawal.state,
            held_by=None,
            clock=None,
            closed="withdrawn",
            ours=procedure.withdrawal.ours,
            note=None,
            no_clock_because=None,
        )


def detours(procedure: Procedure, row: RouteRow, party: Party, before: Party | None) -> Iterator[Transition]:
    """Yield the detours around one step of a row. ``before`` is the party that decided the step before, if any."""
    waiting, sent_back = waiting_key(party), sent_back_key(party)
    if procedure.correction is not None:
        yield from _correction(procedure, procedure.correction, row, party)
    if procedure.withdrawal is not None:
        yield _withdrawal(procedure, procedure.withdrawal, row, waiting)
        if procedure.correction is not None:
            yield _withdrawal(procedure, procedure.withdrawal, row, sent_back)
    undo = procedure.undo
    if undo is not None:
        yield _undo(procedure, undo, row, party, refused_key(party), waiting)
        if before is not None:
            yield _undo(procedure, undo, row, before, waiting, waiting_key(before))
        if procedure.correction is not None:
            yield _undo(procedure, undo, row, party, sent_back, waiting)


def _correction(procedure: Procedure, correction: Correction, row: RouteRow, party: Party) -> Iterator[Transition]:
    yield Transition(
        frm=waiting_key(party),
        event=SEND_BACK,
        label=correction.label,
        by=(party,),
        branches=(Branch(None, sent_back_key(party)),),
        guards=(),
        asks=(),
        then=Then(),
        needs_reason=True,
        primary=False,
        tone="neutral",
        source=correction.source or procedure.source,
        row=row.number,
    )
    yield Transition(
        frm=sent_back_key(party),
        event=RESUBMIT,
        label=correction.resubmit,
        by=(procedure.opened_by,),
        branches=(Branch(None, waiting_key(party)),),
        guards=procedure.throughout,
        asks=procedure.asks,
        then=Then(),
        needs_reason=False,
        primary=True,
        tone="positive",
        source=correction.source or procedure.source,
        row=row.number,
        resumes=True,
    )


def _withdrawal(procedure: Procedure, taken_back: Withdrawal, row: RouteRow, frm: str) -> Transition:
    return Transition(
        frm=frm,
        event=WITHDRAW,
        label=taken_back.label,
        by=(procedure.opened_by,),
        branches=(Branch(None, WITHDRAWN),),
        guards=(),
        asks=(),
        then=taken_back.then,
        needs_reason=True,
        primary=False,
        tone="negative",
        source=taken_back.source or procedure.source,
        row=row.number,
    )


def _undo(procedure: Procedure, undo: Undo, row: RouteRow, party: Party, frm: str, to: str) -> Transition:
    reopens = frm == refused_key(party)
    return Transition(
        frm=frm,
        event=UNDO,
        label=undo.label,
        by=(party,),
        branches=(Branch(None, to),),
        guards=undo.reopens if reopens else (),
        asks=(),
        then=undo.refused if reopens else Then(),
        needs_reason=False,
        primary=False,
        tone="neutral",
        source=undo.source or procedure.source,
        row=row.number,
        takes_back=True,
    )
