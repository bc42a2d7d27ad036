"""The one door: nothing changes a case but `act`, `act_many` and `open_cases`, whoever knocks.

Desk, API, import, timer and command line get the same answers. A batch goes through in chunks; refused rows are
reported and the rest is kept; a database error replays the chunk row by row, so that one bad row costs only itself.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar
from uuid import UUID

from django.db import DatabaseError, IntegrityError, OperationalError
from psycopg import errors

from xueji.cases.batch.work import Opening, Outcome, Step
from xueji.cases.door.applying import apply
from xueji.cases.door.chunk import perform
from xueji.cases.door.refusing import CONFLICT
from xueji.cases.models import Decision
from xueji.parties.actors import Actor
from xueji.parties.scope import registry_eyes, scope
from xueji.process.notation import OPEN

CHUNK = 200
_ROLLED_BACK = (errors.DeadlockDetected, errors.SerializationFailure, errors.LockNotAvailable)
"""What the database refuses for the moment, and has surely undone."""

_Asked = TypeVar("_Asked", Step, Opening)
_Through = Callable[[Sequence[_Asked], Actor, UUID | None], list[Outcome]]


def act(step: Step, *, actor: Actor) -> Outcome:
    """Take one step of one case. Never raises for a refusal: the outcome carries every reason."""
    return act_many([step], actor=actor)[0]


def act_many(steps: Sequence[Step], *, actor: Actor, batch: UUID | None = None) -> list[Outcome]:
    """Take many steps, one outcome each, in their order.

    With a `batch` key and rows in the steps a repeat is harmless: rows already decided are reported as taken.
    """
    return _in_chunks(perform, steps, actor, batch)


def open_case(opening: Opening, *, actor: Actor) -> Outcome:
    """Open one case about a student record. The outcome carries the key of the case, or every reason why not."""
    return open_cases([opening], actor=actor)[0]


def open_cases(openings: Sequence[Opening], *, actor: Actor, batch: UUID | None = None) -> list[Outcome]:
    """Open many cases, one outcome each, in their order; a repeat under the same `batch` key is harmless."""
    return _in_chunks(apply, openings, actor, batch)


def _in_chunks(through: _Through[_Asked], asked: Sequence[_Asked], actor: Actor, batch: UUID | None) -> list[Outcome]:
    outcomes: list[Outcome] = []
    for chunk in _chunks(asked):
        outcomes += _chunk(through, chunk, actor, batch)
    return outcomes


def _chunks(asked: Sequence[_Asked]) -> Iterator[list[_Asked]]:
    """Cut a batch. One case, one child is asked about once in a chunk: a second step is weighed after the first."""
    chunk: list[_Asked] = []
    subjects: set[int] = set()
    for each in asked:
        subject = each.case_id if isinstance(each, Step) else each.record_id
        if len(chunk) == CHUNK or subject in subjects:
            yield chunk
            chunk, subjects = [], set()
        chunk.append(each)
        subjects.add(subject)
    if chunk:
        yield chunk


def _chunk(through: _Through[_Asked], asked: Sequence[_Asked], actor: Actor, batch: UUID | None) -> list[Outcome]:
    try:
        with scope(actor), registry_eyes():
            return _fresh(through, asked, actor, batch)
    except OperationalError as error:
        # A lost connection tells nothing about the commit: the caller repeats it under its key, or looks.
        if not isinstance(error.__cause__, _ROLLED_BACK):
            raise
        return [_alone(through, each, actor, batch) for each in asked]
    except DatabaseError:
        return [_alone(through, each, actor, batch) for each in asked]


def _alone(through: _Through[_Asked], asked: _Asked, actor: Actor, batch: UUID | None) -> Outcome:
    try:
        with scope(actor), registry_eyes():
            return _fresh(through, [asked], actor, batch)[0]
    except IntegrityError:
        key, event = (asked.case_id, asked.event) if isinstance(asked, Step) else (0, OPEN)
        return Outcome(key, event, taken=False, reasons=(CONFLICT,))


def _fresh(through: _Through[_Asked], asked: Sequence[_Asked], actor: Actor, batch: UUID | None) -> list[Outcome]:
    """Leave out what this batch has decided before, and put the outcomes back in order."""
    if batch is None:
        return through(asked, actor, None)
    rows = [each.row for each in asked if each.row is not None]
    decided = {
        decision.batch_row: decision
        for decision in Decision.objects.filter(batch=batch, batch_row__in=rows).only(
            "case_id", "batch_row", "event", "to_state"
        )
    }
    left = [each for each in asked if each.row not in decided]
    done = {id(each): outcome for each, outcome in zip(left, through(left, actor, batch), strict=True)}
    return [done.get(id(each)) or _repeated(decided[each.row]) for each in asked]


def _repeated(decision: Decision) -> Outcome:
    return Outcome(decision.case_id, decision.event, taken=True, state=decision.to_state, repeated=True)
