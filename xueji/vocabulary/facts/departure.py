"""What is known of a child that another province asks for. Coarse by design: equal facts are decided once."""

from __future__ import annotations

from dataclasses import dataclass

from xueji.vocabulary.numbers.national_student_number import NumberKind
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.people.standings import LeavingOutcome, RecordStanding
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.schooling.stages import StageGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartureFacts:
    """The facts of one departure. None means: not known yet.

    A transfer takes a child that is studying; a continuation one that has left its stage: `leaving_outcome` is how
    (None: it has not), `left_this_year` whether in the school year that ends or just ended. city_reviews: a dated
    parameter gives the city a step for senior pupils (default none, S25). has_national_number: any class, L counts
    (S12); number_kind is the class of it. name_agrees: the name asked for is the record's own. district_removes: a
    dated parameter lets districts remove temporary records themselves (S20).
    """

    stage_group: StageGroup
    residency: Residency
    standing: RecordStanding
    grade: Grade | None = None
    leaving_outcome: LeavingOutcome | None = None
    left_this_year: bool | None = None
    has_national_number: bool | None = None
    number_kind: NumberKind | None = None
    name_agrees: bool | None = None
    no_other_open_case: bool | None = None
    under_discipline: bool | None = None
    problem_open: bool | None = None
    city_reviews: bool = False
    district_removes: bool = False
    due_passed: bool = False
