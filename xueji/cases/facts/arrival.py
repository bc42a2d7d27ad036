"""What is known of children that are to come from another province. A fixed number of queries for any number.

Nobody here knows the other province's register (S10): what can be asked is what the application says, and what our own
register holds under the same number or document.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q

from xueji.cases.batch.sides import PartyTold
from xueji.cases.batch.work import Places, Work
from xueji.cases.facts.chosen import find_chosen
from xueji.cases.facts.surroundings import (
    Surroundings,
    first_term,
    from_quota_year,
    in_window,
    kinds_of,
    surroundings,
    touches_places,
)
from xueji.cases.models import Case, Decision, GrantedException
from xueji.parties.calendar import school_year_of
from xueji.parties.models import School
from xueji.process.notation import OPEN
from xueji.records.models import ClassGroup, Entrant, NumberAssignment, ProblemRecord, StudentRecord
from xueji.records.models.numbers import NATIONAL
from xueji.records.schooling import entry_of, grade_after, leaving_year
from xueji.vocabulary.facts.arrival import ArrivalFacts, ArrivalKind, OwnRecord
from xueji.vocabulary.facts.entry import AdmissionKind, ExceptionKind
from xueji.vocabulary.numbers.national_student_number import BadNationalStudentNumber, NationalStudentNumber
from xueji.vocabulary.parties import Party
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.people.standings import RecordStanding
from xueji.vocabulary.schooling.grades import Grade

SENT = "sent_to_sending_province"
MODEL_DECISION = "model_decision"
GRADUATION_YEAR = "graduation_year"
_YES_NO = {"yes": True, "no": False}


@dataclass
class Known:
    """What our register holds that may concern the children of a chunk, by number, document and place."""

    by_number: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    by_document: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    busy: list[dict[str, Any]] = field(default_factory=list)
    doubted: set[int] = field(default_factory=set)
    granted: list[dict[str, Any]] = field(default_factory=list)
    sent: set[int] = field(default_factory=set)


def gather_arrival(works: Sequence[Work]) -> None:
    """Facts, places and parties of each work. An application that does not say who the child is has no subject."""
    _find_entrants(works)
    told = [work for work in works if work.subject is not None]
    if not told:
        return
    chosen = find_chosen(told, before=True)
    around = surroundings(told, [work.subject.school_year for work in told])
    known = _known(told)
    for work in told:
        work.chosen.update(chosen.get(id(work), {}))
        work.chosen["calendar"] = around.calendar
        work.chosen["receiving"] = work.chosen["desk"] = work.subject.school
        _look_at(work, around, known)


def _find_entrants(works: Sequence[Work]) -> None:
    keys = [work.case.entrant_id for work in works if work.case.entrant_id]
    found = Entrant.objects.filter(pk__in=keys).select_related("school__district") if keys else ()
    entrants = {entrant.pk: entrant for entrant in found}
    for work in works:
        if work.case.entrant_id:
            work.subject = entrants.get(work.case.entrant_id)


def _look_at(work: Work, around: Surroundings, known: Known) -> None:
    entrant: Entrant = work.subject
    school, year = entrant.school, school_year_of(work.today)
    grade = grade_after(Grade(entrant.grade), year - entrant.school_year)
    residency = Residency(work.case.frozen.get("residency") or entrant.residency)
    entered, entry_grade = entry_of(grade, year)
    work.chosen["grade"], work.chosen["school_year"] = grade, year
    if touches_places(work) and grade.value in school.grades:
        work.wants = Places(school.pk, entered, entry_grade.value, kinds_of(work, residency, entered))
    work.chosen["own_record"] = own = _own_record(entrant, known)
    work.chosen["exceptions"] = [
        told
        for told in known.granted
        if (entrant.pk is not None and told["entrant"] == entrant.pk) or told["school"] == school.pk
    ]
    if work.step.event == OPEN:
        work.case.frozen = {
            "stage_group": grade.stage.group.value,
            "residency": residency.value,
            "grade": grade.value,
            "school_year": year,
            "applicant": work.actor.account_id,
        }
        work.case.told = _parties(school, around.offices)  # type: ignore[attr-defined]
    work.facts = _facts(work, around, known, own)


def _parties(school: School, offices: Sequence[PartyTold]) -> list[PartyTold]:
    return [
        {"party": Party.RECEIVING_SCHOOL.value, "school": school.pk, "office": None},
        {"party": Party.RECEIVING_DISTRICT.value, "school": None, "office": school.district_id},
        *offices,
    ]


def _known(works: Sequence[Work]) -> Known:
    known, entrants = Known(), [work.subject for work in works]
    numbers = {entrant.national_number for entrant in entrants} - {""}
    documents = {entrant.document_number for entrant in entrants} - {""}
    _records(known, numbers, documents)
    records = {row["record"] for rows in (*known.by_number.values(), *known.by_document.values()) for row in rows}
    _busy(known, works, numbers, documents, records)
    if records:
        open_doubts = ProblemRecord.objects.filter(resolved_on__isnull=True)
        of_records = open_doubts.filter(Q(other_record__in=records) | Q(flagged_record__in=records))
        known.doubted = {
            key for pair in of_records.values_list("other_record", "flagged_record") for key in pair if key
        }
    today, schools = works[0].today, {entrant.school_id for entrant in entrants}
    running = GrantedException.objects.filter(starts_on__lte=today, ends_on__gte=today, ended_on__isnull=True)
    own = [entrant.pk for entrant in entrants if entrant.pk]
    named = running.filter(Q(subjects__school_id__in=schools) | Q(subjects__entrant_id__in=own))
    granted = _rows(named.values("kind", "ends_on", school=F("subjects__school_id"), entrant=F("subjects__entrant_id")))
    known.granted = [{**told, "ends_on": told["ends_on"].isoformat()} for told in granted]
    cases = [work.case.pk for work in works if work.case.pk]
    known.sent = (
        set(Decision.objects.filter(case__in=cases, to_state=SENT).values_list("case", flat=True)) if cases else set()
    )
    return known


def _records(known: Known, numbers: Iterable[str], documents: Iterable[str]) -> None:
    columns = {
        "standing": F("record__standing"),
        "contested": F("record__contested"),
        "student": F("record__student_id"),
    }
    live = NumberAssignment.objects.filter(record__removed_at__isnull=True, scheme__in=NATIONAL)
    for row in _rows(live.filter(number__in=numbers).values("number", "record", **columns)) if numbers else ():
        known.by_number[row["number"]].append(row)
    held = StudentRecord.objects.filter(removed_at__isnull=True, document_number__in=documents)
    told = held.values("document_number", "standing", "contested", "student", record=F("pk"))
    for row in _rows(told) if documents else ():
        known.by_document[row["document_number"]].append(row)


def _rows(found: Any) -> list[dict[str, Any]]:
    return list(found)


def _busy(known: Known, works: Sequence[Work], numbers: set[str], documents: set[str], records: set[int]) -> None:
    same = Q(entrant__national_number__in=numbers) | Q(entrant__document_number__in=documents)
    same |= Q(student_record__in=records)
    own = [work.case.pk for work in works if work.case.pk]
    others = Case.objects.filter(same, closed_on__isnull=True).exclude(pk__in=own)
    known.busy = _rows(
        others.values(
            number=F("entrant__national_number"), document=F("entrant__document_number"), record=F("student_record")
        )
    )


def _own_record(entrant: Entrant, known: Known) -> dict[str, Any] | None:
    """The record of ours under the child's number, else under its document."""
    by_number = known.by_number.get(entrant.national_number, []) if entrant.national_number else []
    by_document = known.by_document.get(entrant.document_number, []) if entrant.document_number else []
    return next(iter([*by_number, *by_document]), None)


def _facts(work: Work, around: Surroundings, known: Known, own: dict[str, Any] | None) -> ArrivalFacts:
    entrant, grade, year = work.subject, work.chosen["grade"], work.chosen["school_year"]
    school, answers, frozen = entrant.school, work.answers, work.case.frozen
    final = leaving_year(school.grades, grade, year) == year + 1 if grade.value in school.grades else None
    group: ClassGroup | None = work.chosen.get("class_group")
    return ArrivalFacts(
        stage_group=grade.stage.group,
        residency=Residency(frozen["residency"]),
        grade=grade,
        kind=_kind(answers.get("kind")),
        own_record=_standing_of(own),
        exceptions=frozenset(ExceptionKind(told["kind"]) for told in work.chosen["exceptions"]),
        in_transfer_window=in_window(work, around),
        no_other_open_case=not _is_busy(entrant, known, own),
        holds_place=work.case.held_place_id is not None,
        entry_grade=grade.is_entry,
        entry_grade_first_term=first_term(grade, year, around, work.today),
        final_grade=final,
        receiving_takes_grade=grade.value in school.grades and school.closed_on is None,
        class_fits=_class_fits(group, school, grade, year) if answers.get("class_group") else None,
        class_chosen_before=_class_fits(work.chosen.get("class_group_before"), school, grade, year),
        number_well_formed=_well_formed(entrant.national_number),
        graduate_of_this_year=_graduated_now(answers.get(GRADUATION_YEAR), year),
        identity_taken=_identity_taken(entrant, known, own),
        problem_open=own is not None and (own["contested"] or own["record"] in known.doubted),
        foreign_license=school.foreign_license,
        foreign_entry_from_quota_year=from_quota_year(work, entry_of(grade, year)[0]),
        receiving_is_model=school.model_school,
        model_decision=_YES_NO.get(str(answers.get(MODEL_DECISION))),
        inland_class=entrant.admission_kind == AdmissionKind.INLAND_CLASS.value,
        became_final=final,
        sent_before=work.case.pk in known.sent,
        due_passed=work.case.due_on is not None and work.case.due_on < work.today,
    )


def _kind(answer: object) -> ArrivalKind | None:
    return ArrivalKind(str(answer)) if answer in {kind.value for kind in ArrivalKind} else None


def _standing_of(own: dict[str, Any] | None) -> OwnRecord:
    if own is None:
        return OwnRecord.NONE
    return OwnRecord.ON_ROLL if RecordStanding(own["standing"]).on_roll else OwnRecord.AWAY


def _is_busy(entrant: Entrant, known: Known, own: dict[str, Any] | None) -> bool:
    return any(
        (case["number"] and case["number"] == entrant.national_number)
        or (case["document"] and case["document"] == entrant.document_number)
        or (own is not None and case["record"] == own["record"])
        for case in known.busy
    )


def _identity_taken(entrant: Entrant, known: Known, own: dict[str, Any] | None) -> bool:
    """Whether the document is that of a record which is not the one the child comes back to."""
    held = known.by_document.get(entrant.document_number, []) if entrant.document_number else []
    return any(row["record"] != (own or {}).get("record") and not row["contested"] for row in held)


def _class_fits(group: ClassGroup | None, school: School, grade: Grade, year: int) -> bool:
    wanted = (school.pk, grade.value, year)
    return group is not None and group.closed_on is None and (group.school_id, group.grade, group.school_year) == wanted


def _well_formed(number: str) -> bool | None:
    if not number:
        return None
    try:
        NationalStudentNumber.parse(number)
    except BadNationalStudentNumber:
        return False
    return True


def _graduated_now(answer: object, school_year: int) -> bool | None:
    return None if not answer else str(answer) == str(school_year)
