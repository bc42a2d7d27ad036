"""Invented children, schools and applications: nobody in particular, and the same for the same seed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from xueji.exchange.simulator.chance import Dice
from xueji.exchange.simulator.knowledge.reading import PlayedProvince, province_name, words
from xueji.vocabulary.numbers.resident_id import resident_id_check_char
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.schooling.stages import Stage

_STAGES = ((Stage.PRIMARY, "2", "小学"), (Stage.JUNIOR, "3", "初级中学"), (Stage.SENIOR, "3", "高级中学"))
_YEARS_BEFORE = {Stage.PRIMARY: 6, Stage.JUNIOR: 12, Stage.SENIOR: 15}
_FINAL = (Grade.P6, Grade.J3)
_TEMPORARY, _BUSY, _PROGRESSING, _ADMITTED, _LEAVER = 0.15, 0.04, 0.1, 0.1, 0.5


def invented_schools(province: PlayedProvince) -> list[dict[str, Any]]:
    """A school of each stage in both districts of a province."""
    name, found = province_name(province.code).zh, []
    for place, (code, district) in enumerate(province.districts):
        for serial, (stage, first, kind) in enumerate(_STAGES, start=1):
            word = words("school")[(int(province.code[:2]) + 3 * place + serial) % len(words("school"))]
            found.append(
                {
                    "code": f"{first}{province.code[:2]}900{place}{serial:03d}",
                    "province": province.code,
                    "district_code": code,
                    "district": district,
                    "name": f"{name}{district}{word}{kind}",
                    "stage": stage.value,
                }
            )
    return found


def invented_child(dice: Dice, school: dict[str, Any], serial: int, first_day: date) -> dict[str, Any]:
    """A child of a school: most study, some have left their stage this summer, some are in the midst of something."""
    grades = [grade for grade in Grade if grade.stage == school["stage"] and grade.number]
    grade = dice.pick(grades)
    leaver = grade in _FINAL and dice.chance(_LEAVER)
    age = _YEARS_BEFORE[grade.stage] + grade.number - 1 + leaver
    birth = date(first_day.year - age, 8, 31) - timedelta(days=dice.below(360))
    # Serials from 900 and counted: no two invented children share an ID.
    sex = str(1 + serial % 2)
    body = f"{school['district_code']}{birth:%Y%m%d}{900 + serial % 50 * 2 + (sex == '1'):03d}"
    document = body + resident_id_check_char(body)
    temporary = grade is Grade.P1 or dice.chance(_TEMPORARY)
    return {
        "national_number": f"{'L' if temporary else 'G'}{document}",
        "name": dice.pick(words("surname")) + dice.pick(words(f"given_{sex}")),
        "sex": sex,
        "birth_date": birth.isoformat(),
        "document_type": "1",
        "document_number": document,
        "nationality": "CHN",
        "standing": "left" if leaver else "studying",
        "leaving_outcome": "graduated" if leaver else "",
        "left_on": f"{first_day.year}-07-10" if leaver else "",
        "school_code": school["code"],
        "school": school["name"],
        "grade": grade.value,
        "school_year": first_day.year - leaver,
        **_troubles(dice, leaver=leaver),
    }


def _troubles(dice: Dice, *, leaver: bool) -> dict[str, str]:
    """What stands in the way of some applications: open business, and for leavers an admission at home."""
    if not leaver:
        return {"open_business": "province" if dice.chance(_BUSY) else "", "admitted_by": ""}
    progressing = dice.chance(_PROGRESSING)
    admitted = not progressing and dice.chance(_ADMITTED)
    return {"open_business": "province" if progressing else "", "admitted_by": "本省高级中学" if admitted else ""}
