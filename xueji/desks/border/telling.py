"""How messages are told: states as words with their tones, provinces by name, reasons with their remedies, raw text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from xueji.desks.cases.page.crossing.story import STATES
from xueji.desks.design.filters import HIDDEN
from xueji.desks.design.parts import Choice, Label, Tag, Tone, Why
from xueji.exchange.models.messages import ArrivedState, MessageState
from xueji.vocabulary.border.verbs import FromNation, ToNation
from xueji.vocabulary.codes.tables import code_table
from xueji.vocabulary.text import Text

_TONES: Mapping[str, Tone] = {
    MessageState.SILENT.value: "late",
    MessageState.REJECTED.value: "late",
    MessageState.QUEUED.value: "info",
    MessageState.ACKNOWLEDGED.value: "done",
    ArrivedState.UNREADABLE.value: "late",
    ArrivedState.UNKNOWN.value: "waits",
    ArrivedState.DUPLICATE.value: "waits",
    ArrivedState.LATE.value: "waits",
    ArrivedState.EARLY.value: "waits",
    ArrivedState.REFUSED.value: "late",
    ArrivedState.APPLIED.value: "done",
}
_NUMBERS = re.compile(r"(?<!\d)(\d{6}(?:18|19|20)\d{6})\d{3}[\dXx](?![\dXx])")


def state_tag(state: str) -> Tag:
    """A state as its word."""
    return Tag(STATES[state], tone_of(state))


def tone_of(state: str) -> Tone:
    """The tone of a state."""
    return _TONES.get(state, "plain")


def province(code: str) -> Label:
    """A province by its name; a code that nobody knows stays a code."""
    return code_table("province").label(code) or code


def provinces(codes: Iterable[str]) -> list[Choice]:
    """Provinces to choose from, in the order of their codes."""
    return [Choice(code, province(code)) for code in sorted(set(codes)) if code]


def said(verb: str) -> Label:
    """What one of our messages says."""
    return ToNation(verb).label


def heard(verb: str) -> Label:
    """What one of theirs says; one that nobody understood says nothing."""
    return FromNation(verb).label if verb else Text("（无法识读）", "(unreadable)")


def reasons(why: Iterable[Mapping[str, Any]]) -> list[Why]:
    """Why a message waits for a person."""
    return [Why(_text(one, "says"), _text(one, "mend")) for one in why]


def without_numbers(text: str) -> str:
    """Raw text with the last four signs of every identity number hidden, also within a national number."""
    return _NUMBERS.sub(lambda found: found.group(1) + HIDDEN * 4, text)


def _text(one: Mapping[str, Any], key: str) -> Text:
    told = one.get(key) or {}
    return Text(str(told.get("zh", "")), str(told.get("en", "")))
