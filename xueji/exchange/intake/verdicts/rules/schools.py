"""The admitting school: its code, and whether the name in the list is that of the code."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from xueji.exchange.intake.verdicts.city import CityKnowledge, KnownSchool
from xueji.exchange.intake.verdicts.outcome import Finding, rule
from xueji.exchange.intake.verdicts.rules.cells import Reader, Reading, squeeze, squeezed_reader
from xueji.vocabulary.faults import BadValueError
from xueji.vocabulary.numbers.school_code import SchoolCode
from xueji.vocabulary.text import Text

_SHAPE = rule("school_code_shape")
_MISSING = rule("school_code_missing")
_UNKNOWN = rule("school_code_unknown")
_CLOSED = rule("school_closed")
_NOT_YOURS = rule("not_your_school")
_NAME_OF_ANOTHER = rule("school_name_of_another")
_NAME_DIFFERS = rule("school_name_differs")
_NAME_SPELLED = rule("school_name_spelled")
_NOT_LICENSED = rule("school_not_licensed")

_BRACKETS = re.compile(r"[(\[【].*?[)\]】]")
_ALIKE = 0.6
_SHORTEST_NAME = 3
_NO_HINT = Text("", "")


def school_reader(heading: str, city: CityKnowledge) -> Reader:
    """Read the code of a school as the school itself; a school that imports its own list may name no other."""

    def read(text: str) -> Reading:
        code = text.lstrip("'`’‘")
        school = city.schools.get(code)
        gaps = {"field": heading, "value": code}
        if not _is_shaped(code):
            return None, (_SHAPE.found(**gaps),)
        if city.own_school is not None and code != city.own_school:
            return None, (_NOT_YOURS.found(own=city.own_school, **gaps),)
        if school is None:
            return None, (_UNKNOWN.found(**gaps),)
        if school.closed:
            return None, (_CLOSED.found(school=school.name, **gaps),)
        return school, ()

    return squeezed_reader(heading, read)


def license_finding(school: KnownSchool, heading: str) -> Finding | None:
    """Foreign pupils need a licensed school (S4)."""
    return None if school.foreign_license else _NOT_LICENSED.found(field=heading, school=school.name)


class SchoolNames:
    """The names of the city's schools, for comparing; answers are remembered."""

    def __init__(self, city: CityKnowledge) -> None:
        """Gather every name, whole and without the name of the city or district before it."""
        self._homes = tuple(sorted(city.home_names, key=len, reverse=True))
        self._codes_of: dict[str, set[str]] = {}
        self._names_of: dict[str, set[str]] = {}
        self._answers: dict[tuple[str, str], Finding | None] = {}
        for school in city.schools.values():
            whole = {_plain(name) for name in (school.name, *school.names) if name}
            self._names_of[school.code] = whole | {self._without_home(name) for name in whole}
            for name in self._names_of[school.code]:
                self._codes_of.setdefault(name, set()).add(school.code)

    def compare(self, school: KnownSchool, name: str, heading: str) -> Finding | None:
        """Compare a name with the school of the code; prefixes, suffixes and small slips do no harm."""
        key = (school.code, name)
        if key not in self._answers:
            self._answers[key] = self._compared(school, name, heading)
        return self._answers[key]

    def code_missing(self, name: str, heading: str) -> Finding:
        """Say that the code is missing, and, if only one school bears the name, what it is."""
        codes = self._codes_of.get(_plain(name), set()) if name else set()
        hint = _NO_HINT
        if len(codes) == 1:
            code = next(iter(codes))
            hint = Text(f"（“{name}”是 {code}）", f" (“{name}” is {code})")
        return _MISSING.found(field=heading, hint=hint)

    def _compared(self, school: KnownSchool, name: str, heading: str) -> Finding | None:
        plain = _plain(name)
        own = self._names_of[school.code]
        if plain in own:
            return None
        gaps = {"field": heading, "value": name, "code": school.code, "school": school.name}
        rest = self._without_home(plain)
        if plain in self._codes_of or (rest in self._codes_of and rest not in own):
            return _NAME_OF_ANOTHER.found(**gaps)
        if rest in own:
            return None
        if any(_is_short_for(plain, full) or _is_short_for(full, plain) for full in own):
            return _NAME_SPELLED.found(**gaps)
        alike = max(SequenceMatcher(None, rest, full).ratio() for full in own)
        return (_NAME_SPELLED if alike >= _ALIKE else _NAME_DIFFERS).found(**gaps)

    def _without_home(self, name: str) -> str:
        for home in self._homes:
            if name.startswith(home) and len(name) >= len(home) + _SHORTEST_NAME:
                return self._without_home(name.removeprefix(home))
        return name


def _is_shaped(code: str) -> bool:
    try:
        SchoolCode.parse(code)
    except BadValueError:
        return False
    return True


def _plain(name: str) -> str:
    return _BRACKETS.sub("", squeeze(name))


def _is_short_for(short: str, full: str) -> bool:
    """Whether all characters of the short name stand in the full one in this order: 妫川一小 and 妫川第一小学."""
    signs = iter(full)
    return len(short) >= _SHORTEST_NAME and all(sign in signs for sign in short)
