"""When two rows are one child to the nation, and when a number is wrong by itself (S21, domain §7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xueji.vocabulary.numbers.resident_id import BadResidentId, ResidentId
from xueji.vocabulary.people.names import name_key

SAME_DOCUMENT = "same_document"
SAME_LIKENESS = "same_likeness"
WRONG_DOCUMENT = "wrong_document"
_RESIDENT_ID = "1"


def doubt_between(one: Mapping[str, Any], other: Mapping[str, Any]) -> str | None:
    """Say why two rows are taken for one child: the same document, or no document and the same person; else None."""
    if one["document_number"] and one["document_number"] == other["document_number"]:
        return SAME_DOCUMENT
    if one["document_number"] or other["document_number"]:
        return None
    same = name_key(one["name"]) == name_key(other["name"])
    return SAME_LIKENESS if same and all(one[key] == other[key] for key in ("sex", "birth_date")) else None


def wrong_document(row: Mapping[str, Any]) -> bool:
    """Whether a resident ID is not sound, or speaks of another birth date or sex than the row."""
    return bool(row["document_type"] == _RESIDENT_ID) and not verified(row)


def verified(row: Mapping[str, Any]) -> bool:
    """Whether the identity is certain enough for a formal number: a sound ID of this very birth date and sex."""
    if row["document_type"] != _RESIDENT_ID:
        return False
    try:
        parsed = ResidentId.parse(row["document_number"])
    except BadResidentId:
        return False
    return (parsed.birth_date.isoformat(), parsed.sex) == (row["birth_date"], row["sex"])
