"""The rows of many lives, table by table, in the order of the keys that bind them."""

from __future__ import annotations

from collections.abc import Sequence

from xueji.exchange.seeding.register.cases import write_cases
from xueji.exchange.seeding.register.closing import Closing
from xueji.exchange.seeding.register.keys import Keys
from xueji.exchange.seeding.register.lives import Life
from xueji.exchange.seeding.register.taking import take_places
from xueji.records.copying import copy_in
from xueji.records.models import Enrollment, Entrant, NumberAssignment, Student, StudentForm, StudentRecord
from xueji.records.models.identity import IDENTITY
from xueji.records.models.numbers import NumberScheme
from xueji.vocabulary.facts.entry import AdmissionKind, AdmissionSource
from xueji.vocabulary.people.standings import LeavingOutcome, RecordStanding


def write(lives: Sequence[Life], keys: Keys, closing: Closing) -> None:
    """Write the lives. Their class groups must be saved; quota rows are made or raised to hold them."""
    _students(lives, keys)
    _entrants(lives, keys)
    _records(lives, keys)
    # Forms before spells: an open spell copies what its form says.
    _forms(lives, keys, closing)
    _spells(lives, keys)
    _numbers(lives, keys)
    write_cases(lives, keys, closing)
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
        if life.city_number:
            rows.append((record, NumberScheme.CITY.value, life.city_number, since))
    copy_in(NumberAssignment, ("record", "scheme", "number", "starts_on"), rows)


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
