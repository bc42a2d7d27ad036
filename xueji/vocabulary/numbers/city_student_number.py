"""The city student number (学籍辅号): 16 digits, renewed at every stage (domain §1.2).

Layout: province 2, district 2, school category 1, school 3, student category 1, cohort 2, class 2, student 2, check 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from xueji.vocabulary.faults import BadValueError
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.schooling.stages import Stage
from xueji.vocabulary.text import Text

_LENGTH = 16


class SchoolCategory(StrEnum):
    """The kind of school, fifth digit of the number."""

    PRIMARY = "0"
    JUNIOR = "1"
    NINE_YEAR = "2"
    ALL_STAGES = "3"
    COMPLETE_SECONDARY = "4"
    SENIOR = "5"
    VOCATIONAL = "6"
    SENIOR_AND_VOCATIONAL = "7"

    @property
    def label(self) -> Text:
        """The name people read."""
        return _CATEGORIES[self]


class CheckDigit(Protocol):
    """How the last digit is drawn from the first fifteen; the commission's own way is not published."""

    def __call__(self, body15: str) -> str:
        """Return one digit."""
        ...


class BadCityStudentNumber(BadValueError):
    """A number that breaks a rule: city_student_number_shape, _student_category or _check_digit."""


@dataclass(frozen=True, slots=True)
class CityStudentNumber:
    """A city student number and its parts, all as digits."""

    number: str

    @classmethod
    def parse(cls, raw: str, check: CheckDigit | None = None) -> CityStudentNumber:
        """Read 16 digits; the last one is checked only if a way to check it is given, since none is published.

        Raises BadCityStudentNumber naming the first rule broken.
        """
        number = raw.strip()
        if len(number) != _LENGTH or not (number.isascii() and number.isdigit()):
            raise BadCityStudentNumber("city_student_number_shape", _SHAPE.format(number=raw), _MEND)
        if number[8] == "3":
            raise BadCityStudentNumber("city_student_number_student_category", _VOCATIONAL.format(number=number), _MEND)
        if check is not None and check(number[:15]) != number[15]:
            raise BadCityStudentNumber("city_student_number_check_digit", _CHECK.format(number=number), _MEND)
        return cls(number)

    @property
    def region(self) -> str:
        """Province and district, four digits."""
        return self.number[:4]

    @property
    def school_category(self) -> str:
        """The kind of school, one digit."""
        return self.number[4]

    @property
    def school(self) -> str:
        """The school within its district and category, three digits."""
        return self.number[5:8]

    @property
    def student_category(self) -> str:
        """Stage and residency in one digit."""
        return self.number[8]

    @property
    def cohort(self) -> str:
        """The last two digits of the year of expected leaving."""
        return self.number[9:11]

    @property
    def class_number(self) -> str:
        """The class within the cohort, two digits."""
        return self.number[11:13]

    @property
    def serial(self) -> str:
        """The student within the class, two digits."""
        return self.number[13:15]

    def __str__(self) -> str:
        """Return the 16 digits."""
        return self.number


def mod_11_10(body15: str) -> str:
    """Return the check digit by ISO 7064 MOD 11,10. This way is OURS: the commission's is unpublished (domain §1.2)."""
    rest = 10
    for digit in body15:
        rest = ((rest + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - rest) % 10)


def student_category(stage: Stage, residency: Residency) -> str:
    """Return the digit for stage and residency: 0-2 local, 4-6 guest (借读), 7-9 treated as local.

    Children of foreign nationality count as guests [INF]: the table has no digit of their own.
    """
    return str(_FIRST_DIGIT[residency] + _STAGE_OFFSET[stage])


def build(  # noqa: PLR0913  (the number has that many parts)
    *,
    province: str,
    district: str,
    school_category: SchoolCategory,
    school: str,
    stage: Stage,
    residency: Residency,
    cohort: int,
    class_number: int,
    serial: int,
    check: CheckDigit = mod_11_10,
) -> str:
    """Put a number together; `cohort` is the full year of expected leaving.

    Raises ValueError naming the part that does not fit into its digits.
    """
    category = student_category(stage, residency)
    parts = (
        _digits("province", province, 2),
        _digits("district", district, 2),
        school_category.value,
        _digits("school", school, 3),
        category,
        f"{cohort % 100:02d}",
        _digits("class_number", f"{class_number:02d}", 2),
        _digits("serial", f"{serial:02d}", 2),
    )
    body = "".join(parts)
    return body + check(body)


def _digits(part: str, value: str, width: int) -> str:
    if len(value) != width or not (value.isascii() and value.isdigit()):
        message = f"{part} of a city student number must be {width} digits, not {value!r}"
        raise ValueError(message)
    return value


_FIRST_DIGIT = {Residency.LOCAL: 0, Residency.NON_LOCAL: 4, Residency.FOREIGN: 4, Residency.AS_LOCAL: 7}
_STAGE_OFFSET = {Stage.PRIMARY: 0, Stage.JUNIOR: 1, Stage.SENIOR: 2}
_CATEGORIES = {
    SchoolCategory.PRIMARY: Text("小学", "Primary school"),
    SchoolCategory.JUNIOR: Text("初级中学", "Junior high school"),
    SchoolCategory.NINE_YEAR: Text("九年一贯制学校", "Nine-year school"),
    SchoolCategory.ALL_STAGES: Text("十二年一贯制学校（小学、初中、高中）", "School of all stages"),
    SchoolCategory.COMPLETE_SECONDARY: Text("完全中学", "Complete secondary school"),
    SchoolCategory.SENIOR: Text("高级中学", "Senior high school"),
    SchoolCategory.VOCATIONAL: Text("职业高中", "Vocational senior high school"),
    SchoolCategory.SENIOR_AND_VOCATIONAL: Text("普通高中、职业高中并存", "Senior and vocational senior high school"),
}
_SHAPE = Text("学籍辅号“{number}”应为16位数字。", "The city student number “{number}” must be 16 digits.")
_VOCATIONAL = Text(
    "学籍辅号“{number}”的第9位为3（职业高中学生），不属于本系统管理的学段。",
    "The ninth digit of “{number}” is 3, a vocational student: not of a stage kept in this registry.",
)
_CHECK = Text("学籍辅号“{number}”的校验位不对。", "The check digit of the city student number “{number}” is wrong.")
_MEND = Text(
    "请对照原学籍卡片逐位核对，单元格须为文本格式。",
    "Compare it digit by digit with the record card; use a text cell.",
)
