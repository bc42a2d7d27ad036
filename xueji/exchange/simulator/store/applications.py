"""Applications across provinces as the nation keeps them, and what is due for each."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from psycopg.types.json import Jsonb

from xueji.exchange.simulator.chance import Dice
from xueji.exchange.simulator.store.work import Row, Work, plan
from xueji.vocabulary.text import Text

PROCEED = "proceed"
"""The entry of the agenda that brings an application one step on."""


class State(StrEnum):
    """Where an application stands in the nation."""

    RECEIVED = "received"
    CHECK_FAILED = "check_failed"
    REVIEWING = "reviewing"
    REFUSED = "refused"
    FILE_READY = "file_ready"
    FILE_REQUESTED = "file_requested"
    FINISHED = "finished"
    WITHDRAWING = "withdrawing"
    WITHDRAWN = "withdrawn"
    ABORTED = "aborted"

    @property
    def label(self) -> Text:
        """The name people read."""
        return _LABELS[self]

    @property
    def open(self) -> bool:
        """Whether something is still to happen at the nation."""
        return self in _OPEN


def application(work: Work, about: str) -> Row | None:
    """The application of a key, or None."""
    return work.row("SELECT * FROM applications WHERE about = %(about)s", {"about": about})


def change(work: Work, about: str, **values: Any) -> None:
    """Set columns of an application."""
    named = ", ".join(f"{column} = %({column})s" for column in values)
    told: Row = {key: Jsonb(value) if isinstance(value, (dict, list)) else value for key, value in values.items()}
    work.do(f"UPDATE applications SET {named} WHERE about = %(about)s", told | {"about": about})  # noqa: S608 - columns


def let_proceed(work: Work, found: Row, step: object) -> None:
    """Put the next step on the agenda, as soon as the sending province is wont to take it."""
    forget(work, found["about"])
    pace = work.row("SELECT * FROM provinces WHERE code = %(sending)s", found)
    low, high = (pace["days_from"], pace["days_to"]) if pace else (1.0, 3.0)
    after = Dice(work.seed, "pace", found["about"], step).between(low, high)
    plan(work, PROCEED, found["about"], after=after)


def forget(work: Work, about: str) -> None:
    """Take everything about an application from the agenda."""
    work.do("DELETE FROM agenda WHERE about = %(about)s AND kind = 'proceed'", {"about": about})


_OPEN = frozenset(
    {State.RECEIVED, State.REVIEWING, State.FILE_READY, State.FILE_REQUESTED, State.WITHDRAWING, State.CHECK_FAILED}
)
_LABELS = {
    State.RECEIVED: Text("待校验", "Waiting for the check"),
    State.CHECK_FAILED: Text("校验未通过", "Check failed"),
    State.REVIEWING: Text("转出省审核中", "Under review by the sending province"),
    State.REFUSED: Text("审核不通过", "Refused"),
    State.FILE_READY: Text("等待调档", "The file may be requested"),
    State.FILE_REQUESTED: Text("已申请调档", "File requested"),
    State.FINISHED: Text("调档完毕", "File received"),
    State.WITHDRAWING: Text("撤销中", "Being withdrawn"),
    State.WITHDRAWN: Text("撤销完毕", "Withdrawn"),
    State.ABORTED: Text("异常结束", "Aborted"),
}
