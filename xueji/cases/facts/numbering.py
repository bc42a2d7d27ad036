"""What is known of children for whom a national number is asked (S12). A fixed number of queries for any number."""

from collections.abc import Sequence
from typing import Any

from xueji.cases.batch.work import Work
from xueji.cases.facts.latest import latest_spells
from xueji.cases.facts.surroundings import surroundings
from xueji.process.notation import OPEN
from xueji.records.models import StudentRecord
from xueji.vocabulary.facts.numbering import NumberFacts
from xueji.vocabulary.numbers.resident_id import BadResidentId, ResidentId
from xueji.vocabulary.parties import Party
from xueji.vocabulary.people.documents import DocumentType
from xueji.vocabulary.people.standings import RecordStanding


def gather_number(works: Sequence[Work]) -> None:
    """Facts and parties of each work. The subject is the child's open spell, or its last one."""
    spells = latest_spells(works)
    found = [work for work in works if work.case.student_record_id in spells]
    if not found:
        return
    around = surroundings(found, [])
    held = _held_twice([spell.record.document_number for spell in spells.values()])
    for work in found:
        spell = work.subject = spells[work.case.student_record_id or 0]
        work.chosen["calendar"], work.chosen["desk"] = around.calendar, spell.school
        if work.step.event == OPEN:
            work.case.frozen = {"grade": spell.grade, "applicant": work.actor.account_id}
            work.case.told = [  # type: ignore[attr-defined]
                {"party": Party.SCHOOL.value, "school": spell.school_id, "office": None},
                {"party": Party.DISTRICT.value, "school": None, "office": spell.district_id},
                *around.offices,
            ]
        work.facts = _facts(work, spell, held)


def _held_twice(documents: Sequence[str]) -> set[tuple[int, str]]:
    """Which record holds which of these document numbers."""
    records = StudentRecord.objects.filter(removed_at__isnull=True, document_number__in=set(documents) - {""})
    return set(records.values_list("pk", "document_number"))


def _facts(work: Work, spell: Any, held: set[tuple[int, str]]) -> NumberFacts:
    number = spell.record.document_number
    return NumberFacts(
        standing=RecordStanding(spell.record.standing),
        has_national_number=bool(spell.national_number),
        id_verifiable=_verifiable(spell.student),
        id_unique=not any(document == number and record != spell.record_id for record, document in held),
        no_other_open_case=not spell.busy,
        problem_open=spell.doubted or spell.record.contested,
        due_passed=work.case.due_on is not None and work.case.due_on < work.today,
    )


def _verifiable(student: Any) -> bool:
    if student.document_type != DocumentType.RESIDENT_ID.value:
        return False
    try:
        parsed = ResidentId.parse(student.document_number)
    except BadResidentId:
        return False
    return bool(parsed.birth_date == student.birth_date and parsed.sex == student.sex)
