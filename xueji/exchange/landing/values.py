"""From the tidied values of a row to an entrant."""

import hashlib
from collections.abc import Mapping
from datetime import date
from types import SimpleNamespace
from typing import Any, NamedTuple

from xueji.exchange.models import ImportBatch
from xueji.parties.models import School
from xueji.vocabulary.facts.entry import AdmissionKind, AdmissionSource
from xueji.vocabulary.people.names import name_key
from xueji.vocabulary.people.pinyin import initials, pinyin
from xueji.vocabulary.schooling.grades import Grade

_PLAIN = ("name", "sex", "document_type", "document_number", "nationality", "ethnicity", "residency")
_FORM = {
    "present_address": "present_address",
    "guardian_name": "member1_name",
    "guardian_kinship": "member1_kinship",
    "guardian_phone": "member1_telephone",
    "admission_mode": "admission_mode",
    "attendance_mode": "attendance_mode",
}


class WaitingRow(NamedTuple):
    """A staged row about to land: key, number in the sheet, tidied values, and its cells as JSON text, passed through."""

    pk: int
    row: int
    values: Mapping[str, Any]
    cells: str


def registration_number(values: Mapping[str, Any]) -> str:
    """The row's own registration number, or a digest of who it is and where, so that a repeat is recognised."""
    own = str(values.get("registration_number") or "")
    if own:
        return own
    who = "|".join(
        str(values.get(key) or "") for key in ("school_code", "document_type", "document_number", "name", "birth_date")
    )
    return "X" + hashlib.sha256(who.encode()).hexdigest()[:24]


class Arrival(SimpleNamespace):
    """An entrant about to be written, with the attributes of its row: making a model of each would double the work.

    `verbatim` is still JSON text, ready for COPY.
    """


def entrant_of(row: WaitingRow, batch: ImportBatch, school: School, today: date) -> Arrival:
    """An arrival with everything that the row says."""
    values = row.values
    name = values["name"]
    from_feed = batch.source == AdmissionSource.FEED.value
    return Arrival(
        pk=None,
        id=None,
        **{key: values.get(key) or "" for key in _PLAIN},
        name_pinyin=pinyin(name),
        name_initials=initials(name),
        name_key=name_key(name),
        birth_date=date.fromisoformat(str(values["birth_date"])),
        as_local_category=values.get("as_local_category") or "",
        hukou_place=values.get("hukou_place") or "",
        school_year=batch.school_year,
        registration_number=registration_number(values),
        source=batch.source,
        admission_kind=_kind(values).value,
        confirmed_on=today if from_feed else None,
        school_id=school.pk,
        district_id=school.district_id,
        grade=values["grade"],
        batch_id=batch.pk,
        batch_row=row.row,
        form_answers=_form_answers(values),
        verbatim=row.cells,
    )


def _kind(values: Mapping[str, Any]) -> AdmissionKind:
    """A preparatory year exists only for inland senior classes (S7)."""
    return AdmissionKind.INLAND_CLASS if values["grade"] == Grade.S0.value else AdmissionKind.ORDINARY


def _form_answers(values: Mapping[str, Any]) -> dict[str, str]:
    answers = {item: str(values[key]) for key, item in _FORM.items() if values.get(key)}
    if values.get("guardian_name"):
        answers["member1_guardian"] = "1"
    return {**answers, **{key: str(value) for key, value in (values.get("form") or {}).items() if value}}
