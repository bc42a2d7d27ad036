"""What every shape is made of: words in two languages, keys, lines of text, codes with their labels."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from ninja import Path, Schema
from pydantic import ConfigDict, Field, StringConstraints

from xueji.vocabulary.codes.tables import code_table
from xueji.vocabulary.text import Text

LARGEST_KEY = 2**53 - 1
"""Larger whole numbers lose digits in JavaScript."""

Key = Annotated[int, Field(ge=1, le=LARGEST_KEY)]
KeyInPath = Annotated[int, Path(ge=1, le=LARGEST_KEY, description="编号 · key")]

Line = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
"""One line of text."""

Prose = Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$")]
"""Text of several lines: a reason."""

SAID = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*[^\x00-\x20\x7f\s][^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
Reason = Annotated[str, StringConstraints(min_length=1, max_length=500)]
"""Why something is done: kept in the journal, so it may not be empty."""

Day = Annotated[str, StringConstraints(pattern=r"^[12]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
"""A day as 2015-09-16."""


class Sent(Schema):
    """What a program sends: nothing is guessed, nothing unknown is passed over."""

    model_config = ConfigDict(strict=True, extra="forbid")


class Words(Schema):
    """A text in Chinese and in English."""

    zh: str
    en: str


class Coded(Schema):
    """A code with what it means."""

    code: str
    label: Words


class Place(Schema):
    """A school or an office."""

    id: int
    name: str


class Unset(Schema):
    """Nothing but the key of what was touched."""

    id: int


def words(text: Text | str) -> dict[str, str]:
    """A text as JSON; a plain string stands for itself in both languages."""
    return {"zh": text.zh, "en": text.en} if isinstance(text, Text) else {"zh": text, "en": text}


def coded(code: str, label: Text | str) -> dict[str, Any]:
    """A code with its label."""
    return {"code": code, "label": words(label)}


def coded_by(table: str, code: str) -> dict[str, Any] | None:
    """A code of a table with its label; None for no code."""
    return coded(code, code_table(table).label(code) or code) if code else None


def place(row: Any) -> dict[str, Any] | None:
    """A school or an office, by key and name; None for none."""
    return {"id": row.pk, "name": row.name} if row is not None else None


def iso(day: date | None) -> str | None:
    """A day as text."""
    return day.isoformat() if day else None
