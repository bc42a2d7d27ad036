"""A child nobody here knows yet: what the application says of it becomes the entrant that the case is about.

The entrant is written with the case, or not at all. Its columns are the answers' keys; the answers stay verbatim.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django.db import connection

from xueji.cases.batch.work import Opening, Work
from xueji.parties.actors import Actor
from xueji.parties.calendar import school_year_of
from xueji.parties.clock import city_today
from xueji.parties.models import School
from xueji.process.truth import Truth
from xueji.process.wording import GRAMMAR, Reason
from xueji.records.acts.correct import Correction, faults_of
from xueji.records.models import Entrant
from xueji.vocabulary.facts.arrival import ArrivalKind
from xueji.vocabulary.facts.entry import AdmissionKind, AdmissionSource
from xueji.vocabulary.people.documents import DocumentType
from xueji.vocabulary.people.names import name_key, tidy_name
from xueji.vocabulary.people.pinyin import initials, pinyin
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.schooling.grades import Grade

_NEEDED = ("name", "sex", "birth_date", "document_type", "residency", "grade")


def newcomer_of(opening: Opening, actor: Actor, schools: Mapping[int, School]) -> Entrant | None:
    """The entrant an application describes, not saved; None while what must be known of any child is missing or amiss."""
    school = schools.get(actor.school_id or 0)
    told = {key: str(value).strip() for key, value in opening.answers.items()}
    if school is None or not _legible(told):
        return None
    entrant = Entrant(
        school=school,
        district_id=school.district_id,
        school_year=school_year_of(city_today()),
        registration_number=f"arrival-{uuid4().hex[:20]}",
        source=AdmissionSource.ARRIVAL.value,
        admission_kind=_admission_kind(told).value,
        grade=told["grade"],
        # Rules read the row before it is written: what is not said is empty, not the database's to fill in.
        national_number="",
        came_from_province="",
        verbatim=dict(opening.answers),
    )
    describe(entrant, told)
    return entrant


def describe(entrant: Entrant, told: Mapping[str, str]) -> None:
    """Set what the answers say of the child; what they leave out stays. The answers must be legible."""
    for column in ("sex", "document_type", "nationality", "ethnicity", "residency", "as_local_category", "hukou_place"):
        if told.get(column):
            setattr(entrant, column, told[column])
    if told.get("name"):
        entrant.name = tidy_name(told["name"])
        entrant.name_pinyin, entrant.name_initials = pinyin(entrant.name), initials(entrant.name)
        entrant.name_key = name_key(entrant.name)
    if told.get("birth_date"):
        entrant.birth_date = date.fromisoformat(told["birth_date"])
    if told.get("document_number"):
        entrant.document_number = told["document_number"].upper()
    if told.get("national_number"):
        entrant.national_number = told["national_number"].upper()
    if told.get("sending_province"):
        entrant.came_from_province = told["sending_province"]


def schools_of(actors: Sequence[Actor]) -> dict[int, School]:
    """The schools that apply, with their districts."""
    keys = {actor.school_id for actor in actors if actor.school_id}
    return {school.pk: school for school in School.objects.filter(pk__in=keys).select_related("district")}


def lock_newcomers(openings: Sequence[Opening]) -> None:
    """Two schools that bring one child at once queue up: by its document, and by its national number."""
    known = {str(opening.answers.get(key, "")).strip().upper() for opening in openings for key in _IDENTIFYING}
    names = sorted(known - {""})
    if names:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM unnest(%s::text[]) AS n (name)", [names]
            )


def identity_faults(work: Work) -> tuple[Reason, ...]:
    """What is wrong with the identity as an application, or its correction, describes it: each fault at its field."""
    entrant = work.subject
    if not isinstance(entrant, Entrant) or not _says_who(work.step.answers):
        return ()
    described = Entrant(**{field.attname: getattr(entrant, field.attname) for field in entrant._meta.concrete_fields})
    told = {key: str(value).strip() for key, value in work.step.answers.items()}
    if told.get("birth_date") and not _is_date(told["birth_date"]):
        return ()
    describe(described, told)
    complaints = faults_of(
        Correction(
            described.name,
            described.sex,
            described.birth_date,
            DocumentType(described.document_type),
            described.document_number,
            described.ethnicity,
            described.nationality,
            Residency(described.residency),
            described.as_local_category,
            described.hukou_place,
        )
    )
    return tuple(Reason(each.rule, each.says, each.mend, GRAMMAR, Truth.FAILS, each.field) for each in complaints)


_IDENTIFYING = ("document_number", "national_number")


def _says_who(answers: Mapping[str, Any]) -> bool:
    return any(key in answers for key in (*_NEEDED, *_IDENTIFYING))


def _legible(told: Mapping[str, str]) -> bool:
    return (
        all(told.get(key) for key in _NEEDED)
        and _is_date(told["birth_date"])
        and told["document_type"] in {kind.value for kind in DocumentType}
        and told["residency"] in {kind.value for kind in Residency}
        and told["grade"] in {grade.value for grade in Grade}
    )


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _admission_kind(told: Mapping[str, str]) -> AdmissionKind:
    inland = told.get("kind") == ArrivalKind.INLAND_CLASS.value
    return AdmissionKind.INLAND_CLASS if inland else AdmissionKind.ORDINARY
