"""What is known of children that another province asks for. A fixed number of queries for any number of them."""

from collections.abc import Sequence
from typing import Any

from xueji.cases.batch.sides import PartyTold
from xueji.cases.batch.work import Places, Work
from xueji.cases.facts.latest import latest_spells
from xueji.cases.facts.surroundings import kinds_of, surroundings, touches_places
from xueji.parties.calendar import school_year_of
from xueji.process.notation import OPEN, StepMode
from xueji.records.models import Enrollment
from xueji.records.schooling import entry_of
from xueji.vocabulary.facts.departure import DepartureFacts
from xueji.vocabulary.numbers.national_student_number import NumberKind
from xueji.vocabulary.parties import Party
from xueji.vocabulary.people.names import name_key
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.people.standings import LeavingOutcome, RecordStanding
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.schooling.stages import StageGroup

CITY_STEP = "city_step_senior_departure"
REMOVED_BY_DISTRICT = "temporary_removal_by_district"


def gather_departure(works: Sequence[Work]) -> None:
    """Facts, places and parties of each work. The subject is the child's open spell, or its last one."""
    spells = latest_spells(works)
    found = [work for work in works if work.case.student_record_id in spells]
    if not found:
        return
    around = surroundings(found, [])
    for work in found:
        spell = work.subject = spells[work.case.student_record_id or 0]
        work.chosen["calendar"] = around.calendar
        work.chosen["desk"] = spell.school
        grade, residency = Grade(spell.grade), Residency(spell.student.residency)
        entered, entry_grade = entry_of(grade, spell.school_year)
        if touches_places(work) and spell.counts_against_quota and spell.during.upper is None:
            work.leaves = Places(spell.school_id, entered, entry_grade.value, kinds_of(work, residency, entered))
        if work.step.event == OPEN:
            work.case.frozen = {
                "stage_group": grade.stage.group.value,
                "residency": residency.value,
                "grade": grade.value,
                "school_year": spell.school_year,
                "sending_class": spell.class_group_id,
            }
            work.case.told = _parties(spell, around.offices)  # type: ignore[attr-defined]
        work.facts = _facts(work, spell, grade)


def _parties(spell: Enrollment, offices: Sequence[PartyTold]) -> list[PartyTold]:
    return [
        {"party": Party.SENDING_SCHOOL.value, "school": spell.school_id, "office": None},
        {"party": Party.SENDING_DISTRICT.value, "school": None, "office": spell.district_id},
        *offices,
    ]


def _facts(work: Work, spell: Any, grade: Grade) -> DepartureFacts:
    asked = str(work.answers.get("name", ""))
    return DepartureFacts(
        stage_group=StageGroup(work.case.frozen["stage_group"]),
        residency=Residency(work.case.frozen["residency"]),
        standing=RecordStanding(spell.record.standing),
        grade=grade,
        leaving_outcome=LeavingOutcome(spell.record.leaving_outcome) if spell.record.leaving_outcome else None,
        left_this_year=_left_this_year(work, spell),
        has_national_number=bool(spell.national_number),
        number_kind=NumberKind(spell.national_number[0]) if spell.national_number else None,
        name_agrees=name_key(asked) == spell.student.name_key if asked else None,
        no_other_open_case=not spell.busy,
        under_discipline=spell.punished,
        problem_open=spell.doubted or spell.record.contested,
        city_reviews=_city_reviews(work, grade),
        district_removes=_district_removes(work),
        due_passed=work.case.due_on is not None and work.case.due_on < work.today,
    )


def _left_this_year(work: Work, spell: Any) -> bool | None:
    """Whether the stage was left in the school year that runs, or in the one that has just ended."""
    if not spell.record.leaving_outcome:
        return None
    left: Any = spell.record.closed_on or spell.during.upper
    return left is not None and school_year_of(work.today) - school_year_of(left) <= 1


def _city_reviews(work: Work, grade: Grade) -> bool:
    parameters = work.rulebook.parameters
    if grade.stage.group is not StageGroup.SENIOR or CITY_STEP not in parameters:
        return False
    return str(parameters.value(CITY_STEP, work.today)) == StepMode.AUDIT.value


def _district_removes(work: Work) -> bool:
    parameters = work.rulebook.parameters
    return REMOVED_BY_DISTRICT in parameters and bool(parameters.value(REMOVED_BY_DISTRICT, work.today))
