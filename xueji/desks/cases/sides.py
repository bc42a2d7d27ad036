"""Who is concerned in a case and whom it is about, as a list or a page tells it; read with the cases, row by row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from xueji.cases.attention import handed_to
from xueji.cases.models import Case, CaseParty
from xueji.parties.actors import Actor
from xueji.records.models import Enrollment, NumberAssignment
from xueji.records.models.numbers import NATIONAL
from xueji.records.queries import students_visible_to
from xueji.vocabulary.codes.tables import code_table
from xueji.vocabulary.parties import Party
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.text import Text

_FROM_PROVINCE, _TO_PROVINCE = "sending_province", "receiving_province"
_SCHOOLS = (Party.SENDING_SCHOOL, Party.RECEIVING_SCHOOL, Party.SCHOOL)
"""The schools of a case in the order in which a child passes them."""


@dataclass(frozen=True)
class Place:
    """One party of a case: its side, its name in full and in short, and which school or office it is."""

    party: Party
    name: str
    short: str
    school_id: int | None
    office_id: int | None

    def is_of(self, actor: Actor) -> bool:
        """Whether the actor acts for this place."""
        if self.school_id is not None:
            return self.school_id == actor.school_id
        return actor.school_id is None and self.office_id == actor.office_id


def dressed(cases: QuerySet[Case]) -> QuerySet[Any]:
    """The cases with all that a row shows: names of the places, the child's number, the colleague it was given to."""
    told = CaseParty.objects.filter(case_id=OuterRef("pk")).order_by("pk")
    named = JSONObject(
        party=F("party"),
        school=F("school_id"),
        office=F("office_id"),
        name=F("school__name"),
        short=F("school__short_name"),
        office_name=F("office__name"),
    )
    numbers = NumberAssignment.objects.filter(record_id=OuterRef("student_record_id"), ends_on__isnull=True)
    numbers = numbers.filter(scheme__in=NATIONAL).order_by("-starts_on", "-pk")
    places = ArraySubquery(told.values(told=named))
    number = Coalesce(Subquery(numbers.values("number")[:1]), F("entrant__national_number"))
    shown: QuerySet[Any] = handed_to(cases).annotate(places=places, national_number=number)
    return shown


def places_of(case: Any) -> list[Place]:
    """The parties of a case that came from `dressed`."""
    return [
        Place(
            Party(told["party"]),
            told["name"] or told["office_name"] or "",
            told["short"] or told["office_name"] or "",
            told["school"],
            told["office"],
        )
        for told in case.places
    ]


def names_by_party(case: Any) -> Mapping[str, str]:
    """The names of the places, for the rail."""
    return {place.party.value: place.name for place in places_of(case)}


def holder_of(case: Any) -> Place | None:
    """The place that must act next; None where nobody or a machine must."""
    return next((place for place in places_of(case) if place.party.value == case.held_by), None)


def schools_of(case: Any) -> list[Place]:
    """The schools of a case, the one that sends before the one that receives."""
    found = {place.party: place for place in places_of(case)}
    return [found[party] for party in _SCHOOLS if party in found]


def is_ours(case: Any, actor: Actor) -> bool:
    """Whether the case waits for the actor's own place."""
    if case.closed_on is not None:
        return False
    if actor.school_id:
        return bool(case.holder_school_id == actor.school_id)
    return case.holder_office_id is not None and case.holder_office_id == actor.office_id


def applicant_side(case: Any, opened_by: Party, actor: Actor) -> bool:
    """Whether the actor's place is the one that applied."""
    return any(place.party is opened_by and place.is_of(actor) for place in places_of(case))


def child_name(case: Any) -> str:
    """The child's name, as it was typed or is known to every party of the case."""
    if case.entrant is not None:
        return str(case.entrant.name)
    return str(case.student_record.student.name) if case.student_record is not None else ""


def student_of(case: Any) -> int | None:
    """The key of the child in the register; None for a newcomer not taken in yet."""
    if case.student_record is not None:
        return int(case.student_record.student_id)
    return case.entrant.student_id if case.entrant is not None else None


def grade_label(case: Any) -> Any:
    """The grade in which the child was when the case was opened."""
    grade = case.frozen.get("grade")
    return Grade(grade).label if grade in set(Grade) else None


def is_outward(case: Any) -> bool:
    """Whether another province asks for the child."""
    return bool(case.answers.get(_TO_PROVINCE))


def other_province(case: Any) -> Text | None:
    """The province across the line, where the case has one: its offices are told as plain text."""
    code = str(case.answers.get(_TO_PROVINCE) or case.answers.get(_FROM_PROVINCE) or "")
    return (code_table("province").label(code) or Text(code, code)) if code else None


def may_open_child(case: Any, actor: Actor) -> bool:
    """Whether the child's page is the actor's to open: not before completion for the school that receives.

    Being a party of a case tells name, number, grade and school; identity and family are told by a spell alone.
    """
    student = student_of(case)
    if student is None:
        return False
    if actor.sees_whole_city:
        return True
    where = {"school_id": actor.school_id} if actor.school_id else {"district_id": actor.district_id}
    spells = Enrollment.objects.filter(student_id=student, **where)
    return spells.exists() and students_visible_to(actor).filter(pk=student).exists()
