"""What is known of children who are to move from one school to another. A fixed number of queries for any number.

What the rules may know is more than what the actor may see: this runs with the eyes of the registry, and only facts
and verdicts leave it.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

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
from xueji.cases.models import Case, GrantedException
from xueji.parties.models import Campus, School
from xueji.process.notation import OPEN
from xueji.records.discipline import running_on
from xueji.records.models import ClassGroup, Enrollment, Entrant, ProblemRecord
from xueji.records.models.enrollments import EntryType
from xueji.records.schooling import entry_of
from xueji.vocabulary.facts.entry import AdmissionKind, ExceptionKind
from xueji.vocabulary.facts.transfer import Scope, TransferFacts, TransferReason
from xueji.vocabulary.parties import Party
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.people.standings import RecordStanding
from xueji.vocabulary.schooling.grades import Grade

RETURN_DAYS = "transfer_return_days"
FIVE_PROOFS = "five_proofs_verified"


def gather_transfer(works: Sequence[Work]) -> None:
    """Facts, places and parties of each work. A record without an open spell has no subject: nothing can move."""
    spells = {spell.record_id: spell for spell in _spells([_record(work) for work in works], works)}
    schools = _schools({work.case.school_id or 0 for work in works})
    chosen = find_chosen(works, before=True)
    around = surroundings(works, [spell.school_year for spell in spells.values()])
    for work in works:
        work.chosen.update(chosen.get(id(work), {}))
        work.chosen["calendar"] = around.calendar
        spell = spells.get(_record(work))
        if spell is None:
            continue
        work.subject = spell
        work.chosen["receiving"] = work.chosen["desk"] = receiving = schools[work.case.school_id or 0]
        work.chosen["main_campus"] = receiving.main_campus
        _look_at(work, around)


def _record(work: Work) -> int:
    return work.case.student_record_id or 0


def _spells(records: list[int], works: Sequence[Work]) -> QuerySet[Enrollment]:
    """The open spell of each record, with everything a rule asks about its child."""
    today = works[0].today
    granted = (
        GrantedException.objects.filter(starts_on__lte=today, ends_on__gte=today, ended_on__isnull=True)
        .filter(Q(subjects__record_id=OuterRef("record_id")) | Q(subjects__school_id__in=_receiving(works)))
        .values(
            told=JSONObject(
                kind=F("kind"), ends_on=F("ends_on"), school=F("subjects__school_id"), record=F("subjects__record_id")
            )
        )
    )
    own = [work.case.pk for work in works if work.case.pk]
    busy = Case.objects.filter(student_record_id=OuterRef("record_id"), closed_on__isnull=True).exclude(pk__in=own)
    doubt = ProblemRecord.objects.filter(resolved_on__isnull=True).filter(
        Q(other_record_id=OuterRef("record_id"))
        | Q(flagged_record_id=OuterRef("record_id"))
        | Q(flagged__student_id=OuterRef("student_id"))
    )
    measure = running_on(today).filter(record_id=OuterRef("record_id"))
    before = Enrollment.objects.filter(record_id=OuterRef("record_id"), during__upper_inf=False).order_by("-during")
    inland = Entrant.objects.filter(student_id=OuterRef("student_id"), admission_kind=AdmissionKind.INLAND_CLASS.value)
    return (
        Enrollment.objects.filter(record_id__in=records, during__upper_inf=True)
        .select_related("record", "student", "school", "district")
        .annotate(
            granted=ArraySubquery(granted),
            busy=Exists(busy),
            doubted=Exists(doubt),
            inland=Exists(inland),
            punished=Exists(measure),
        )
        .annotate(came_from=Subquery(before.values("school_id")[:1]))
    )


def _schools(keys: set[int]) -> dict[int, Any]:
    main = Campus.objects.filter(school_id=OuterRef("pk"), main=True).values("pk")
    found = School.objects.filter(pk__in=keys).select_related("district").annotate(main_campus=Subquery(main[:1]))
    return {school.pk: school for school in found}


def _receiving(works: Sequence[Work]) -> list[int]:
    return sorted({work.case.school_id or 0 for work in works})


def _look_at(work: Work, around: Surroundings) -> None:
    spell: Any = work.subject
    receiving: School = work.chosen["receiving"]
    grade, residency = Grade(spell.grade), Residency(work.case.frozen.get("residency") or spell.student.residency)
    year, entry_grade = entry_of(grade, spell.school_year)
    kinds = kinds_of(work, residency, year)
    # A school without the grade has no places in it to be used up.
    if touches_places(work) and spell.grade in receiving.grades:
        work.wants = Places(receiving.pk, year, entry_grade.value, kinds)
        work.leaves = Places(spell.school_id, year, entry_grade.value, kinds) if spell.counts_against_quota else None
    work.chosen["exceptions"] = [told for told in spell.granted if told["school"] in (None, receiving.pk)]
    across = spell.district_id != receiving.district_id
    if work.step.event == OPEN:
        work.case.frozen = {
            "stage_group": grade.stage.group.value,
            "residency": residency.value,
            "scope": (Scope.ACROSS_DISTRICTS if across else Scope.WITHIN_DISTRICT).value,
            "grade": grade.value,
            "school_year": spell.school_year,
            "sending_class": spell.class_group_id,
            "applicant": work.actor.account_id,
        }
        work.case.told = _parties(spell, receiving, around.offices)  # type: ignore[attr-defined]
    work.facts = _facts(work, around)


def _parties(spell: Enrollment, receiving: School, offices: Sequence[PartyTold]) -> list[PartyTold]:
    return [
        {"party": Party.RECEIVING_SCHOOL.value, "school": receiving.pk, "office": None},
        {"party": Party.RECEIVING_DISTRICT.value, "school": None, "office": receiving.district_id},
        {"party": Party.SENDING_SCHOOL.value, "school": spell.school_id, "office": None},
        {"party": Party.SENDING_DISTRICT.value, "school": None, "office": spell.district_id},
        *offices,
    ]


def _facts(work: Work, around: Surroundings) -> TransferFacts:
    spell: Any = work.subject
    frozen, answers, receiving = work.case.frozen, work.answers, work.chosen["receiving"]
    grade, entry_year = Grade(spell.grade), entry_of(Grade(spell.grade), spell.school_year)[0]
    standing = RecordStanding(spell.record.standing)
    group: ClassGroup | None = work.chosen.get("class_group")
    return TransferFacts(
        stage_group=grade.stage.group,
        residency=Residency(frozen["residency"]),
        scope=Scope(frozen["scope"]),
        grade=grade,
        reason=_reason(answers.get("reason_code")),
        exceptions=frozenset(ExceptionKind(told["kind"]) for told in work.chosen["exceptions"]),
        in_transfer_window=in_window(work, around),
        no_other_open_case=not spell.busy,
        entry_grade_first_term=first_term(grade, spell.school_year, around, work.today),
        final_grade=spell.cohort == spell.school_year + 1,
        same_grade=group is None or group.grade == spell.grade,
        schools_differ=spell.school_id != receiving.pk,
        receiving_takes_grade=spell.grade in receiving.grades and receiving.closed_on is None,
        record_studying=standing.on_roll,
        on_leave=standing is RecordStanding.ON_LEAVE,
        under_discipline=spell.punished,
        problem_open=spell.doubted or spell.record.contested,
        foreign_license=receiving.foreign_license,
        foreign_entry_from_quota_year=from_quota_year(work, entry_year),
        receiving_is_model=receiving.model_school,
        sending_is_model=spell.school.model_school,
        five_proofs_verified=_verified(answers.get(FIVE_PROOFS)),
        five_proofs_checked=FIVE_PROOFS in work.case.answers,
        class_fits=_class_fits(group, spell, receiving) if "class_group" in answers else None,
        arrived_by_transfer=spell.entry_type == EntryType.TRANSFER,
        return_open=_return_open(work, around) if work.step.event == OPEN else None,
        inland_class=spell.inland,
        to_former_school=spell.came_from == receiving.pk,
        holds_place=work.case.held_place_id is not None,
        due_passed=work.case.due_on is not None and work.case.due_on < work.today,
    )


def _reason(code: object) -> TransferReason | None:
    return TransferReason(str(code)) if code in {item.value for item in TransferReason} else None


def _verified(answer: object) -> bool | None:
    return {"yes": True, "no": False}.get(str(answer))


def _class_fits(group: ClassGroup | None, spell: Enrollment, receiving: School) -> bool:
    return (
        group is not None
        and group.closed_on is None
        and (group.school_id, group.grade, group.school_year) == (receiving.pk, spell.grade, spell.school_year)
    )


def _return_open(work: Work, around: Surroundings) -> bool | None:
    parameters = work.rulebook.parameters
    if RETURN_DAYS not in parameters:
        return None
    spell: Any = work.subject
    last = around.calendar.working.after(spell.during.lower, parameters.days(RETURN_DAYS, work.today))
    return work.today <= last
