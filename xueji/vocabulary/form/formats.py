"""How dates, months, telephones and the like are written in lists and forms."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

_DIGITS_8 = re.compile(r"\d{8}", re.ASCII)
_DAY = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?", re.ASCII)
_MONTH = re.compile(r"(\d{4})(?:-|/|\.|年)?(\d{1,2})月?", re.ASCII)
_VALIDITY = re.compile(r"(\d{4}\.\d{2}\.\d{2})-(\d{4}\.\d{2}\.\d{2}|长期)", re.ASCII)
# A mobile number, a number with or without its area code and extension, or one from abroad with its +.
_PHONE = re.compile(r"1[3-9]\d{9}|(?:0\d{2,3}[- ]?)?[2-9]\d{6,7}(?:[-转]\d{1,6})?|\+\d{6,15}", re.ASCII)
_POSTAL_CODE = re.compile(r"\d{6}", re.ASCII)
_EMAIL = re.compile(r"[^\s@]{1,64}@[^\s@.]+(?:\.[^\s@.]+)+")
_NUMBER = re.compile(r"\d{1,4}(?:\.\d{1,2})?", re.ASCII)
_LAST_MONTH = 12
_FIRST_YEAR = 1900


# Birth dates repeat in a list of pupils, so the answers are kept.
@lru_cache(maxsize=65536)
def parse_day(text: str) -> date | None:
    """Read 20090102, 2009-01-02, 2009/1/2, 2009.1.2 or 2009年1月2日; None if it is no day."""
    try:
        if _DIGITS_8.fullmatch(text):
            return date(int(text[:4]), int(text[4:6]), int(text[6:]))
        match = _DAY.fullmatch(text.strip())
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def parse_month(text: str) -> tuple[int, int] | None:
    """Read 201509, 2015-09, 2015/9 or 2015年9月 as year and month; None if it is no month."""
    match = _MONTH.fullmatch(text.strip())
    if match is None:
        return None
    year, month = int(match[1]), int(match[2])
    return (year, month) if 1 <= month <= _LAST_MONTH and year >= _FIRST_YEAR else None


def parse_validity(text: str) -> tuple[date, date | None] | None:
    """Read "2015.03.01-2025.03.01" or "2015.03.01-长期" (no end); None if it is no span, or ends before it begins."""
    match = _VALIDITY.fullmatch(text.strip())
    begin = parse_day(match[1]) if match else None
    if match is None or begin is None:
        return None
    if match[2] == "长期":
        return begin, None
    end = parse_day(match[2])
    return (begin, end) if end is not None and end >= begin else None


def is_phone(text: str) -> bool:
    """Whether this can be a telephone number: mobile, fixed line, or from abroad with +."""
    return _PHONE.fullmatch(text) is not None


def is_postal_code(text: str) -> bool:
    """Whether this is a postal code of six digits."""
    return _POSTAL_CODE.fullmatch(text) is not None


def is_email(text: str) -> bool:
    """Whether this looks like an e-mail address."""
    return _EMAIL.fullmatch(text) is not None


def is_number(text: str) -> bool:
    """Whether this is a plain number below 10,000 with at most two decimals, such as a distance in kilometers."""
    return _NUMBER.fullmatch(text) is not None
