"""The school code (学校标识码): 10 digits, kept for the life of a school (domain §1.3)."""

from __future__ import annotations

from dataclasses import dataclass

from xueji.vocabulary.faults import BadValueError
from xueji.vocabulary.text import Text

_LENGTH = 10
_SHAPE = Text("学校标识码“{number}”应为10位数字。", "The school code “{number}” must be 10 digits.")
_MEND = Text(
    "请在学校名录中查找该校的标识码，单元格须为文本格式。", "Look the code up in the list of schools; use a text cell."
)


class BadSchoolCode(BadValueError):
    """A code that breaks the rule school_code_shape."""


@dataclass(frozen=True, slots=True)
class SchoolCode:
    """A school code. What its digits mean is not published: category and province are read off real codes [MEM-LOW]."""

    number: str

    @classmethod
    def parse(cls, raw: str) -> SchoolCode:
        """Read 10 digits; whether such a school exists is another question. Raises BadSchoolCode."""
        number = raw
        if not _is_shaped(number):
            number = raw.strip()
            if not _is_shaped(number):
                raise BadSchoolCode("school_code_shape", _SHAPE.format(number=raw), _MEND)
        return cls(number)

    @property
    def category(self) -> str:
        """The first digit: 2 primary, 3 secondary [MEM-LOW]."""
        return self.number[0]

    @property
    def province(self) -> str:
        """The second and third digit: the province by GB/T 2260 [MEM-LOW]."""
        return self.number[1:3]

    def __str__(self) -> str:
        """Return the 10 digits."""
        return self.number


def _is_shaped(number: str) -> bool:
    return len(number) == _LENGTH and number.isascii() and number.isdigit()
