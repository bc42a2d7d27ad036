"""What is known of problem records, each seen from the school that has the child or had it last (S21–S23).

A fixed number of queries for any number of them. A case keeps the key of the problem it was opened about.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from xueji.cases.batch.sides import PartyTold
from xueji.cases.batch.work import Places, Work
from xueji.cases.facts.latest import latest_spells
from xueji.cases.facts.surroundings import kinds_of, surroundings
from xueji.cases.models import Case
from xueji.process.notation import OPEN
from xueji.records.models import Enrollment, ProblemRecord
from xueji.records.models.problems import ProblemOrigin
from xueji.records.problem_rows import agree, row_of
from xueji.records.schooling import entry_of
from xueji.vocabulary.facts.problem import OwnRow, ProblemFacts
from xueji.vocabulary.numbers.national_student_number import NumberKind
from xueji.vocabulary.parties import Party
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.people.standings import LeavingOutcome, RecordStanding
from xueji.vocabulary.schooling.grades import Grade

PROBLEM = "problem"
"""Key under which an opening may say which problem it is about, and under which the case keeps it."""

KEY_FIELD_CHANGE = "key_field_change"
_REMOVES = "remove_record"
_DECIDED = {"yes": True, "no": False}


def gather_problem(works: Sequence[Work]) -> None:
    """Facts and parties of each work. The subject is the child's open spell, or its last one."""
    spells = latest_spells(works)
    found = [work for work in works if work.case.student_record_id in spells]
    if not found:
        return
    around, problems = surroundings(found, []), _problems(found)
    changed = _changed(found)
    for work in found:
        spell = work.subject = spells[work.case.student_record_id or 0]
        work.chosen["calendar"] = around.calendar
        work.chosen["desk"] = spell.school
        problem = work.chosen[PROBLEM] = _chosen(work, problems[spell.record_id])
        if work.step.event == OPEN:
            work.case.frozen = {PROBLEM: problem.pk if problem else None, "applicant": work.actor.account_id}
            # What is said to the nation speaks of the problem as of an answer given.
            work.case.answers = {PROBLEM: str(problem.pk)} if problem else {}
            work.case.told = _parties(spell, around.offices)  # type: ignore[attr-defined]
        if _removes(work) and spell.counts_against_quota and spell.during.upper is None:
            work.leaves = _places(work, spell)
        work.facts = _facts(work, spell, problem, changed)


def _problems(works: Sequence[Work]) -> dict[int, list[ProblemRecord]]:
    """Problems of each record, the nation's first: open ones, and those that cases were opened about."""
    records = [work.case.student_record_id or 0 for work in works]
    kept = [work.case.frozen.get(PROBLEM) for work in works if work.case.frozen.get(PROBLEM)]
    mine = Q(flagged_record_id__in=records) | Q(other_record_id__in=records, flagged_record__isnull=False)
    found: dict[int, list[ProblemRecord]] = defaultdict(list)
    for problem in ProblemRecord.objects.filter(mine & Q(resolved_on__isnull=True) | Q(pk__in=kept)):
        for side in {problem.flagged_record_id, problem.other_record_id} - {None}:
            found[side or 0].append(problem)
    for side, problems in found.items():
        problems.sort(key=lambda each: (each.origin != ProblemOrigin.NATION, each.flagged_record_id != side, each.pk))
    return found


def _chosen(work: Work, problems: Sequence[ProblemRecord]) -> ProblemRecord | None:
    """The one the case is about; at opening the one that is named, else the first."""
    named = work.case.frozen.get(PROBLEM) or work.step.answers.get(PROBLEM)
    by_key = {str(problem.pk): problem for problem in problems}
    return by_key.get(str(named)) if named else next(iter(problems), None)


def _changed(works: Sequence[Work]) -> dict[int, Any]:
    """Day on which each record's key fields were last changed by procedure."""
    done = Case.objects.filter(
        student_record_id__in=[work.case.student_record_id for work in works],
        procedure=KEY_FIELD_CHANGE,
        outcome="approved",
    )
    return dict(done.order_by("closed_on").values_list("student_record_id", "closed_on"))


def _parties(spell: Enrollment, offices: Sequence[PartyTold]) -> list[PartyTold]:
    return [
        {"party": Party.SCHOOL.value, "school": spell.school_id, "office": None},
        {"party": Party.DISTRICT.value, "school": None, "office": spell.district_id},
        *offices,
    ]


def _removes(work: Work) -> bool:
    return work.transition is not None and _REMOVES in work.transition.then.do


def _places(work: Work, spell: Any) -> Places:
    entered, entry_grade = entry_of(Grade(spell.grade), spell.school_year)
    kinds = kinds_of(work, Residency(spell.student.residency), entered)
    return Places(spell.school_id, entered, entry_grade.value, kinds)


def _facts(work: Work, spell: Any, problem: ProblemRecord | None, changed: dict[int, Any]) -> ProblemFacts:
    answers, record = work.answers, spell.record
    number = spell.national_number
    changed_on = changed.get(spell.record_id)
    return ProblemFacts(
        standing=RecordStanding(record.standing),
        number_kind=NumberKind(number[0]) if number else None,
        open=problem is not None and problem.resolved_on is None,
        from_nation=problem.origin == ProblemOrigin.NATION if problem else None,
        agrees=_agrees(spell, problem),
        own_row=OwnRow(answers["own_row"]) if answers.get("own_row") in {row.value for row in OwnRow} else None,
        changed_since=problem is not None and changed_on is not None and changed_on >= problem.found_on,
        really_duplicate=_DECIDED.get(str(answers.get("really_duplicate"))),
        graduate=record.leaving_outcome == LeavingOutcome.GRADUATED,
        standing_set=problem.standing_set_on < work.today if problem and problem.standing_set_on else None,
        no_other_open_case=not spell.busy,
        due_passed=work.case.due_on is not None and work.case.due_on < work.today,
    )


def _agrees(spell: Any, problem: ProblemRecord | None) -> bool | None:
    """Whether the nation's row of our child says what ours does. A doubt of our own scan knows one store only [INF]."""
    if problem is None:
        return None
    if problem.origin != ProblemOrigin.NATION:
        return True
    if problem.flagged_record_id != spell.record_id or not problem.national_ours:
        return None
    return agree(
        row_of(spell.student, spell, spell.national_number or "", spell.record.standing), problem.national_ours
    )
