"""The rows of many lives, table by table, in the order of the keys that bind them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from xueji.cases.models import Case, CaseParty, Decision
from xueji.exchange.seeding.register.closing import Closing
from xueji.exchange.seeding.register.lives import Life
from xueji.exchange.seeding.register.lines import Line
from xueji.records.copying import copy_in, reserve_keys
from xueji.records.models import (
    Enrollment,
    EnrollmentQuota,
    Entrant,
    NumberAssignment,
    Student,
    StudentForm,
    StudentRecord,
)
from xueji.records.models.identity import IDENTITY
from xueji.records.models.numbers import NumberScheme
from xueji.records.models.quotas import QuotaKind
from xueji.vocabulary.facts.entry import AdmissionKind, AdmissionSource
from xueji.vocabulary.parties import Party
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.people.standings import LeavingOutcome, RecordStanding

@dataclass(frozen=True, slots=True)
class Keys:
    """The keys and education IDs reserved for some lives, one of each kind for each of them."""

    students: list[int]
    entrants: list[int]
    cases: list[int]
    records: list[int]
    education_ids: list[str]


def reserve(count: int) -> Keys:
    """Reserve what `count` lives need. Reserved in order, the same city gets the same numbers, however it is written."""
    return Keys(*(reserve_keys(model, count) for model in (Student, Entrant, Case, StudentRecord)), _education_ids(count))


def write(lives: Sequence[Life], keys: Keys, closing: Closing) -> None:
    """Write the lives. Their class groups must be saved; quota rows are made or raised to hold them."""
    _students(lives, keys)
    _entrants(lives, keys)
    _records(lives, keys)
    _spells(lives, keys)
    _numbers(lives, keys)
    _forms(lives, keys, closing)
    _cases(lives, keys, closing)
    take_places(lives)


def _students(lives: Sequence[Life], keys: Keys) -> None:
    rows = ((key, *life.child.identity, "", "") for key, life in zip(keys.students, lives, strict=True))
    copy_in(Student, ("id", *IDENTITY, "former_name", "as_local_proof"), rows)


def _entrants(lives: Sequence[Life], keys: Keys) -> None:
    fields = (
        *("id", *IDENTITY, "school_year", "registration_number", "source", "admission_kind", "confirmed_on"),
        *("school", "campus", "district", "grade", "student", "form_answers", "verbatim"),
    )
    copy_in(
        Entrant,
        fields,
        (
            (
                *(key, *life.child.identity, line.entry_year, life.registration_number),
                *(AdmissionSource.FEED.value, AdmissionKind.ORDINARY.value, line.opened_on, line.school.pk, None),
                *(line.district.pk, line.entry_grade.value, student, life.given, life.verbatim),
            )
            for key, student, life in zip(keys.entrants, keys.students, lives, strict=True)
            for line in (life.line,)
        ),
    )


def _records(lives: Sequence[Life], keys: Keys) -> None:
    fields = (
        *("id", "student", "standing", "leaving_outcome", "document_type", "document_number", "contested"),
        *("established_on", "closed_on"),
    )
    studying = (RecordStanding.STUDYING.value, "")
    left = (RecordStanding.LEFT.value, LeavingOutcome.GRADUATED.value)
    copy_in(
        StudentRecord,
        fields,
        (
            (
                *(key, student, *(left if line.left_on else studying)),
                *(life.child.document_type, life.child.document_number, False, line.entered_on, line.left_on),
            )
            for key, student, life in zip(keys.records, keys.students, lives, strict=True)
            for line in (life.line,)
        ),
    )


def _spells(lives: Sequence[Life], keys: Keys) -> None:
    fields = (
        *("record", "student", "school", "district", "campus", "class_group", "school_year", "grade", "cohort"),
        *("seat_number", "during", "entry_type", "exit_type", "counts_against_quota"),
    )
    copy_in(
        Enrollment,
        fields,
        (
            (
                *(record, student, life.line.school.pk, life.line.district.pk, life.line.campus.pk, group.pk),
                *(group.school_year, group.grade, group.cohort, life.seat, spell.during, spell.entry, spell.exit, True),
            )
            for record, student, life in zip(keys.records, keys.students, lives, strict=True)
            for spell in life.line.spells
            for group in (spell.group,)
        ),
    )


def _numbers(lives: Sequence[Life], keys: Keys) -> None:
    rows = []
    for record, eid, life in zip(keys.records, keys.education_ids, lives, strict=True):
        since = life.line.entered_on
        rows.append((record, NumberScheme.EDUCATION_ID.value, eid, since))
        rows.append((record, NumberScheme.TEMPORARY.value, life.temporary_number, since))
        rows.append((record, NumberScheme.CITY.value, life.city_number, since))
    copy_in(NumberAssignment, ("record", "scheme", "number", "starts_on"), rows)


def _education_ids(count: int) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT lpad(nextval('records_education_id')::text, 8, '0') FROM generate_series(1, %s)", [count]
        )
        return [number for (number,) in cursor.fetchall()]


def _forms(lives: Sequence[Life], keys: Keys, closing: Closing) -> None:
    copy_in(
        StudentForm,
        ("student", "answers", "missing", "due_on", "completed_on", "version"),
        (
            (student, life.answers, life.missing, closing.form_due(entered), None if life.missing else entered, 1)
            for student, life in zip(keys.students, lives, strict=True)
            for entered in (life.line.entered_on,)
        ),
    )


def _cases(lives: Sequence[Life], keys: Keys, closing: Closing) -> None:
    now = timezone.now()
    pairs = list(zip(keys.cases, keys.entrants, lives, strict=True))
    answers = {id(life.line): json.dumps({"class_group": str(life.line.spells[0].group.pk)}) for life in lives}
    copy_in(
        Case,
        closing.CASE_FIELDS,
        (closing.case(key, entrant, life.line, answers[id(life.line)]) for key, entrant, life in pairs),
    )
    copy_in(CaseParty, ("case", "party", "school", "office"), (row for key, _, life in pairs for row in _parties(key, life.line)))
    copy_in(
        Decision,
        closing.DECISION_FIELDS,
        (
            row
            for key, _, life in pairs
            for row in closing.decisions(key, life.line, life.child.residency, answers[id(life.line)], now)
        ),
    )


def _parties(case: int, line: Line) -> tuple[tuple[Any, ...], ...]:
    return (
        (case, Party.SCHOOL.value, line.school.pk, None),
        (case, Party.DISTRICT.value, None, line.district.pk),
    )


def take_places(lives: Sequence[Life]) -> None:
    """Count the places these children take; a year without a quota row gets one that holds just them."""
    taken: Counter[tuple[int, int, str, str]] = Counter()
    for life in lives:
        place = (life.line.school.pk, life.line.entry_year, life.line.entry_grade.value)
        taken[*place, QuotaKind.GENERAL.value] += 1
        if life.child.residency == Residency.FOREIGN.value:
            taken[*place, QuotaKind.FOREIGN.value] += 1
    EnrollmentQuota.objects.bulk_create(
        (
            EnrollmentQuota(school_id=school, school_year=year, grade=grade, kind=kind, granted=0, taken=0)
            for school, year, grade, kind in sorted(taken)
        ),
        ignore_conflicts=True,
    )
    rows = [(*key, places) for key, places in sorted(taken.items())]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE records_enrollmentquota AS quota
               SET taken = quota.taken + more.places,
                   granted = greatest(quota.granted, quota.held + quota.taken + more.places)
              FROM unnest(%s::bigint[], %s::int[], %s::text[], %s::text[], %s::int[])
                AS more (school_id, school_year, grade, kind, places)
             WHERE (quota.school_id, quota.school_year, quota.grade, quota.kind)
                 = (more.school_id, more.school_year, more.grade, more.kind)
            """,
            [list(column) for column in zip(*rows, strict=True)],
        )
