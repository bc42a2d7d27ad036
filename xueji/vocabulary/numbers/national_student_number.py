"""The national student number (全国学籍号): 19 characters, one for each child, never changed (S11, domain §1.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from xueji.vocabulary.faults import BadValueError
from xueji.vocabulary.numbers.resident_id import check_char, date_of, resident_id_check_char
from xueji.vocabulary.text import Text

_SHAPE = re.compile(r"[GLJ]\d{17}[\dX]", re.ASCII)
_FULL_WIDTH = str.maketrans(
    {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
)
_SERIALS = 1000


class NumberKind(StrEnum):
    """The first letter: temporary (临时), formal (正式), or education (教育, for children without a usable ID)."""

    TEMPORARY = "L"
    FORMAL = "G"
    EDUCATION = "J"

    @property
    def label(self) -> Text:
        """The name people read."""
        return _KINDS[self]


class BadNationalStudentNumber(BadValueError):
    """A number that breaks a rule: national_student_number_shape, _date or _check_digit."""


@dataclass(frozen=True, slots=True)
class NationalStudentNumber:
    """A sound national student number. L counts as a national number everywhere (S12)."""

    number: str
    kind: NumberKind
    birth_date: date

    @classmethod
    def parse(cls, raw: str) -> NationalStudentNumber:
        """Read a number; small and full-width letters count as plain ones.

        The check character is asked of G and J. L is accepted without it, because the sources disagree whether its
        last four characters are drawn at random. Raises BadNationalStudentNumber naming the first rule broken.
        """
        number = raw
        if _SHAPE.fullmatch(number) is None:
            number = raw.strip().translate(_FULL_WIDTH).upper()
            if _SHAPE.fullmatch(number) is None:
                raise BadNationalStudentNumber(
                    "national_student_number_shape", _SHAPE_SAYS.format(number=raw), _SHAPE_MEND
                )
        birth_date = date_of(number[7:15])
        if birth_date is None:
            raise BadNationalStudentNumber(
                "national_student_number_date", _DATE_SAYS.format(number=number, birth=number[7:15]), _MEND
            )
        kind = _KIND_OF_LETTER[number[0]]
        if kind is not NumberKind.TEMPORARY and check_char(number[1:18]) != number[18]:
            rule = "national_student_number_check_digit"
            raise BadNationalStudentNumber(rule, _CHECK_SAYS.format(number=number), _MEND)
        return cls(number, kind, birth_date)

    @property
    def body(self) -> str:
        """The 18 characters after the letter."""
        return self.number[1:]

    @property
    def region(self) -> str:
        """The first six digits of the body: of the ID for G, of the school's place for L, of an address for J."""
        return self.number[1:7]

    def differs_from_identity(self, resident_id: str) -> bool:
        """Whether a formal number no longer equals the resident ID: allowed after a change of ID, so only a warning."""
        return self.kind is NumberKind.FORMAL and self.body != resident_id

    def __str__(self) -> str:
        """Return the 19 characters."""
        return self.number


def candidate_temporary(region6: str, birth_date: date, serial3: int | str) -> str:
    """Return an L number from the region of the school, the birth date and a serial of three digits (0-999).

    Its check character is valid, so that no reader can refuse it; that no real ID and no other L number is the same
    is for the caller to see to. Raises ValueError for a region that is not six digits or a serial out of range.
    """
    serial = int(serial3)
    if not 0 <= serial < _SERIALS:
        message = f"serial {serial3!r} must lie between 0 and 999"
        raise ValueError(message)
    body = f"{region6}{birth_date:%Y%m%d}{serial:03d}"
    return f"L{body}{resident_id_check_char(body)}"


_KIND_OF_LETTER = {kind.value: kind for kind in NumberKind}
_KINDS = {
    NumberKind.TEMPORARY: Text("临时学籍号", "Temporary number"),
    NumberKind.FORMAL: Text("正式学籍号", "Formal number"),
    NumberKind.EDUCATION: Text("教育学籍号", "Education number"),
}
_SHAPE_SAYS = Text(
    "全国学籍号“{number}”应为19位：字母G、L或J，加17位数字，末位为数字或X。",
    "The national student number “{number}” must be 19 characters: G, L or J, 17 digits, then a digit or X.",
)
_SHAPE_MEND = Text(
    "请向学生原就读学校核对学籍号，单元格须为文本格式，不带空格和其他符号。",
    "Ask the child's former school for the number; use a text cell, without blanks or other signs.",
)
_DATE_SAYS = Text(
    "全国学籍号“{number}”中的出生日期“{birth}”不存在。",
    "The birth date “{birth}” inside the national student number “{number}” does not exist.",
)
_CHECK_SAYS = Text(
    "全国学籍号“{number}”的校验位不对。", "The check digit of the national student number “{number}” is wrong."
)
_MEND = Text("请向学生原就读学校逐位核对学籍号。", "Compare the number digit by digit with the child's former school.")
