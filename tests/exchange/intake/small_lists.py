"""Sound rows, and the schools of a small city."""

from __future__ import annotations

from datetime import date, timedelta

from xueji.exchange.intake.verdicts.city import CityKnowledge, KnownSchool
from xueji.exchange.intake.verdicts.outcome import RowVerdict
from xueji.exchange.intake.workbook.cells import Cell
from xueji.vocabulary.numbers.resident_id import resident_id_check_char
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.schooling.school_years import SchoolYear

TODAY = date(2015, 9, 1)
PRIMARY = frozenset(grade for grade in Grade if grade.value.startswith("P"))
JUNIOR = frozenset(grade for grade in Grade if grade.value.startswith("J"))
SENIOR = frozenset(grade for grade in Grade if grade.value.startswith("S"))
SCHOOLS = (
    KnownSchool("2111000301", "妫川第一小学", PRIMARY, names=("延庆县第一小学",)),
    KnownSchool("2111000302", "长城路小学", PRIMARY),
    KnownSchool("2111000303", "八里店中心小学", PRIMARY),
    KnownSchool("2111000304", "国际小学", PRIMARY, foreign_license=True),
    KnownSchool("3111000305", "妫川中学", JUNIOR | SENIOR),
    KnownSchool("2111000309", "老街小学", PRIMARY, closed=True),
)


def small_city() -> CityKnowledge:
    """Return a city with these schools, in the school year 2015, that knows nobody yet."""
    return CityKnowledge(
        school_year=SchoolYear(2015),
        schools={school.code: school for school in SCHOOLS},
        home_names=("北京市", "北京", "延庆县"),
    )


def resident_id(body17: str) -> str:
    """Return a resident ID with its right check character."""
    return body17 + resident_id_check_char(body17)


def sound_row(serial: int = 1) -> dict[str, Cell]:
    """Return a row by field key that is accepted without a word; every serial is another child."""
    born = f"{date(2009, 1, 2) + timedelta(serial // 400):%Y%m%d}"
    return {
        "registration_number": f"DJ2015{serial:06d}",
        "name": f"王小{'一二三四五六七八九十'[serial % 10 - 1]}",
        "sex": "男",
        "birth_date": born,
        "document_type": "居民身份证",
        "document_number": resident_id(f"110229{born}{2 * (serial % 400) + 1:03d}"),
        "ethnicity": "汉族",
        "nationality": "中国",
        "residency": "本市户籍",
        "as_local_category": "",
        "hukou_place": "北京市延庆县",
        "present_address": "延庆县东外大街5号",
        "guardian_name": "王大山",
        "guardian_kinship": "父亲",
        "guardian_phone": "13956126116",
        "school_code": "2111000301",
        "school_name": "妫川第一小学",
        "grade": "小学一年级",
        "admission_mode": "就近入学",
        "attendance_mode": "走读",
    }


def rules_of(row: RowVerdict) -> list[str]:
    """Name the rules of a verdict, in order."""
    return [reason.rule for reason in row.reasons]
