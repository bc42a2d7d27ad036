"""The identity document: its type, its number, and whether the two go together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from xueji.exchange.intake.verdicts.outcome import Finding, rejected, rule
from xueji.exchange.intake.verdicts.rules.cells import NOTHING, Reader, Reading, squeeze, squeezed_reader, text_of
from xueji.exchange.intake.workbook.cells import Cell
from xueji.vocabulary.numbers.resident_id import BadResidentId, ResidentId
from xueji.vocabulary.people.documents import DocumentType, parse_document_type
from xueji.vocabulary.text import Text

_TYPE_UNKNOWN = rule("document_type_unknown")
_NOT_FOR_PUPILS = rule("document_type_not_for_pupils")
_MISSING = rule("document_number_missing")
_PLACEHOLDER = rule("document_number_placeholder")
_SHAPE = rule("document_number_shape")
_TIDIED = rule("document_number_tidied")
_AS_NUMBER = rule("number_stored_as_number")
_CONTRADICTS = rule("document_type_contradicts_number")
_PROOF_OWED = rule("proof_of_attendance_owed")
_OLD = rule("resident_id_15_digits")
_OUTDATED = rule("resident_id_15_digits_outdated")

_LENGTH, _OLD_LENGTH = 18, 15
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE | re.ASCII)
_NUMBER = re.compile(r"[0-9A-Z()/\-]{3,30}", re.ASCII)
_QUOTES = "'`’‘′\""
# Numbers of the residence permits for Hong Kong, Macao and Taiwan are built like resident IDs, under these regions.
_REGIONS_OUTSIDE = ("81", "82", "83")
# The last numbers of 15 digits were given in September 1999 (GB 11643-1999 is in force from 1999-07-01) [MEM].
_NO_OLD_NUMBERS_FROM = date(1999, 10, 1)
# Residence permits are issued since 2018-09-01, and lists take D, H and I since [INF]; the form of 2015 did not.
_PERMITS_FROM = date(2018, 9, 1)
_PERMITS = frozenset(
    {DocumentType.HONG_KONG_MACAO_PERMIT, DocumentType.HONG_KONG_MACAO_RESIDENCE, DocumentType.TAIWAN_RESIDENCE}
)


@dataclass(frozen=True, slots=True)
class Document:
    """A document as far as it could be read: number "" if there is none, None if it is unusable."""

    number: str | None
    resident: ResidentId | None
    findings: tuple[Finding, ...]


def document_type_reader(heading: str, on: date) -> Reader:
    """Read the type of the document; only types that a pupil may have are taken."""
    allowed = [kind for kind in DocumentType if kind.student_allowed or (kind in _PERMITS and on >= _PERMITS_FROM)]
    listed = Text("、".join(kind.label.zh for kind in allowed), ", ".join(kind.label.en for kind in allowed))

    def read(text: str) -> Reading:
        kind = parse_document_type(text)
        if kind is None:
            return None, (_TYPE_UNKNOWN.found(field=heading, value=text),)
        if kind not in allowed:
            return None, (_NOT_FOR_PUPILS.found(field=heading, value=kind.label, allowed=listed),)
        return kind, ()

    return squeezed_reader(heading, read)


def read_document(kind: DocumentType | None, cell: Cell, type_heading: str, heading: str) -> Document:
    """Read the number of a document of that type (None: the type itself could not be read)."""
    raw, findings = text_of(cell, heading, exact=True)
    if raw is None:
        return Document(None, None, findings)
    number = squeeze(raw).strip(_QUOTES).upper() if not _is_plain(raw) else raw
    if number.upper() in NOTHING or (number and len(set(number)) == 1):
        if kind is not DocumentType.OTHER:
            return Document(None, None, (_PLACEHOLDER.found(field=heading, value=raw),))
        number = ""
    if not number:
        return _without_number(kind, heading)
    if _SCIENTIFIC.fullmatch(number):
        return Document(None, None, (_AS_NUMBER.found(field=heading),))
    notes = () if number.upper() == raw.upper() else (_TIDIED.found(field=heading, value=number),)
    if kind is DocumentType.RESIDENT_ID:
        return _resident(number, notes)
    return _other(kind, number, type_heading, heading, notes)


def old_number_finding(resident: ResidentId, birth_date: date | None, heading: str) -> Finding | None:
    """Say that a number is one of 15 digits, and whether a child of that age can have one; None for one of 18."""
    if len(resident.number) == _LENGTH:
        return None
    if birth_date is not None and birth_date >= _NO_OLD_NUMBERS_FROM:
        return _OUTDATED.found(field=heading, birth=birth_date)
    return _OLD.found(field=heading, value=resident.as_18().number)


def _is_plain(raw: str) -> bool:
    return len(raw) == _LENGTH and raw.isascii() and raw.isalnum()


def _without_number(kind: DocumentType | None, heading: str) -> Document:
    if kind is None:
        return Document("", None, ())
    if kind.number_required:
        return Document(None, None, (_MISSING.found(field=heading, kind=kind.label),))
    return Document("", None, (_PROOF_OWED.found(field=heading),))


def _resident(number: str, notes: tuple[Finding, ...]) -> Document:
    try:
        resident = ResidentId.parse(number)
    except BadResidentId as bad:
        return Document(None, None, (rejected(bad.fault),))
    return Document(resident.as_18().number, resident, notes)


def _other(
    kind: DocumentType | None, number: str, type_heading: str, heading: str, notes: tuple[Finding, ...]
) -> Document:
    if kind is not None and len(number) == _LENGTH and not number.startswith(_REGIONS_OUTSIDE):
        try:
            ResidentId.parse(number)
        except BadResidentId:
            pass
        else:
            contradiction = _CONTRADICTS.found(field=type_heading, kind=kind.label, number=number)
            return Document(None, None, (contradiction,))
    if not _NUMBER.fullmatch(number) or not any(sign.isdigit() for sign in number):
        label = kind.label if kind is not None else Text("身份证件", "identity document")
        return Document(None, None, (_SHAPE.found(field=heading, value=number, kind=label),))
    return Document(number, None, notes)
