"""Each row of the sheet against who waits and which classes there are: one verdict a row, nothing written yet."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xueji.desks.classes.assignment.sheet import SheetRow
from xueji.desks.design.parts import CellFault
from xueji.vocabulary.people.names import name_key
from xueji.vocabulary.text import Text

_DIGITS = re.compile(r"(\d+)\D*$")
_CHINESE = re.compile(r"([一二三四五六七八九十]+)班$")
_NUMERALS = {sign: number for number, sign in enumerate("一二三四五六七八九", start=1)}
_TEN = 10


@dataclass(frozen=True)
class Match:
    """The verdict on one row: which case goes to which class, or every reason why not."""

    row: SheetRow
    case: Any = None
    group: Any = None
    faults: tuple[CellFault, ...] = ()

    @property
    def good(self) -> bool:
        """Whether the row may be taken to the door."""
        return not self.faults


class Waiting:
    """Who waits, found by registration number, document number or name."""

    def __init__(self, cases: Sequence[Any]) -> None:
        """Index the waiting cases."""
        self.by_number = {case.entrant.registration_number: case for case in cases}
        self.by_document: dict[str, list[Any]] = defaultdict(list)
        self.by_name: dict[str, list[Any]] = defaultdict(list)
        for case in cases:
            if case.entrant.document_number:
                self.by_document[case.entrant.document_number].append(case)
            self.by_name[case.entrant.name_key].append(case)

    def find(self, row: SheetRow) -> tuple[Any, CellFault | None]:
        """The one case a row means, by the surest thing it says; or why there is none."""
        for field, said, found in (
            ("registration_number", row.registration_number, self._numbered(row.registration_number)),
            ("document_number", row.document_number, self.by_document.get(row.document_number.upper(), [])),
            ("name", row.name, self.by_name.get(name_key(row.name), []) if row.name else []),
        ):
            if not said:
                continue
            if not found:
                return None, CellFault(field, _ABSENT.format(said=said), _ABSENT_MEND)
            if len(found) > 1:
                return None, CellFault(field, _SEVERAL.format(said=said, n=len(found)), _SEVERAL_MEND)
            case = found[0]
            if row.name and name_key(row.name) != case.entrant.name_key:
                return None, CellFault(
                    "name", _OTHER_NAME.format(said=row.name, name=case.entrant.name), _OTHER_NAME_MEND
                )
            return case, None
        return None, CellFault("name", _NOBODY, _NOBODY_MEND)

    def _numbered(self, number: str) -> list[Any]:
        found = self.by_number.get(number)
        return [found] if found is not None else []


def match(
    rows: Iterable[SheetRow], cases: Sequence[Any], groups: Sequence[Any], against: Mapping[int, Sequence[Any]]
) -> list[Match]:
    """Judge every row. `against` holds, for each waiting case, why it cannot be assigned whatever the class."""
    waiting, first = Waiting(cases), dict[int, int]()
    found = []
    for row in rows:
        case, fault = waiting.find(row)
        group, class_fault = find_group(row.class_group, groups)
        faults = [one for one in (fault, class_fault) if one is not None]
        if case is not None:
            faults += [CellFault("", reason.says, reason.mend) for reason in against.get(case.pk, ())]
            if first.setdefault(case.pk, row.row) != row.row:
                faults.append(CellFault("name", _TWICE.format(row=first[case.pk]), _TWICE_MEND))
        found.append(Match(row, case, group, tuple(faults)))
    return found


def find_group(typed: str, groups: Sequence[Any]) -> tuple[Any, CellFault | None]:
    """The class that a cell means: its name, or its number however it is written (3, 3班, (3)班, 三班)."""
    if not typed:
        return None, CellFault("class_group", _NO_CLASS, _NO_CLASS_MEND)
    plain = _plain(typed)
    for group in groups:
        if _plain(group.name) == plain:
            return group, None
    number = _number(plain)
    for group in groups:
        if group.number == number:
            return group, None
    names = "、".join(group.name for group in groups)
    return None, CellFault("class_group", _UNKNOWN_CLASS.format(said=typed), _UNKNOWN_MEND.format(names=names))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _number(plain: str) -> int | None:
    found = _DIGITS.search(plain)
    if found:
        return int(found[1]) if len(found[1]) <= 4 else None  # noqa: PLR2004 - no school has ten thousand classes
    chinese = _CHINESE.search(plain if plain.endswith("班") else f"{plain}班")
    return _chinese_number(chinese[1]) if chinese else None


def _chinese_number(signs: str) -> int | None:
    """Read 一 to 九十九."""
    tens, ten, ones = signs.partition("十")
    if not ten:
        return _NUMERALS.get(signs)
    high = _NUMERALS.get(tens) if tens else 1
    low = _NUMERALS.get(ones) if ones else 0
    return None if high is None or low is None else high * _TEN + low


_NOBODY = Text("这一行没有填写是谁。", "The row does not say whom it means.")
_NOBODY_MEND = Text(
    "请填写登记编号、身份证件号或姓名。", "Enter the registration number, the document number or the name."
)
_ABSENT = Text("待分班的新生中没有“{said}”。", "Nobody who waits for a class is “{said}”.")
_ABSENT_MEND = Text(
    "请核对；可能尚未注册、已经分班，或属于其他年级。",
    "Check it: not registered yet, assigned already, or another grade.",
)
_SEVERAL = Text("待分班的新生中有{n}人是“{said}”。", "{n} of those who wait are “{said}”.")
_SEVERAL_MEND = Text("请改用登记编号区分。", "Tell them apart by their registration numbers.")
_OTHER_NAME = Text("号码对应的新生是“{name}”，不是“{said}”。", "The number belongs to “{name}”, not to “{said}”.")
_OTHER_NAME_MEND = Text("请核对这一行的号码和姓名。", "Check number and name of this row.")
_TWICE = Text("与第{row}行是同一名新生。", "The same entrant as in row {row}.")
_TWICE_MEND = Text("请只保留一行。", "Keep one of the two rows.")
_NO_CLASS = Text("没有填写班级。", "No class is given.")
_NO_CLASS_MEND = Text("请填写班级名称或班号；暂不分班的可删去这一行。", "Enter a class, or remove the row.")
_UNKNOWN_CLASS = Text("本年级没有班级“{said}”。", "The grade has no class “{said}”.")
_UNKNOWN_MEND = Text("可填：{names}，或只填班号。", "Enter one of {names}, or its number.")
