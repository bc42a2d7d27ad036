"""The resident identity number (居民身份证号), GB 11643-1999: 18 characters, or the 15 digits of the first cards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import mul

from xueji.vocabulary.faults import BadValueError
from xueji.vocabulary.places.regions import known_in_any_revision
from xueji.vocabulary.text import Text

_LENGTH = 18
_OLD_LENGTH = 15
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARS = "10X98765432"
# The digits are summed as their bytes, which is twice as fast; this is what seventeen bytes "0" would come to.
_ZEROS = ord("0") * sum(_WEIGHTS)
_FULL_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789XX")
_FIRST_YEAR = 1850
_LAST_YEAR = 2149

_SHAPE = Text(
    "居民身份证号“{number}”应为18位（前17位数字，末位数字或X）或15位数字。",
    "The resident ID “{number}” must be 18 characters (17 digits, then a digit or X) or 15 digits.",
)
_SHAPE_MEND = Text(
    "请对照居民户口簿重新填写，单元格须为文本格式，不带空格和其他符号。",
    "Copy it again from the hukou booklet, into a text cell, without blanks or other signs.",
)
_REGION = Text(
    "居民身份证号“{number}”的前6位“{region}”从未是行政区划代码。",
    "The first six digits “{region}” of the resident ID “{number}” have never been a region code.",
)
_REGION_MEND = Text("请对照居民户口簿核对身份证号的前6位。", "Compare the first six digits with the hukou booklet.")
_DATE = Text(
    "居民身份证号“{number}”中的出生日期“{birth}”不存在。",
    "The birth date “{birth}” inside the resident ID “{number}” does not exist.",
)
_DATE_MEND = Text("请对照居民户口簿核对出生日期。", "Compare the birth date with the hukou booklet.")
_CHECK = Text("居民身份证号“{number}”的校验位不对。", "The check digit of the resident ID “{number}” is wrong.")
_CHECK_MEND = Text(
    "号码中至少有一位填错，请对照居民户口簿逐位核对。",
    "At least one digit is wrong: compare it digit by digit with the hukou booklet.",
)


class BadResidentId(BadValueError):
    """A resident ID that breaks a rule: resident_id_shape, _region, _date or _check_digit (in this order)."""


@dataclass(frozen=True, slots=True)
class ResidentId:
    """A sound resident ID. `sex` is the code of GB/T 2261.1: "1" male, "2" female."""

    number: str
    region: str
    birth_date: date
    sex: str

    @classmethod
    def parse(cls, raw: str) -> ResidentId:
        """Read a number of 18 characters or 15 digits; x and full-width characters count as their plain forms.

        The region must have been a code in some revision: prefixes of cards never change when regions do.
        Raises BadResidentId naming the first rule broken.
        """
        number = raw
        if len(number) != _LENGTH or not number.isascii():
            number = _plain(raw)
        elif number[17] == "x":
            number = number[:17] + "X"
        if len(number) == _LENGTH:
            return _parse_18(cls, number)
        return _parse_15(cls, number)

    def as_18(self) -> ResidentId:
        """Return the number in its form of 18; a number of 15 digits gets the century 19 and a check character."""
        if len(self.number) == _LENGTH:
            return self
        body = f"{self.region}19{self.number[6:]}"
        return ResidentId(body + resident_id_check_char(body), self.region, self.birth_date, self.sex)


def resident_id_check_char(body17: str) -> str:
    """Return the check character of 17 digits (ISO 7064 MOD 11-2). Raises ValueError if they are not 17 digits."""
    if len(body17) != _LENGTH - 1 or not (body17.isascii() and body17.isdigit()):
        message = f"17 digits are needed, not {body17!r}"
        raise ValueError(message)
    return check_char(body17)


def check_char(body17: str) -> str:
    """Return the check character of 17 characters already known to be digits."""
    return _CHECK_CHARS[(sum(map(mul, _WEIGHTS, body17.encode())) - _ZEROS) % 11]


@lru_cache(maxsize=65536)
def date_of(digits: str) -> date | None:
    """Read YYYYMMDD; None if there is no such day. Birth dates repeat, so the answers are kept."""
    year = int(digits[:4])
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _plain(raw: str) -> str:
    return raw.strip().translate(_FULL_WIDTH).upper()


def _parse_18(cls: type[ResidentId], number: str) -> ResidentId:
    body, check = number[:17], number[17]
    if not (body.isdigit() and body.isascii()) or check not in _CHECK_CHARS:
        raise BadResidentId("resident_id_shape", _SHAPE.format(number=number), _SHAPE_MEND)
    region = number[:6]
    if not known_in_any_revision(region):
        raise BadResidentId("resident_id_region", _REGION.format(number=number, region=region), _REGION_MEND)
    birth_date = date_of(number[6:14])
    if birth_date is None:
        raise BadResidentId("resident_id_date", _DATE.format(number=number, birth=number[6:14]), _DATE_MEND)
    if check_char(body) != check:
        raise BadResidentId("resident_id_check_digit", _CHECK.format(number=number), _CHECK_MEND)
    return cls(number, region, birth_date, "1" if number[16] in "13579" else "2")


def _parse_15(cls: type[ResidentId], number: str) -> ResidentId:
    if len(number) != _OLD_LENGTH or not (number.isascii() and number.isdigit()):
        raise BadResidentId("resident_id_shape", _SHAPE.format(number=number), _SHAPE_MEND)
    region = number[:6]
    if not known_in_any_revision(region):
        raise BadResidentId("resident_id_region", _REGION.format(number=number, region=region), _REGION_MEND)
    birth = f"19{number[6:12]}"
    birth_date = date_of(birth)
    if birth_date is None:
        raise BadResidentId("resident_id_date", _DATE.format(number=number, birth=birth), _DATE_MEND)
    return cls(number, region, birth_date, "1" if number[14] in "13579" else "2")
