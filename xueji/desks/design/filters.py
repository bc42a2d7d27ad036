"""How values are written on a page: dates, numbers, ID numbers, days left."""

from __future__ import annotations

import enum
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

from xueji.vocabulary.text import Text

HIDDEN = "•"
MASKED_CHARACTERS = 4
GROUP = 4
ID_NUMBER_LENGTHS = (15, 18)


def language() -> str:
    """Return "zh" or "en": the language in which this page is written."""
    return "en" if (get_language() or "zh").startswith("en") else "zh"


def in_words(value: object) -> object:
    """Print a Text in the reader's language and nothing for None; every printed value passes through here."""
    if value is None:
        return ""
    return value.in_language(language()) if isinstance(value, Text) else value


def iso_date(value: date | datetime | None) -> str:
    """Write 2015-09-16; a moment is first carried to the city's time zone."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
        return value.strftime("%Y-%m-%d")
    return value.isoformat()


def moment(value: date | datetime | None) -> str:
    """Write 2015-09-16 14:05 in the city's time zone; a date alone stays a date."""
    if not isinstance(value, datetime):
        return iso_date(value)
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return local.strftime("%Y-%m-%d %H:%M")


def number(value: float | None) -> str:
    """Write 12,345; nothing for None."""
    return "" if value is None else f"{value:,}"


def grouped(value: str | None) -> str:
    """Write an ID or record number in groups of four: 1102 2920 0803 15403X becomes 1102 2920 0803 1540 3X.

    A leading letter (the L, G or J of a national student number) stands alone, so that the groups of the ID number
    behind it stay the same.
    """
    text = (value or "").strip()
    head, digits = (text[0], text[1:]) if text[:1].isalpha() and text[1:2].isdigit() else ("", text)
    groups = [digits[start : start + GROUP] for start in range(0, len(digits), GROUP)]
    return " ".join([head, *groups] if head else groups)


def masked_id(value: str | None) -> str:
    """Write a number with its last four characters hidden: 1102 2920 0803 15••••.

    The hidden part is never split, so that the number cannot be taken for a complete one. Of a number that is no ID
    number (a passport) at least half is hidden, for it carries no region and birth date that could be shown freely.
    """
    text = (value or "").strip()
    if not text:
        return ""
    digits = text[1:] if text[:1] in "LGJ" else text
    hidden = MASKED_CHARACTERS if len(digits) in ID_NUMBER_LENGTHS else max(MASKED_CHARACTERS, (len(text) + 1) // 2)
    shown = text[: max(len(text) - hidden, 0)]
    return grouped(shown) + HIDDEN * (len(text) - len(shown))


def days_left(left: int | None) -> str:
    """Write how many working days are left; a negative number is so many days late; nothing for None (no clock)."""
    if left is None:
        return ""
    if left < 0:
        return ngettext("逾期 %(days)s 个工作日", "逾期 %(days)s 个工作日", -left) % {"days": -left}
    if left == 0:
        return gettext("今天到期")
    return ngettext("还剩 %(days)s 个工作日", "还剩 %(days)s 个工作日", left) % {"days": left}


def days_tone(left: int | None, soon: int = 3) -> str:
    """Return the tone of days left: late when past, waits within `soon` days, else plain."""
    if left is None or left > soon:
        return "plain"
    return "late" if left < 0 else "waits"


def truth(value: object) -> str:
    """Return "holds", "fails" or "unknown" for the three truths of a guard, however they are spelled."""
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "holds" if value else "fails"
    return (value.name if isinstance(value, enum.Enum) else str(value)).lower()


FILTERS = {
    "date": iso_date,
    "moment": moment,
    "number": number,
    "grouped": grouped,
    "masked_id": masked_id,
    "days_left": days_left,
    "days_tone": days_tone,
    "truth": truth,
    "words": in_words,
}
