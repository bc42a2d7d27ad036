"""The roster of a class (学生名册): who sits in it, by seat number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from xueji.documents.papers.render import Printed, render

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One child as printed: labels in Chinese, the number as the reader may see it (whole or masked)."""

    seat: int | None
    name: str
    sex: str
    birth: date
    national_number: str
    residency: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Roster:
    """A class on one day. `term` is printed as it is (2015-2016 学年第一学期); an empty teacher leaves a line."""

    school: str
    class_group: str
    homeroom_teacher: str
    term: str
    rows: Sequence[RosterRow]
    printed: Printed


def roster_pdf(roster: Roster) -> bytes:
    """Draw the roster on A4, the head of the table repeated on every page; raises FontMissingError."""
    counted = {
        "all": len(roster.rows),
        "boys": sum(row.sex == "男" for row in roster.rows),
        "girls": sum(row.sex == "女" for row in roster.rows),
    }
    return render("roster.typ", roster, at=roster.printed.at, extra={"counted": counted})
