"""What is known of a problem record when somebody handles it. Coarse by design: equal facts are decided once."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from xueji.vocabulary.numbers.national_student_number import NumberKind
from xueji.vocabulary.people.standings import RecordStanding
from xueji.vocabulary.text import Text


class ProblemCondition(StrEnum):
    """Which of the four conditions of S22–S23 holds."""

    SAME = "same"
    DIFFERENT = "different"
    NOT_STUDYING = "not_studying"
    TEMPORARY_NOT_STUDYING = "temporary_not_studying"

    @property
    def label(self) -> Text:
        """The name people read."""
        return _CONDITIONS[self]


class OwnRow(StrEnum):
    """What the school says of its own row, after looking at the child's papers."""

    RIGHT = "right"
    WRONG = "wrong"

    @property
    def label(self) -> Text:
        """The name people read."""
        return _ROWS[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemFacts:
    """The facts of one problem record, on our side of it. None means: not known yet.

    open: the doubt is not settled. from_nation: the national table has it (else only our own scan). agrees: our row
    and the nation's row of our child are the same in every compared field. own_row: what the school says of its row.
    changed_since: a key field of ours was changed by procedure after the doubt was raised. really_duplicate: the
    school says that it is one child with two records. graduate: the record has left by graduation. standing_set: the
    nation has confirmed the temporary standing, and its day has passed.
    """

    standing: RecordStanding
    number_kind: NumberKind | None = None
    open: bool | None = None
    from_nation: bool | None = None
    agrees: bool | None = None
    own_row: OwnRow | None = None
    changed_since: bool | None = None
    really_duplicate: bool | None = None
    graduate: bool | None = None
    standing_set: bool | None = None
    no_other_open_case: bool | None = None
    due_passed: bool = False

    @property
    def condition(self) -> ProblemCondition | None:
        """Which condition of S22–S23 holds; None while it is not known whether the rows agree."""
        if not self.standing.on_roll:
            temporary = self.number_kind is NumberKind.TEMPORARY and not self.graduate
            return ProblemCondition.TEMPORARY_NOT_STUDYING if temporary else ProblemCondition.NOT_STUDYING
        if self.agrees is None:
            return None
        return ProblemCondition.SAME if self.agrees else ProblemCondition.DIFFERENT


_CONDITIONS = {
    ProblemCondition.SAME: Text(
        "条件1：云平台与全国库问题学籍表信息一致", "Condition 1: our row and the national one agree"
    ),
    ProblemCondition.DIFFERENT: Text(
        "条件2：云平台与全国库问题学籍表信息不一致", "Condition 2: our row and the national one differ"
    ),
    ProblemCondition.NOT_STUDYING: Text("条件3：云平台学生已不在学", "Condition 3: the child no longer studies here"),
    ProblemCondition.TEMPORARY_NOT_STUDYING: Text(
        "条件4：L开头不在学状态，无法做删除处理", "Condition 4: an L number that is not studying cannot be removed"
    ),
}
_ROWS = {
    OwnRow.RIGHT: Text("云平台信息正确", "Our row is right"),
    OwnRow.WRONG: Text("云平台信息不正确", "Our row is wrong"),
}
