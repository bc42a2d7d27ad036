"""The tables under row-level security, found from the models, and one school's rows in every one of them."""

from __future__ import annotations

from datetime import date

from django.apps import apps
from django.db import connection, models
from django.utils import timezone

from tests.pupils import pupil
from tests.small_city import SmallCity, everything
from xueji.cases.models import (
    Attachment,
    Case,
    Decision,
    Effect,
    EffectDelivery,
    Evidence,
    Filing,
    GrantedException,
    GrantedExceptionSubject,
    Handover,
    Notice,
    Urge,
)
from xueji.exchange.models import Crossing, Difference, IncomingMessage, OutgoingMessage
from xueji.parties.models import Office, School
from xueji.records.models import (
    DisciplinaryMeasure,
    Entrant,
    PossibleDuplicate,
    ProblemRecord,
    RecordMerge,
    Student,
    StudentPhoto,
    StudentRecord,
)
from xueji.vocabulary.parties import Role

ROOTS = {Student, Entrant, StudentRecord, Case}
# What other rows point at and that tells of a child all the same.
POINTED_AT = {Attachment, GrantedException}

Keys = dict[str, set[int]]


def protected_models() -> list[type[models.Model]]:
    """Every model that hangs on a child or a case by however many foreign keys, its history, and the roots."""
    found: set[type[models.Model]] = ROOTS | POINTED_AT
    while True:
        more = {model for model in apps.get_models() if model not in found and _hangs_on(model, found)}
        if not more:
            return sorted(found, key=lambda model: model._meta.db_table)
        found |= more


def keys_of(model: type[models.Model]) -> set[int]:
    """Keys of the rows that come back now, asked by raw SQL."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {model._meta.pk.column} FROM {model._meta.db_table}")  # noqa: S608
        return {key for (key,) in cursor.fetchall()}


def all_keys() -> Keys:
    """Keys of everything that comes back now, table by table."""
    return {model._meta.db_table: keys_of(model) for model in protected_models()}


def world_of(city: SmallCity, school: School) -> Keys:
    """Fill every protected table with rows that are this school's, and answer their keys."""
    with everything():
        before = all_keys()
    _fill(city, school)
    with everything():
        return {table: keys - before[table] for table, keys in all_keys().items()}


def _fill(city: SmallCity, school: School) -> None:
    clerk, officer, today = city.actor(Role.REGISTRAR, school), city.city_officer(), date(2015, 9, 1)
    assert clerk.account_id
    assert clerk.post_id
    record, double = pupil(school, school.grades[1]), pupil(school, school.grades[1])
    entrant, twin = city.entrants(2, school)
    top = Office.objects.get(pk=officer.office_id)
    with everything():
        StudentPhoto.objects.create(student_id=record.student_id, content=b"", sha256="")
        DisciplinaryMeasure.objects.create(record=record, kind="warning", paper_number="1", starts_on=today)
        ProblemRecord.objects.create(
            kind="same_likeness", flagged=entrant, other_entrant=twin, district=school.district, found_on=today
        )
        case = Case.objects.get(entrant=entrant)
        decision = Decision.objects.get(case=case)
        paper = Attachment.objects.create(
            file_name="a.pdf", content_type="application/pdf", sha256="", content=b"", uploaded_by_id=officer.account_id
        )
        Evidence.objects.create(case=case, kind="proof", attachment=paper, city_date=today)
        Handover.objects.create(
            case=case, version=1, post_id=clerk.post_id, given_by_id=clerk.account_id, city_date=today
        )
        Urge.objects.create(case=case, version=1, party="school", actor_name="x", city_date=today)
        Notice.objects.create(case=case, version=1, kind="overdue", school=school, city_date=today)
        Filing.objects.create(decision=decision, office=school.district, lodged_on=today)
        effect = Effect.objects.create(decision=decision, name="x", key=f"x:{case.pk}")
        EffectDelivery.objects.create(effect=effect, delivered_at=timezone.now())
        granted = GrantedException.objects.create(
            kind="late_entry_registration", paper_number="1", reason="x", starts_on=today, ends_on=today, office=top
        )
        GrantedExceptionSubject.objects.create(exception=granted, entrant=entrant)
        PossibleDuplicate.objects.create(record_a=record, record_b=double, score=80, found_on=today)
        RecordMerge.objects.create(kept=record, removed=double, merged_on=today, merged_by="x", reason="x")
        _cross_the_line(case, record)


def _cross_the_line(case: Case, record: StudentRecord) -> None:
    """Rows of the border, as if the case went to another province."""
    mine = {"school_id": case.school_id, "district_id": case.district_id, "record": record}
    Crossing.objects.create(case=case, application=f"110000-{case.pk}", outward=False, other_province="130000")
    said = OutgoingMessage.objects.create(
        key=f"x:{case.pk}", verb="apply", about=f"110000-{case.pk}", case=case, **mine
    )
    IncomingMessage.objects.create(
        sequence=case.pk, number=f"N{case.pk}", text="x", written_at=timezone.now(), in_reply_to=said, case=case
    )
    Difference.objects.create(national_number="x", field=f"name{case.pk}", found_on=date(2015, 9, 1), **mine)


def _hangs_on(model: type[models.Model], found: set[type[models.Model]]) -> bool:
    return any(field.related_model in found for field in model._meta.concrete_fields if field.remote_field)
