"""The cells of tables, written in Python: a list of a thousand rows asks for ten thousand of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from markupsafe import Markup, escape

from xueji.desks.design.filters import (
    days_left,
    days_tone,
    grouped,
    in_words,
    iso_date,
    language,
    masked_id,
    moment,
    number,
)
from xueji.desks.design.parts import Cell, Column, Row, Tag, Verdict

KINDS: dict[str, Callable[..., str]] = {
    "number": number,
    "date": iso_date,
    "moment": moment,
    "masked": masked_id,
    "grouped": grouped,
}


def cells(row: Row, columns: Sequence[Column]) -> Markup:
    """Write all cells of a row, each with the name of its column for the cards of a phone."""
    spoken = language()
    parts = [f"{_opening(column, spoken)}{cell(row.cells[column.key], column, row)}</td>" for column in columns]
    return Markup("".join(parts))  # noqa: S704 - every part is escaped where it is written


def cell(value: object, column: Column, row: Row | Verdict) -> Markup:
    """Write one cell as its column's kind asks; a Cell adds its note, tone and link, a Tag stays a tag."""
    if not isinstance(value, Cell):
        return Markup(_plain(value, column, row))  # noqa: S704
    written = _plain(value.value, column, row)
    opens_the_row = column.kind == "open" and row.url
    if value.url and not opens_the_row:
        written = f'<a href="{escape(value.url)}">{written}</a>'
    elif value.tone != "plain":
        written = f'<span class="xj-word xj-{escape(value.tone)}">{written}</span>'
    if value.note:
        written += f"<small>{escape(in_words(value.note))}</small>"
    return Markup(written)  # noqa: S704 - every part is escaped above


def _plain(value: object, column: Column, row: Row | Verdict) -> str:
    """Write a value as escaped markup."""
    if value is None:
        return ""
    if isinstance(value, Tag):
        return _tag(value.tone, str(in_words(value.label)))
    if column.kind == "open" and row.url:
        return f'<a href="{escape(row.url)}" data-open>{escape(in_words(value))}</a>'
    if column.kind == "left" and isinstance(value, int):
        tone = days_tone(value)
        return str(escape(days_left(value))) if tone == "plain" else _tag(tone, days_left(value))
    write = KINDS.get(column.kind, in_words)
    return str(escape(write(value)))


def _tag(tone: str, words: str) -> str:
    return f'<span class="xj-tag xj-{escape(tone)}">{escape(words)}</span>'


@lru_cache(maxsize=512)
def _opening(column: Column, language_: str) -> str:
    """Write the opening tag of a column's cells; the language is asked for because the label may be a Text."""
    del language_
    wide = "" if column.on_phone else " xj-wide-only"
    return f'<td class="xj-{column.kind}{wide}" data-label="{escape(in_words(column.label))}">'
