"""The birth date, and the age at which a grade can be entered."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache

from xueji.exchange.intake.verdicts.city import CityKnowledge
from xueji.exchange.intake.verdicts.outcome import Finding, rule
from xueji.exchange.intake.verdicts.rules.cells import EMPTY, Reader, Reading, squeeze, text_of, tidy_text
from xueji.exchange.intake.workbook.cells import Cell
from xueji.vocabulary.form.formats import parse_day
from xueji.vocabulary.schooling.grades import Grade

_SHAPE = rule("birth_date_shape")
_IMPOSSIBLE = rule("birth_date_impossible")
_SERIAL = rule("birth_date_serial")
_FUTURE = rule("birth_date_future")
_TOO_YOUNG = rule("too_young")
_TOO_OLD = rule("too_old")
_UNUSUAL = rule("unusual_age")

_MIDNIGHT = re.compile(r"[ T]0{1,2}:00(?::00(?:\.0+)?)?$")
_LOOKS_LIKE_DATE = re.compile(r"\d{8}|\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?", re.ASCII)
_LAST_SERIAL = 80_000
_AGE_DAY = (8, 31)


def birth_date_reader(heading: str, on: date) -> Reader:
    """Read a birth date: a date cell, or 20090102, 2009-01-02, 2009/1/2, 2009.1.2, 2009年1月2日 as text."""
    today = on.isoformat()

    def read(cell: Cell) -> Reading:
        if isinstance(cell, date):
            day = cell.date() if isinstance(cell, datetime) else cell
            return dated(day, str(day))
        raw, findings = text_of(cell, heading)
        if raw is None:
            return None, findings
        return written(_MIDNIGHT.sub("", tidy_text(raw)), is_number=bool(findings))

    def written(raw: str, *, is_number: bool) -> Reading:
        text = squeeze(raw).lstrip("'`’‘")
        if not text:
            return EMPTY
        if is_number and text.isdigit() and int(text) < _LAST_SERIAL:
            return None, (_SERIAL.found(field=heading, value=text),)
        day = parse_day(text)
        if day is not None:
            return dated(day, text)
        broken = _IMPOSSIBLE if _LOOKS_LIKE_DATE.fullmatch(text) else _SHAPE
        return None, (broken.found(field=heading, value=text),)

    def dated(day: date, text: str) -> Reading:
        if day > on:
            return None, (_FUTURE.found(field=heading, value=text, today=today),)
        return day, ()

    return read


def age_check(city: CityKnowledge) -> Callable[[date, Grade], tuple[Finding, ...]]:
    """Build the check of age against grade: full years on 31 August of the year of entry (six for grade 1)."""
    year = city.school_year.start
    day = date(year, *_AGE_DAY)

    @lru_cache(maxsize=16_384)
    def check(birth: date, grade: Grade) -> tuple[Finding, ...]:
        window = city.ages.get(grade)
        if window is None:
            return ()
        age = year - birth.year - ((birth.month, birth.day) > _AGE_DAY)
        gaps = {"birth": birth, "day": day, "age": age, "least": window.least, "grade": grade.label}
        if age < window.least:
            return (_TOO_YOUNG.found(**gaps),)
        if age > window.most:
            return (_TOO_OLD.found(**gaps),)
        if not window.usual_least <= age <= window.usual_most:
            return (_UNUSUAL.found(**gaps),)
        return ()

    return check
