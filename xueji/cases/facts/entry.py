"""What is known of entrants. One query for the children, one for the calendar, one for what the clerk chose."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from xueji.cases.batch.work import Places, Work
from xueji.cases.clocks import anchors_of, latest_until
from xueji.cases.facts.chosen import find_chosen
from xueji.cases.models import GrantedException
from xueji.parties.calendar import school_calendars
from xueji.process.clocks import open_windows
from xueji.records.models import Entrant, ProblemRecord, StudentRecord
from xueji.records.models.quotas import QuotaKind
from xueji.vocabulary.facts.entry import AdmissionKind, AdmissionSource, EntryFacts, ExceptionKind, PriorRecord
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.people.standings import RecordStanding
from xueji.vocabulary.schooling.grades import Grade


def gather_entry(works: Sequence[Work]) -> None:
    """Facts of each work's entrant. The entrant is read anew with school and district, after the locks."""
    entrants = {
        entrant.pk: entrant for entrant in _entrants([work.case.entrant_id or 0 for work in works], works[0].today)
    }
    calendars = school_calendars({entrant.school_year for entrant in entrants.values()})
    chosen = find_chosen(works)
    for work in works:
        work.subject = entrants[work.case.entrant_id or 0]
        work.chosen.update(chosen.get(id(work), {}))
        work.chosen["calendar"] = calendars[work.subject.school_year]
        work.wants = Places(
            work.subject.school_id, work.subject.school_year, work.subject.grade, kinds_held(work.subject.residency)
        )
        work.facts = _facts(work)


def _entrants(keys: list[int], today: date) -> QuerySet[Entrant]:
    granted = (
        GrantedException.objects.filter(starts_on__lte=today, ends_on__gte=today, ended_on__isnull=True)
        .filter(Q(subjects__entrant_id=OuterRef("pk")) | Q(subjects__school_id=OuterRef("school_id")))
        .values(told=JSONObject(kind=F("kind"), ends_on=F("ends_on")))
    )
    records = (
        StudentRecord.objects.filter(removed_at__isnull=True)
        .filter(
            Q(student_id=OuterRef("student_id"))
            | (
                Q(document_number=OuterRef("document_number"), document_type=OuterRef("document_type"))
                & ~Q(document_number="")
            )
        )
        .values(told=JSONObject(student=F("student_id"), standing=F("standing"), contested=F("contested")))
    )
    doubt = ProblemRecord.objects.filter(flagged_id=OuterRef("pk"), resolved_on__isnull=True)
    return (
        Entrant.objects.filter(pk__in=keys)
        .select_related("school", "district")
        .annotate(granted=ArraySubquery(granted), known_records=ArraySubquery(records), doubted=Exists(doubt))
    )


def kinds_held(residency: str) -> tuple[QuotaKind, ...]:
    """A foreign child holds a foreign place and a general one: they count separately and additionally (S4)."""
    return (QuotaKind.GENERAL, QuotaKind.FOREIGN) if residency == Residency.FOREIGN.value else (QuotaKind.GENERAL,)


def _facts(work: Work) -> EntryFacts:
    entrant: Any = work.subject
    grade, calendar = Grade(entrant.grade), work.chosen["calendar"]
    windows = open_windows(
        work.procedure,
        anchors=anchors_of(calendar),
        parameters=work.rulebook.parameters,
        calendar=calendar.working,
        on=work.today,
    )
    work.chosen["exceptions"] = entrant.granted
    return EntryFacts(
        stage=grade.stage,
        grade=grade,
        residency=Residency(entrant.residency),
        admission_kind=AdmissionKind(entrant.admission_kind),
        source=AdmissionSource(entrant.source),
        confirmed=entrant.confirmed_on is not None,
        exceptions=frozenset(ExceptionKind(told["kind"]) for told in entrant.granted),
        holds_place=work.case.held_place_id is not None,
        foreign_license=entrant.school.foreign_license,
        problem_open=entrant.doubted,
        identity_taken=_identity_taken(entrant),
        prior_record=_prior(entrant),
        until_valid=_until_valid(work),
        class_fits=_class_fits(work),
        untouched=work.case.version <= 1,
        due_passed=work.case.due_on is not None and work.case.due_on < work.today,
        target_fits=_target_fits(work),
        **windows,
    )


def _identity_taken(entrant: Any) -> bool:
    return bool(entrant.document_number) and any(
        told["student"] != entrant.student_id and not told["contested"] for told in entrant.known_records
    )


def _prior(entrant: Any) -> PriorRecord:
    own = [told for told in entrant.known_records if told["student"] == entrant.student_id]
    if entrant.student_id is None or not own:
        return PriorRecord.NONE
    closed = all(told["standing"] == RecordStanding.LEFT.value for told in own)
    return PriorRecord.STAGE_CLOSED if closed else PriorRecord.STAGE_OPEN


def _until_valid(work: Work) -> bool | None:
    asked = work.step.answers.get("deferred_until")
    if not asked:
        return None
    try:
        day = date.fromisoformat(str(asked))
    except ValueError:
        return False
    return work.today < day <= latest_until(work)


def _class_fits(work: Work) -> bool | None:
    if "class_group" not in work.step.answers:
        return None
    group, entrant = work.chosen.get("class_group"), work.subject
    return (
        group is not None
        and group.closed_on is None
        and (group.school_id, group.grade, group.school_year)
        == (
            entrant.school_id,
            entrant.grade,
            entrant.school_year,
        )
    )


def _target_fits(work: Work) -> bool | None:
    if "school" not in work.step.answers:
        return None
    school, entrant = work.chosen.get("school"), work.subject
    return (
        school is not None
        and school.closed_on is None
        and school.district_id == entrant.district_id
        and entrant.grade in school.grades
    )
