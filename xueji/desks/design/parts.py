"""What the macros are given: small frozen values, so that a page says what it shows and not how.

All of them are also names inside the templates, so `Column("name", _("姓名"))` may be written there.
A `Label` is a finished string or a `Text` in both languages; a Text is printed in the language of the reader.
Tones are the five colours of the house: plain (nothing asked), info (blue), waits (amber: waits for you),
late (red: late or refused), done (green: finished). A tone never stands without its word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from xueji.vocabulary.text import Text

Label = str | Text
Tone = Literal["plain", "info", "waits", "late", "done"]


@dataclass(frozen=True, slots=True)
class Link:
    """One place to go to."""

    label: Label
    url: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A state or standing as a word with its tone."""

    label: Label
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a definition list or of a page's head; `value` may be the output of another macro."""

    label: Label
    value: Any
    note: Label | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A counted figure; with `url` it is a link to exactly the rows that it counts."""

    label: Label
    value: int | None
    url: str | None = None
    note: Label | None = None
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One counted line of a worklist; `url` leads to a list of exactly `count` rows.

    `late` of them are past their date; `left` is the number of days until the nearest one falls due (negative: past).
    """

    label: Label
    count: int
    url: str
    tone: Tone = "plain"
    late: int = 0
    left: int | None = None
    note: Label | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """One date of the year's strip: a day or, with `until`, a window; `left` in working days as of today."""

    on: date
    label: Label
    until: date | None = None
    left: int | None = None
    tone: Tone = "plain"
    note: Label | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a select, radio or code list; `find` holds what else it is found by (code, pinyin)."""

    value: str
    label: Label
    note: Label | None = None
    find: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """One field of the filter row; its value comes back in the address under `name`."""

    name: str
    label: Label
    kind: Literal["search", "select", "date", "check"] = "select"
    value: str = ""
    choices: Sequence[Choice] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; the kind decides how a plain value is written.

    text | open (the link that opens the row) | number | date | moment | masked (ID number, last four hidden) |
    grouped (a number that may be shown in full) | left (days left) | tag. A `Cell` or `Tag` in the row stands over it.
    """

    key: str
    label: Label
    kind: Literal["text", "open", "number", "date", "moment", "masked", "grouped", "left", "tag"] = "text"
    sort_url: str | None = None
    sorted: Literal["ascending", "descending"] | None = None
    on_phone: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with more than its value: a second line, a tone, a link of its own."""

    value: Any
    note: Label | None = None
    tone: Tone = "plain"
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `key` is what a checked box sends, `url` what Enter opens, `cells` by the key of the column."""

    key: str
    cells: Mapping[str, Any]
    url: str | None = None
    tone: Tone = "plain"
    can_pick: bool = True


@dataclass(frozen=True, slots=True)
class Pager:
    """Keyset pages: the addresses of the neighbours, and how many rows there are and are shown."""

    shown: int
    total: int | None = None
    previous_url: str | None = None
    next_url: str | None = None
    first_url: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a case's rail or of an import; `left` in days as of today (negative: past)."""

    label: Label
    state: Literal["done", "now", "next", "refused", "withdrawn", "ended", "skipped"] = "next"
    who: Label | None = None
    when: date | datetime | None = None
    since: date | datetime | None = None
    due: date | None = None
    left: int | None = None
    note: Label | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a life line, newest first; `source` names the article, decision or paper behind it.

    `rules` are the conditions as they stood at that moment, shown on request.
    """

    when: date | datetime
    title: Label
    who: Label | None = None
    note: Label | None = None
    source: Label | None = None
    tone: Tone = "plain"
    url: str | None = None
    links: Sequence[Link] = ()
    rules: Sequence[Rule] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One guard and its state now: True or "holds", False or "fails", None or "unknown"; the enum Truth fits too."""

    says: Label
    mend: Label
    source: Label
    truth: Any


@dataclass(frozen=True, slots=True)
class Why:
    """Why something cannot be done now, and what mends it; `process.decision.Reason` may stand in its place."""

    says: Label
    mend: Label
    source: Label | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do. With `url` a link; else a submit button of the form around it that sends `name=value`.

    With `reasons` it cannot be done now: it is shown greyed, with every reason and remedy in sight.
    `key` is the letter that moves the focus to it.
    """

    label: Label
    url: str | None = None
    name: str = "deed"
    value: str = ""
    tone: Literal["primary", "plain", "danger"] = "plain"
    reasons: Sequence[Any] = ()
    note: Label | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Wrong:
    """One fault of a form: `name` of the field ("" for the form as a whole), what is wrong and what mends it."""

    name: str
    says: Label
    mend: Label | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form as data, for forms that are built from what a procedure asks.

    `hangs_on` names another field and the values of it with which this one is asked; without script it stays in sight.
    `check` is an address that is asked, as soon as something is typed, whether it is sound; `check_with` names the
    fields that are told along.
    """

    name: str
    label: Label
    kind: Literal["text", "select", "date", "code", "radio", "check", "textarea", "file", "number", "hidden"] = "text"
    value: Any = ""
    choices: Sequence[Choice] = ()
    hint: Label | None = None
    wrong: Label | None = None
    required: bool = False
    max_length: int | None = None
    accept: str | None = None
    hangs_on: tuple[str, Sequence[str]] | None = None
    check: str | None = None
    check_with: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """One row of an import or of a batch: its number in the sheet, verdict and reasons.

    Each reason has `field` (the key of the column, marked in the row), `says` and `mend`.
    """

    row: int | str
    verdict: Literal["accept", "problem", "reject"]
    cells: Mapping[str, Any] = field(default_factory=dict)
    reasons: Sequence[Any] = ()
    url: str | None = None


@dataclass(frozen=True, slots=True)
class CellFault:
    """One reason of a verdict."""

    field: str
    says: Label
    mend: Label | None = None


EVERY_PART = (
    Link, Tag, Fact, Figure, WorkLine, Mark, Choice, Filter, Column, Cell, Row, Pager, Step, Event, Rule, Why, Action,
    Wrong, Field, Verdict, CellFault,
)  # fmt: skip
