"""The standing of a student record (学籍状态) and the outcome of leaving a stage."""

from __future__ import annotations

from enum import StrEnum

from xueji.vocabulary.text import Text


class RecordStanding(StrEnum):
    """The legal standing of a student record. Where a case stands is another thing and belongs to the case."""

    STUDYING = "studying"
    ON_LEAVE = "on_leave"
    LEFT = "left"
    TRANSFERRED_OUT = "transferred_out"
    DROPPED_OUT = "dropped_out"
    CANCELED = "canceled"

    @property
    def label(self) -> Text:
        """The name people read."""
        return _STANDINGS[self]

    @property
    def on_roll(self) -> bool:
        """Whether a school holds the record (在籍): studying or on leave."""
        return self is RecordStanding.STUDYING or self is RecordStanding.ON_LEAVE


class LeavingOutcome(StrEnum):
    """How a child left a stage: graduated (毕业), completed unqualified (结业), or left before its end (肄业)."""

    GRADUATED = "graduated"
    COMPLETED = "completed"
    INCOMPLETE = "incomplete"

    @property
    def label(self) -> Text:
        """The name people read."""
        return _OUTCOMES[self]


_STANDINGS = {
    RecordStanding.STUDYING: Text("在学", "Studying"),
    RecordStanding.ON_LEAVE: Text("休学", "On leave"),
    RecordStanding.LEFT: Text("离校", "Left"),
    RecordStanding.TRANSFERRED_OUT: Text("已转出", "Transferred out"),
    RecordStanding.DROPPED_OUT: Text("辍学", "Dropped out"),
    RecordStanding.CANCELED: Text("已注销", "Canceled"),
}

_OUTCOMES = {
    LeavingOutcome.GRADUATED: Text("毕业", "Graduated"),
    LeavingOutcome.COMPLETED: Text("结业", "Completed"),
    LeavingOutcome.INCOMPLETE: Text("肄业", "Incomplete"),
}
