"""The tables of an invented city or province, read from its folder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from xueji.exchange.seeding.invention.children import Home
from xueji.parties.acts.setup_city import service_team_code
from xueji.vocabulary.parties import Role
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.tables import read_table


@dataclass(frozen=True)
class DistrictPlan:
    """A district, or a unit without a region code of its own. `share` is its part of a hundred children.

    `card_region` is the region on the identity cards of its families.
    """

    code: str
    region_code: str
    name: str
    share: int
    card_region: str


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


@dataclass(frozen=True)
class Plan:
    """All tables of one place. Each of its properties reads `<name>.csv` in `folder`, at the first asking.

    `first_day` is the day on which the demo stands: the first of term, and the last day on which nobody is late.
    `seed` and `series` keep the children of two places apart.
    """

    folder: str
    jurisdiction: str
    code: str
    name: str
    first_day: date
    seed: int
    series: str

    @cached_property
    def districts(self) -> tuple[DistrictPlan, ...]:
        """Every district and unit."""
        return tuple(
            DistrictPlan(
                *(row["code"], row["region_code"], row["name"], int(row["share"])),
                card_region=row.get("card_region") or row["region_code"],
            )
            for row in self._rows("districts")
        )

    @cached_property
    def schools(self) -> tuple[SchoolPlan, ...]:
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
            for row in self._rows("schools")
        )

    @cached_property
    def terms(self) -> tuple[TermPlan, ...]:
        """The terms of the demo's years."""
        return tuple(
            TermPlan(
                int(row["school_year"]),
                int(row["number"]),
                date.fromisoformat(row["starts_on"]),
                date.fromisoformat(row["ends_on"]),
            )
            for row in self._rows("terms")
        )

    @cached_property
    def intake(self) -> tuple[IntakePlan, ...]:
        """The admissions that wait."""
        return tuple(
            IntakePlan(row["school"], Grade(row["grade"]), row["kind"], int(row["count"]), row["with"])
            for row in self._rows("intake")
        )

    @cached_property
    def progress(self) -> tuple[ProgressPlan, ...]:
        """The schools that have begun."""
        return tuple(
            ProgressPlan(
                row["school"],
                Grade(row["grade"]),
                *(int(row[name]) for name in ("claim", "register", "defer", "assign", "classes")),
            )
            for row in self._rows("progress")
        )

    @cached_property
    def transfers(self) -> tuple[TransferPlan, ...]:
        """The children on their way to another school."""
        return tuple(
            TransferPlan(
                *(row["receiving"], row["sending"], Grade(row["grade"]), row["residency"], row["reason"], row["steps"])
            )
            for row in self._rows("transfers")
        )

    @cached_property
    def personas(self) -> tuple[Persona, ...]:
        """Every post of the demo; a person with two posts comes twice."""
        return tuple(
            Persona(
                *(row["username"], row["full_name"], Role(row["role"]), row["place"], row["campus"]),
                classes=tuple(row["classes"].split()),
                first_use=row["first_use"] == "yes",
                try_zh=row["try_zh"],
                try_en=row["try_en"],
            )
            for row in self._rows("personas")
        )

    @property
    def administrator(self) -> Persona:
        """Whose account is made with the place itself."""
        return next(plan for plan in self.personas if plan.role is Role.ADMINISTRATOR)

    @cached_property
    def place_names(self) -> dict[str, str]:
        """The names of the place itself, its districts and its schools, by code."""
        return {
            self.code: self.name,
            service_team_code(self.code): f"{self.name}服务团队",
            **{plan.code: plan.name for plan in self.districts},
            **{plan.code: plan.name for plan in self.schools},
        }

    def home(self, district: str) -> Home:
        """Where the children of a district live. Raises StopIteration for a district of another plan."""
        plan = next(each for each in self.districts if each.code == district)
        return Home(plan.card_region, plan.name, self.name)

    def _rows(self, name: str) -> list[dict[str, str]]:
        return read_table(self.folder, f"{name}.csv")


def plan_of(jurisdiction: str) -> Plan:
    """The plan of the demo's place under a jurisdiction's rules. Raises LookupError where nothing is planned."""
    return _PLANS[jurisdiction]


def _grades(written: str) -> tuple[Grade, ...]:
    """Read spans such as P1-P6+J1-J3."""
    order = list(Grade)
    taught = []
    for span in written.split("+"):
        first, _, last = span.partition("-")
        taught += order[order.index(Grade(first)) : order.index(Grade(last)) + 1]
    return tuple(taught)


_HERE = "xueji.exchange.seeding"
BEIJING = Plan(f"{_HERE}.city", "beijing", "110000", "北京市", date(2015, 9, 1), 2015, "YQ")
LANTING = Plan(f"{_HERE}.lanting", "lanting", "990000", "岚汀省", date(2015, 9, 1), 2016, "LT")
_PLANS = {plan.jurisdiction: plan for plan in (BEIJING, LANTING)}
