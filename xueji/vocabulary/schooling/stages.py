"""The stages of schooling (学段)."""

from __future__ import annotations

from enum import StrEnum

from xueji.vocabulary.text import Text


class StageGroup(StrEnum):
    """Compulsory education (小学、初中) or senior high (高中阶段)."""

    COMPULSORY = "compulsory"
    SENIOR = "senior"

    @property
    def label(self) -> Text:
        """The name people read."""
        return _GROUPS[self]


class Stage(StrEnum):
    """A stage of schooling: primary, junior high, senior high."""

    PRIMARY = "primary"
    JUNIOR = "junior"
    SENIOR = "senior"

    @property
    def label(self) -> Text:
        """The name people read."""
        return _STAGES[self]

    @property
    def group(self) -> StageGroup:
        """Compulsory education or senior high."""
        return StageGroup.SENIOR if self is Stage.SENIOR else StageGroup.COMPULSORY


_GROUPS = {
    StageGroup.COMPULSORY: Text("义务教育阶段", "Compulsory education"),
    StageGroup.SENIOR: Text("高中阶段", "Senior high"),
}

_STAGES = {
    Stage.PRIMARY: Text("小学", "Primary"),
    Stage.JUNIOR: Text("初中", "Junior high"),
    Stage.SENIOR: Text("高中", "Senior high"),
}
