"""What is known of a child that is to come from another province. Coarse by design: equal facts are decided once."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from xueji.vocabulary.facts.entry import ExceptionKind
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.schooling.stages import StageGroup
from xueji.vocabulary.text import Text


class ArrivalKind(StrEnum):
    """Which children go on here after leaving a stage elsewhere (S13)."""

    INLAND_CLASS = "inland_class"
    RETURNING = "returning"
    ENTERING = "entering"

    @property
    def label(self) -> Text:
        """The name people read."""
        return _KINDS[self]


class OwnRecord(StrEnum):
    """What our own register holds of the child, by its national number or its identity document."""

    NONE = "none"
    ON_ROLL = "on_roll"
    AWAY = "away"

    @property
    def label(self) -> Text:
        """The name people read."""
        return _OWN[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalFacts:
    """The facts of one arrival. None means: not known yet.

    Asked at opening only: in_transfer_window, no_other_open_case (neither at another school of ours), place_free,
    foreign_place_free, entry_grade_first_term, final_grade, receiving_takes_grade, class_fits, number_well_formed,
    graduate_of_this_year, entry_grade. Asked again later: problem_open, the licence, model schools. model_decision:
    what the district has said about an ordinary school's child for a model school (None: nothing yet): another
    province's school is not ours to rank. own_record: what our register holds; a child that went away comes back to
    its own record. became_final: the child has come into its final grade while the application was open (S24).
    sent_before: the application has crossed the line at least once. inland_class: its place in the state plan is
    itself the senior exception. identity_taken: another uncontested record has the same document. class_fits: the class
    chosen, at this step or before, is an open one of the receiving school, in the child's grade and of this school year;
    class_chosen_before: the one chosen at an earlier step is.
    """

    stage_group: StageGroup
    residency: Residency
    grade: Grade | None = None
    kind: ArrivalKind | None = None
    own_record: OwnRecord = OwnRecord.NONE
    exceptions: frozenset[ExceptionKind] = field(default_factory=frozenset)
    in_transfer_window: bool | None = None
    no_other_open_case: bool | None = None
    place_free: bool | None = None
    foreign_place_free: bool | None = None
    holds_place: bool = False
    entry_grade: bool | None = None
    entry_grade_first_term: bool | None = None
    final_grade: bool | None = None
    receiving_takes_grade: bool | None = None
    class_fits: bool | None = None
    class_chosen_before: bool = False
    number_well_formed: bool | None = None
    graduate_of_this_year: bool | None = None
    identity_taken: bool | None = None
    problem_open: bool | None = None
    foreign_license: bool | None = None
    foreign_entry_from_quota_year: bool | None = None
    receiving_is_model: bool | None = None
    model_decision: bool | None = None
    inland_class: bool = False
    became_final: bool | None = None
    sent_before: bool = False
    due_passed: bool = False


_KINDS = {
    ArrivalKind.INLAND_CLASS: Text("内高班（含预科）", "Inland senior class, preparatory year included"),
    ArrivalKind.RETURNING: Text("返回本地的学生", "Returning here"),
    ArrivalKind.ENTERING: Text("新进入本地的学生", "Newly coming here"),
}
_OWN = {
    OwnRecord.NONE: Text("本市无学籍", "No record here"),
    OwnRecord.ON_ROLL: Text("本市在籍", "On a roll here"),
    OwnRecord.AWAY: Text("曾在本市，学籍已离开", "Was here once, the record has left"),
}
