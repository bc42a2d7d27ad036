"""What was typed into a form: read without raising, and told back with every fault."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xueji.desks.design.parts import Wrong
from xueji.parties.refusals import RefusedError

LONGEST_NUMBER = 9


def typed(sent: Any, name: str, longest: int = 200) -> str:
    """One line as typed: trimmed, of bearable length, without the one character that no database takes."""
    return str(sent.get(name, "")).replace("\x00", "").strip()[:longest]


def whole_number(text: str) -> int | None:
    """Read a whole number; None for anything else, empty included."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else None


def keys(texts: Sequence[str]) -> list[int]:
    """Read row keys from picked boxes; what is no key is left out, twins count once."""
    found = (int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 19)  # noqa: PLR2004
    return list(dict.fromkeys(found))


def wrongs(error: RefusedError) -> list[Wrong]:
    """What an office act complains of, field by field."""
    return [Wrong(complaint.field, complaint.says, complaint.mend) for complaint in error.complaints]


def wrong_by_field(found: Sequence[Wrong]) -> dict[str, Any]:
    """The sentence to show at each field; the first one where a field has several."""
    told: dict[str, Any] = {}
    for wrong in found:
        told.setdefault(wrong.name, wrong.says)
    return told
