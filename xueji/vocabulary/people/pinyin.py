"""Names in pinyin, for search: the readings of surnames are ours, the rest comes from pypinyin."""

from __future__ import annotations

from functools import cache, lru_cache

from pypinyin import Style, lazy_pinyin

from xueji.vocabulary.people.names import MIDDLE_DOT, tidy_name
from xueji.vocabulary.tables import read_table

_LONGEST_WITH_SURNAME = 6


def pinyin(name: str) -> str:
    """Return the whole name in pinyin, lower case, without blanks or tones: 单雨怡 -> "shanyuyi".

    ü is written v (吕 -> "lv"), as it is typed. Latin letters stay; a character of no known reading is left out.
    """
    return "".join(syllables(name))


def initials(name: str) -> str:
    """Return the first letters of the syllables: 单雨怡 -> "syy"."""
    return "".join(syllable[0] for syllable in syllables(name))


def syllables(name: str) -> list[str]:
    """Return the syllables of a name, surname first; a Latin word counts as one syllable.

    A name with a middle dot has no Chinese surname (阿依古丽·买买提).
    """
    tidy = tidy_name(name)
    if MIDDLE_DOT in tidy or len(tidy) > _LONGEST_WITH_SURNAME or tidy.isascii():
        return list(_read(tidy))
    surname, given = _split(tidy)
    reading = _surnames().get(surname)
    return [*(_read(surname) if reading is None else reading.split()), *_read(given)]


def _split(name: str) -> tuple[str, str]:
    """Part the surname from the given name: two characters if our table has them, else one."""
    # A double surname leaves at least one character for the given name: 尉迟 alone is 尉 with the given name 迟.
    width = 2 if len(name) > 2 and name[:2] in _surnames() else 1  # noqa: PLR2004
    return name[:width], name[width:]


@lru_cache(maxsize=65536)
def _read(text: str) -> tuple[str, ...]:
    # Given names repeat, and pypinyin takes twenty microseconds for each.
    read = lazy_pinyin(text, style=Style.NORMAL, errors=_latin_words)
    words = [word for syllable in read for word in syllable.split()]
    return tuple(kept for kept in ("".join(filter(str.isalpha, syllable)).lower() for syllable in words) if kept)


def _latin_words(text: str) -> str:
    # Only what can be typed on a keyboard is a search key; an unreadable character would only hide the rest.
    return " ".join(word for word in text.replace(MIDDLE_DOT, " ").split() if word.isascii())


@cache
def _surnames() -> dict[str, str]:
    return {row["surname"]: row["reading"] for row in read_table("xueji.vocabulary.people", "surnames.csv")}
