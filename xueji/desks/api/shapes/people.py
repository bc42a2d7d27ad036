"""Children as programs see them: numbers masked wherever a desk masks them."""

from __future__ import annotations

from typing import Any

from ninja import Schema

from xueji.desks.api.gateway.problems import NOT_ALLOWED, NOT_DECIDING, Problem
from xueji.desks.api.gateway.versions import short_digest
from xueji.desks.api.shapes.words import Coded, Place, Reason, Sent, coded, coded_by, iso, place
from xueji.desks.children.telling import shown_number
from xueji.desks.design.filters import masked_id
from xueji.parties.actors import Actor
from xueji.parties.rulebook import rulebook_in_force
from xueji.records.models.identity import IDENTITY, Identity
from xueji.vocabulary.people.documents import DocumentType
from xueji.vocabulary.people.residency import Residency, as_local_category
from xueji.vocabulary.people.standings import RecordStanding
from xueji.vocabulary.schooling.grades import Grade


class IdentityTold(Schema):
    """Who a child is; the document number is masked."""

    name: str
    name_pinyin: str
    sex: Coded | None
    birth_date: str
    document_type: Coded
    document_number: str
    nationality: Coded | None
    ethnicity: Coded | None
    residency: Coded
    as_local_category: Coded | None
    hukou_place: str


class GroupTold(Schema):
    """A class group, by key and name."""

    id: int
    name: str


class ChildTold(Schema):
    """A child on a roll, as a list tells it."""

    id: int
    record_id: int
    name: str
    sex: Coded | None
    birth_date: str
    number: str | None
    school: Place
    grade: Coded
    class_group: GroupTold | None
    seat: int | None
    residency: Coded
    standing: Coded
    form_missing: int | None
    form_due_on: str | None


class NumberTold(Schema):
    """A full identity number. That it was seen stands in the journal."""

    document_number: str


class WhySent(Sent):
    """A reason, kept in the journal."""

    reason: Reason


def identity(who: Identity) -> dict[str, Any]:
    """Who a child is, as JSON."""
    category = as_local_category(who.as_local_category) if who.as_local_category else None
    return {
        **{name: getattr(who, name) for name in ("name", "name_pinyin", "hukou_place")},
        **{table: coded_by(table, getattr(who, table)) for table in ("sex", "nationality", "ethnicity")},
        "birth_date": iso(who.birth_date),
        "document_type": coded(who.document_type, DocumentType(who.document_type).label),
        "document_number": masked_id(who.document_number),
        "residency": coded(who.residency, Residency(who.residency).label),
        "as_local_category": coded(who.as_local_category, category.label) if category else None,
    }


def identity_version(who: Identity) -> str:
    """A version of the identity: it counts none of its own."""
    return short_digest(*(getattr(who, name) for name in IDENTITY))


def child(spell: Any) -> dict[str, Any]:
    """A child by its open spell, dressed as `children.asking.dressed` does."""
    student, standing = spell.student, RecordStanding(spell.record.standing)
    group = spell.class_group
    return {
        "id": student.pk,
        "record_id": spell.record_id,
        "name": student.name,
        "sex": coded_by("sex", student.sex),
        "birth_date": iso(student.birth_date),
        "number": shown_number(spell.national_number) or None,
        "school": place(spell.school),
        "grade": grade(spell.grade),
        "class_group": {"id": group.pk, "name": group.name} if group else None,
        "seat": spell.seat_number,
        "residency": coded(student.residency, Residency(student.residency).label),
        "standing": coded(standing.value, standing.label),
        "form_missing": spell.form_missing,
        "form_due_on": iso(spell.form_due),
    }


def grade(code: str) -> dict[str, Any]:
    """A grade with its name."""
    return coded(code, Grade(code).label)


def must_decide(actor: Actor) -> None:
    """Keep a list to posts that work on cases, as its desk does. Raises Problem."""
    if actor.role not in rulebook_in_force().rulebook.deciding:
        raise Problem(NOT_ALLOWED, NOT_DECIDING)
