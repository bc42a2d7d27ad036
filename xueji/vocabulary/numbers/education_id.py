"""The education ID (教育ID): 8 digits that local pupils also carry (domain §1.2 [MEM])."""

from __future__ import annotations

from dataclasses import dataclass

from xueji.vocabulary.faults import BadValueError
from xueji.vocabulary.text import Text

_LENGTH = 8
_SHAPE = Text("教育ID“{number}”应为8位数字。", "The education ID “{number}” must be 8 digits.")
_MEND = Text("请对照学生卡核对，单元格须为文本格式。", "Compare it with the student's card; use a text cell.")


class BadEducationId(BadValueError):
    """An education ID that breaks the rule education_id_shape."""


@dataclass(frozen=True, slots=True)
class EducationId:
    """An education ID."""

    number: str

    @classmethod
    def parse(cls, raw: str) -> EducationId:
        """Read 8 digits. Raises BadEducationId."""
        number = raw.strip()
        if len(number) != _LENGTH or not (number.isascii() and number.isdigit()):
            raise BadEducationId("education_id_shape", _SHAPE.format(number=raw), _MEND)
        return cls(number)

    def __str__(self) -> str:
        """Return the 8 digits."""
        return self.number
