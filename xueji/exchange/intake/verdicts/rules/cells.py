"""From a cell to clean text: what every field has in common."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from xueji.exchange.intake.verdicts.outcome import Finding, rule
from xueji.exchange.intake.workbook.cells import Cell, CellError, Formula
from xueji.vocabulary.text import Text

# A value and what was found on the way to it. None: the cell is unusable, and the findings say why. "": it is empty.
Reading = tuple[object, tuple[Finding, ...]]
TextReading = tuple[str | None, tuple[Finding, ...]]
Reader = Callable[[Cell], Reading]

EMPTY: tuple[str, tuple[Finding, ...]] = ("", ())
# What people write into a cell to say that there is nothing.
NOTHING = frozenset(
    {"无", "暂无", "没有", "不详", "未知", "空", "/", "\\", "-", "--", "—", "——", "NULL", "NONE", "N/A", "NA"}
)

_EXACT_BELOW = 10**15
_MOST_REMEMBERED = 4_096
_FORMULA_SIGNS = ("=", "@", "+", "-")
_PHONE_LIKE = re.compile(r"[+-][\d\s-]+")
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# What a program writes for a character it could not read.
_REPLACED = "\ufffd"
_UNKNOWN = frozenset({"Co", "Cs"})
_BLANKS = re.compile(r"\s+")
_KINDS: tuple[tuple[type, Text], ...] = (
    (bool, Text("逻辑值（TRUE/FALSE）", "a truth value (TRUE/FALSE)")),
    (datetime, Text("日期", "a date")),
    (date, Text("日期", "a date")),
    (time, Text("时间", "a time")),
    (timedelta, Text("时长", "a duration")),
)

_FORMULA = rule("cell_formula")
_ERROR = rule("cell_error")
_NOT_TEXT = rule("cell_not_text")
_AS_NUMBER = rule("number_stored_as_number")
_NUMBER_READ = rule("number_cell_read")
_TEXT_FORMULA = rule("text_formula")
_TOO_LONG = rule("text_too_long")
_PRIVATE = rule("text_private_character")


class Memory(dict[str, Reading]):
    """Remembers what a reader made of each text: most columns of a list hold few different values.

    Only texts are asked for: as keys, the number 1 and the truth value True would be the same.
    """

    def __init__(self, read: Reader) -> None:
        """Remember for this reader."""
        super().__init__()
        self._read = read

    def __missing__(self, text: str) -> Reading:
        """Read a text seen for the first time."""
        found = self._read(text)
        if len(self) < _MOST_REMEMBERED:
            self[text] = found
        return found


def tidy_text(raw: str) -> str:
    """Return text without control and invisible characters, blanks made plain and single, none at the ends."""
    if raw.isprintable() and raw[:1] != " " and raw[-1:] != " " and "  " not in raw:
        return raw
    kept = "".join(
        sign if unicodedata.category(sign) not in _UNPRINTABLE else " " if sign in "\t\r\n" else "" for sign in raw
    )
    return _BLANKS.sub(" ", kept).strip()


def squeeze(raw: str) -> str:
    """Return a number or code without any blanks and invisible characters, full-width forms made plain."""
    if raw.isascii() and raw.isalnum():
        return raw
    plain = unicodedata.normalize("NFKC", raw)
    return "".join(sign for sign in plain if not sign.isspace() and unicodedata.category(sign) not in _UNPRINTABLE)


def text_of(cell: Cell, heading: str, *, exact: bool = False) -> TextReading:
    """Return the raw text of a cell, or None with the reason why it has none.

    A number becomes its digits if the sheet could hold them all; with `exact` no number is taken: in a sheet it may have
    lost leading zeros or its last digits, and nobody can see it.
    """
    if isinstance(cell, str):
        return cell, ()
    if isinstance(cell, Formula):
        return None, (_FORMULA.found(field=heading),)
    if isinstance(cell, CellError):
        return None, (_ERROR.found(field=heading),)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if exact or abs(cell) >= _EXACT_BELOW:
            return None, (_AS_NUMBER.found(field=heading),)
        digits = str(int(cell)) if cell == int(cell) else repr(cell)
        return digits, (_NUMBER_READ.found(field=heading, value=digits),)
    kind = next(label for kind, label in _KINDS if isinstance(cell, kind))
    return None, (_NOT_TEXT.found(field=heading, kind=kind),)


def squeezed_reader(heading: str, read: Callable[[str], Reading]) -> Reader:
    """Build the reader of a code or number from what is to be done with its text, freed of blanks and never empty."""

    def reading(cell: Cell) -> Reading:
        raw, notes = text_of(cell, heading)
        if raw is None:
            return None, notes
        text = squeeze(raw)
        if not text:
            return EMPTY
        value, findings = read(text)
        return value, findings if value is None else (*notes, *findings)

    return reading


def text_reader(heading: str, longest: int, *, nothing: bool = False, exact: bool = False) -> Reader:
    """Read free text. With `nothing`, words such as 无 count as empty; with `exact` no number is taken for text."""

    def read(cell: Cell) -> Reading:
        raw, findings = text_of(cell, heading, exact=exact)
        if raw is None:
            return None, findings
        text = tidy_text(raw)
        if not text or (nothing and text.upper() in NOTHING):
            return EMPTY
        faults = text_faults(text, heading, longest)
        return (None, faults) if faults else (text, findings)

    return read


def text_faults(text: str, heading: str, longest: int) -> tuple[Finding, ...]:
    """Say what makes a text unfit to be kept: a formula, its length, a character nobody else can show."""
    if text.startswith(_FORMULA_SIGNS) and not _PHONE_LIKE.fullmatch(text):
        return (_TEXT_FORMULA.found(field=heading, sign=text[0]),)
    if len(text) > longest:
        return (_TOO_LONG.found(field=heading, most=longest),)
    if _REPLACED in text or not text.isprintable():
        for sign in text:
            if sign == _REPLACED or unicodedata.category(sign) in _UNKNOWN:
                return (_PRIVATE.found(field=heading, sign=f"U+{ord(sign):04X}"),)
    return ()
