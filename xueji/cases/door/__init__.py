"""The one door: nothing changes a case but `act` and `act_many`, whoever knocks.

Desk, import, timer and command line get the same answers. A batch goes through in chunks; refused rows are reported
and the rest is kept; a database error replays the chunk row by row, so that one bad row costs only itself.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import DatabaseError, IntegrityError

from xueji.cases.batch.work import Outcome, Step
from xueji.cases.door.chunk import perform
from xueji.cases.models import Decision
from xueji.parties.actors import Actor
from xueji.parties.scope import scope
from xueji.process.truth import Truth
from xueji.process.wording import GRAMMAR, Reason
from xueji.vocabulary.text import Text

CHUNK = 200

_CONFLICT = Reason(
    rule="conflict",
    says=Text(
        "他人正在同时办理相关业务，本次办理没有保存。", "Somebody else acted at the same moment; nothing was saved."
    ),
    mend=Text("请刷新页面，查看最新情况后重新办理。", "Reload the page and act again."),
    source=GRAMMAR,
    truth=Truth.FAILS,
)


def act(step: Step, *, actor: Actor) -> Outcome:
    """Take one step of one case. Never raises for a refusal: the outcome carries every reason."""
    return act_many([step], actor=actor)[0]


def act_many(steps: Sequence[Step], *, actor: Actor, batch: UUID | None = None) -> list[Outcome]:
    """Take many steps, one outcome each, in their order.

    With a `batch` key and rows in the steps a repeat is harmless: rows already decided are reported as taken.
    """
    outcomes: list[Outcome] = []
    for start in range(0, len(steps), CHUNK):
        outcomes += _chunk(steps[start : start + CHUNK], actor, batch)
    return outcomes


def _chunk(steps: Sequence[Step], actor: Actor, batch: UUID | None) -> list[Outcome]:
    try:
        with scope(actor):
            return _fresh(steps, actor, batch)
    except DatabaseError:
        if len(steps) == 1:
            return [_alone(steps[0], actor, batch)]
        return [_alone(step, actor, batch) for step in steps]


def _alone(step: Step, actor: Actor, batch: UUID | None) -> Outcome:
    try:
        with scope(actor):
            return _fresh([step], actor, batch)[0]
    except IntegrityError:
        return Outcome(step.case_id, step.event, taken=False, reasons=(_CONFLICT,))


def _fresh(steps: Sequence[Step], actor: Actor, batch: UUID | None) -> list[Outcome]:
    """Leave out what this batch has decided before, and put the outcomes back in order."""
    if batch is None:
        return perform(steps, actor, None)
    rows = [step.row for step in steps if step.row is not None]
    decided = dict(Decision.objects.filter(batch=batch, batch_row__in=rows).values_list("batch_row", "to_state"))
    left = [step for step in steps if step.row not in decided]
    done = {step.case_id: outcome for step, outcome in zip(left, perform(left, actor, batch), strict=True)}
    return [
        done.get(step.case_id)
        or Outcome(step.case_id, step.event, taken=True, state=decided[step.row or 0], repeated=True)
        for step in steps
    ]
