"""A small register in five CSV tables, sound in every row until a test spoils one."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tests.small_city import resident_id
from xueji.exchange.models import TakenRecord, TakenSpell, TakeOver
from xueji.exchange.takeover.judging.staging import judge
from xueji.exchange.takeover.keeping import begin_here
from xueji.exchange.takeover.landing.landing import land
from xueji.parties.actors import system_actor
from xueji.parties.scope import scope
from xueji.vocabulary.numbers.national_student_number import candidate_temporary
from xueji.vocabulary.parties import Party

Line = dict[str, str]
SCHOOL = "2111000901"
FIRST = 400
"""Resident IDs of this register begin behind those that other rows of the small city use."""


def school(code: str = SCHOOL, **changes: str) -> Line:
    return {
        "学校标识码": code,
        "学校名称": f"柳沟小学{code[-2:]}",
        "所属区县": "延庆县",
        "学校类别": "小学",
        "学籍辅号校码": code[-3:],
        "开设年级": "P1-P6",
        **changes,
    }


def person(username: str = "liugou01", **changes: str) -> Line:
    return {"用户名": username, "姓名": "赵一帆", "岗位": "学籍管理员", "单位代码": SCHOOL, "班级": "", **changes}


def class_group(number: int = 1, **changes: str) -> Line:
    return {"学校标识码": SCHOOL, "学年": "2015", "年级": "P3", "班号": str(number), **changes}


def national_number(number: int) -> str:
    return candidate_temporary("110229", date(2007, 3, 4), number)


def record(number: int, **changes: str) -> Line:
    born = date(2007, 3, 4)
    document = resident_id(FIRST + number, born)
    return {
        "全国学籍号": national_number(number),
        "姓名": f"孙可{'甲乙丙丁戊己庚辛壬癸'[number % 10]}",
        "性别": "男",
        "出生日期": document[6:14],
        "身份证件类型": "居民身份证",
        "身份证件号": document,
        "户籍类别": "本市户籍",
        "学籍状态": "在学",
        "建籍日期": "20130907",
        "离校日期": "",
        "毕结肄业": "",
        **changes,
    }


def spell(number: int, **changes: str) -> Line:
    return {
        "全国学籍号": national_number(number),
        "学校标识码": SCHOOL,
        "学年": "2015",
        "年级": "P3",
        "班号": "1",
        "班内学号": str(number + 1),
        "起始日期": "20150901",
        **changes,
    }


@dataclass
class Register:
    """The five tables by the names of their sheets."""

    children: int = 3
    tables: dict[str, list[Line]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        numbers = range(self.children)
        self.tables = {
            "学校": [school()],
            "人员": [person()],
            "班级": [class_group()],
            "学籍": [record(number) for number in numbers],
            "在读": [spell(number) for number in numbers],
        }

    def write(self, folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        for name, lines in self.tables.items():
            if lines:
                _write(folder / f"{name}.csv", lines)
        return folder


def _write(path: Path, lines: list[Mapping[str, str]] | list[Line]) -> None:
    headings = list(dict.fromkeys(heading for line in lines for heading in line))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headings, restval="")
        writer.writeheader()
        writer.writerows(lines)


def judged(path: Path) -> TakeOver:
    with scope(system_actor(Party.CITY)) as actor:
        takeover = begin_here(actor, path)
        judge(takeover, path)
    return takeover


def taken_over(path: Path) -> TakeOver:
    takeover = judged(path)
    assert takeover.status == "judged", takeover.reasons
    TakeOver.objects.filter(pk=takeover.pk).update(status="landing")
    land(takeover.pk)
    takeover.refresh_from_db()
    return takeover


def rules(takeover: TakeOver, sheet: str, row: int) -> set[str]:
    """The rules that a row of the records or spells breaks; rows count from 2, below the header."""
    model = {"学籍": TakenRecord, "在读": TakenSpell}[sheet]
    return {reason["rule"] for reason in model.objects.get(takeover=takeover, row=row).reasons}
