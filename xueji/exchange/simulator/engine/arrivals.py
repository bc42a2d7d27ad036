"""Applications that invented schools of other provinces bring up for children of a connected province."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from psycopg.types.json import Jsonb

from xueji.exchange.simulator.chance import Dice
from xueji.exchange.simulator.store.applications import application, let_proceed
from xueji.exchange.simulator.store.work import Row, Work
from xueji.vocabulary.border.verbs import Business
from xueji.vocabulary.schooling.grades import Grade

_MOST_OPEN = 3
_REASONS = ("随父母工作调动迁居", "户籍迁移", "家庭住址变更")
_CANDIDATES = """
    SELECT pupils.* FROM pupils JOIN provinces ON provinces.code = province
    WHERE connected AND standing = 'studying' AND open_business = '' AND national_number <> '' ORDER BY pupils.id
"""


def arrive_by_chance(work: Work, about: str, argument: Row) -> None:
    """Bring up an application for a child drawn by chance, unless several are open or nobody has been reported."""
    running = work.rows("SELECT 1 FROM applications WHERE left(about, 2) = 'n-' AND state IN ('received', 'reviewing')")
    candidates = work.rows(_CANDIDATES) if len(running) < _MOST_OPEN else []
    if candidates:
        child = Dice(work.seed, "arrival", about, int(work.days)).pick(candidates)
        bring_up(work, child["province"], child, Business.TRANSFER)


def bring_up(work: Work, sending: str, child: Mapping[str, Any], business: Business, receiving: str = "") -> str:
    """Apply for a child on behalf of an invented school, of a province drawn by chance if none is named; return the key.

    Raises LookupError when the receiving province has no school of the child's stage.
    """
    known = work.row("SELECT count(*) AS n FROM applications")
    about = f"n-{work.seed}-{(known or {'n': 0})['n'] + 1:05d}"
    dice = Dice(work.seed, "bring up", about)
    grade = Grade(child["grade"])
    if business is Business.CONTINUATION:
        grade = {Grade.P6: Grade.J1, Grade.P5: Grade.J1, Grade.J3: Grade.S1}.get(grade, grade)
    schools = work.rows(
        "SELECT * FROM schools WHERE stage = %(stage)s AND (%(province)s IN ('', province)) ORDER BY code",
        {"stage": grade.stage.value, "province": receiving},
    )
    if not schools:
        raise LookupError(receiving)
    school = dice.pick(schools)
    body = _asked(work, child, school, business, grade) | {"sending_province": sending, "reason": dice.pick(_REASONS)}
    work.do(
        "INSERT INTO applications (about, business, applicant, sending, body, state, apply_key, opened)"
        " VALUES (%(about)s, %(business)s, %(applicant)s, %(sending)s, %(body)s, 'received', %(about)s, %(days)s)",
        {
            "about": about,
            "business": business.value,
            "applicant": school["province"],
            "sending": sending,
            "body": Jsonb(body),
            "days": work.days,
        },
    )
    work.log(f"{school['name']}提出申请", f"{school['code']} applies", province=school["province"], about=about)
    let_proceed(work, application(work, about) or {}, "check")
    return about


def _asked(work: Work, child: Mapping[str, Any], school: Row, business: Business, grade: Grade) -> dict[str, Any]:
    known = ("national_number", "name", "sex", "birth_date", "document_type", "document_number")
    return {
        **{key: child.get(key, "") for key in known},
        "business": business.value,
        "receiving_province": school["province"],
        "receiving_district": school["district_code"],
        "receiving_school_code": school["code"],
        "receiving_school": school["name"],
        "stage_group": grade.stage.group.value,
        "grade": grade.value,
        "school_year": work.today.year if work.today.month > 7 else work.today.year - 1,  # noqa: PLR2004 - August on
        "attachments": [],
    }
