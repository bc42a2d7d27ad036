"""The tables of the invented city, read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from xueji.vocabulary.parties import Role
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.tables import read_table

_HERE = "xueji.exchange.seeding.city"

JURISDICTION = "beijing"
CITY_CODE = "110000"
CITY_NAME = "北京市"
FIRST_DAY = date(2015, 9, 1)
"""The day on which the demo stands: the first of term, and the last day on which nobody is late."""


@dataclass(frozen=True)
class DistrictPlan:
    """A district, or a unit without a region code of its own. `share` is its part of a hundred children."""

    code: str
    region_code: str
    name: str
    share: int


@dataclass(frozen=True)
class SchoolPlan:
    """A school with what it needs to teach: classes of each grade, children in each, places of each entry grade."""

    code: str
    name: str
    short_name: str
    district: str
    category: str
    city_code: str
    grades: tuple[Grade, ...]
    campuses: tuple[str, ...]
    model: bool
    foreign: bool
    classes: int
    size: int
    places: int
    foreign_places: int


@dataclass(frozen=True)
class TermPlan:
    """One term."""

    school_year: int
    number: int
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class IntakePlan:
    """Admissions of one kind that wait at one school."""

    school: str
    grade: Grade
    kind: str
    count: int
    other: str


@dataclass(frozen=True)
class ProgressPlan:
    """How many of a school's entrants have come how far."""

    school: str
    grade: Grade
    claim: int
    register: int
    defer: int
    assign: int
    classes: int


@dataclass(frozen=True)
class TransferPlan:
    """One child on its way: between which schools, why, and what the holders in turn have done (A, B or R)."""

    receiving: str
    sending: str
    grade: Grade
    residency: str
    reason: str
    steps: str


@dataclass(frozen=True)
class Persona:
    """One post of one invented person; `place` is the code of a school or office."""

    username: str
    full_name: str
    role: Role
    place: str
    campus: str
    classes: tuple[str, ...]
    first_use: bool
    try_zh: str
    try_en: str


@cache
def districts() -> tuple[DistrictPlan, ...]:
    """Every district and unit."""
    return tuple(
        DistrictPlan(row["code"], row["region_code"], row["name"], int(row["share"])) for row in _rows("districts")
    )


@cache
def schools() -> tuple[SchoolPlan, ...]:
    """Every school of the demo."""
    return tuple(
        SchoolPlan(
            *(row["code"], row["name"], row["short_name"], row["district"], row["category"], row["city_code"]),
            grades=_grades(row["grades"]),
            campuses=tuple(row["campuses"].split("|")),
            model=row["model"] == "yes",
            foreign=row["foreign"] == "yes",
            classes=int(row["classes"]),
            size=int(row["size"]),
            places=int(row["places"]),
            foreign_places=int(row["foreign_places"] or 0),
        )
        for row in _rows("schools")
    )


@cache
def terms() -> tuple[TermPlan, ...]:
    """The terms of the demo's years."""
    return tuple(
        TermPlan(
            int(row["school_year"]),
            int(row["number"]),
            date.fromisoformat(row["starts_on"]),
            date.fromisoformat(row["ends_on"]),
        )
        for row in _rows("terms")
    )


@cache
def intake() -> tuple[IntakePlan, ...]:
    """The admissions that wait."""
    return tuple(
        IntakePlan(row["school"], Grade(row["grade"]), row["kind"], int(row["count"]), row["with"])
        for row in _rows("intake")
    )


@cache
def progress() -> tuple[ProgressPlan, ...]:
    """The schools that have begun."""
    return tuple(
        ProgressPlan(
            row["school"],
            Grade(row["grade"]),
            *(int(row[name]) for name in ("claim", "register", "defer", "assign", "classes")),
        )
        for row in _rows("progress")
    )


@cache
def transfers() -> tuple[TransferPlan, ...]:
    """The children on their way to another school."""
    return tuple(
        TransferPlan(
            *(row["receiving"], row["sending"], Grade(row["grade"]), row["residency"], row["reason"], row["steps"])
        )
        for row in _rows("transfers")
    )


@cache
def personas() -> tuple[Persona, ...]:
    """Every post of the demo; a person with two posts comes twice."""
    return tuple(
        Persona(
            *(row["username"], row["full_name"], Role(row["role"]), row["place"], row["campus"]),
            classes=tuple(row["classes"].split()),
            first_use=row["first_use"] == "yes",
            try_zh=row["try_zh"],
            try_en=row["try_en"],
        )
        for row in _rows("personas")
    )


@cache
def place_names() -> dict[str, str]:
    """The names of city, districts and schools of the demo, by code."""
    return {
        CITY_CODE: CITY_NAME,
        **{plan.code: plan.name for plan in districts()},
        **{plan.code: plan.name for plan in schools()},
    }


def _rows(name: str) -> list[dict[str, str]]:
    return read_table(_HERE, f"{name}.csv")


def _grades(written: str) -> tuple[Grade, ...]:
    """Read spans such as P1-P6+J1-J3."""
    order = list(Grade)
    taught = []
    for span in written.split("+"):
        first, _, last = span.partition("-")
        taught += order[order.index(Grade(first)) : order.index(Grade(last)) + 1]
    return tuple(taught)
