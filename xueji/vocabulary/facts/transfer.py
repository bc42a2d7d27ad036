"""What is known of a transfer when a party acts. Coarse by design: equal facts are decided once."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from xueji.vocabulary.facts.entry import ExceptionKind
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.schooling.stages import StageGroup
from xueji.vocabulary.text import Text


class Scope(StrEnum):
    """Whether a transfer stays within one district or leads into another."""

    WITHIN_DISTRICT = "within_district"
    ACROSS_DISTRICTS = "across_districts"

    @property
    def label(self) -> Text:
        """The name people read."""
        return _SCOPES[self]


class TransferReason(StrEnum):
    """Why a child moves: the three reasons of S8."""

    HUKOU_MOVED = "hukou_moved"
    HOME_MOVED = "home_moved"
    OTHER = "other"

    @property
    def label(self) -> Text:
        """The name people read."""
        return _REASONS[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferFacts:
    """The facts of one transfer. None means: not known yet.

    Frozen at opening: stage_group, residency, scope (the route never changes under way). Asked at opening only:
    in_transfer_window, no_other_open_case, place_free, foreign_place_free, entry_grade_first_term, final_grade,
    final_grade_return_declared, same_grade, schools_differ, receiving_takes_grade. Asked again at every approval:
    record_studying, on_leave, under_discipline, problem_open, the licence for foreign pupils, model schools, five
    proofs. foreign_entry_from_quota_year: the child entered in or after the year from which a foreign place is asked
    (2015, S9). inland_class: its place in the state plan is itself the exception for senior high. Five
    proofs are checked by the receiving district, within one district by its only step, so `five_proofs_verified`
    stays None until that step is being taken; five_proofs_checked: an earlier step has taken it. class_fits: the class
    chosen is an open one of the receiving school, in the child's grade and of this school year. holds_place: this very
    case holds a place. arrived_by_transfer: the child's present spell began with a transfer; return_open: not longer
    ago than the return of a child that never arrived may be asked; to_former_school: the school named is the one of
    the spell before.
    """

    stage_group: StageGroup
    residency: Residency
    scope: Scope
    grade: Grade | None = None
    reason: TransferReason | None = None
    exceptions: frozenset[ExceptionKind] = field(default_factory=frozenset)
    in_transfer_window: bool | None = None
    no_other_open_case: bool | None = None
    place_free: bool | None = None
    foreign_place_free: bool | None = None
    entry_grade_first_term: bool | None = None
    final_grade: bool | None = None
    final_grade_return_declared: bool | None = None
    same_grade: bool | None = None
    schools_differ: bool | None = None
    receiving_takes_grade: bool | None = None
    record_studying: bool | None = None
    on_leave: bool | None = None
    under_discipline: bool | None = None
    problem_open: bool | None = None
    foreign_license: bool | None = None
    foreign_entry_from_quota_year: bool | None = None
    receiving_is_model: bool | None = None
    sending_is_model: bool | None = None
    five_proofs_verified: bool | None = None
    five_proofs_checked: bool = False
    class_fits: bool | None = None
    arrived_by_transfer: bool | None = None
    return_open: bool | None = None
    to_former_school: bool | None = None
    inland_class: bool = False
    holds_place: bool = False
    due_passed: bool = False


_SCOPES = {
    Scope.WITHIN_DISTRICT: Text("区县内", "Within one district"),
    Scope.ACROSS_DISTRICTS: Text("跨区县", "Across districts"),
}
_REASONS = {
    TransferReason.HUKOU_MOVED: Text("户籍变更", "Hukou moved"),
    TransferReason.HOME_MOVED: Text("房产变更", "Home moved"),
    TransferReason.OTHER: Text("其他原因", "Other reason"),
}
