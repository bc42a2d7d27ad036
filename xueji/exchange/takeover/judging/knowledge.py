"""What the verdicts must know of the city: its districts, schools, classes and accounts, of the register and the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from xueji.parties.calendar import school_year_of
from xueji.parties.models import Account, Campus, Office, Post, School
from xueji.parties.queries import districts, held_on
from xueji.records.models import ClassGroup

ClassKey = tuple[str, int, str, int]
"""School code, school year, grade, number."""


@dataclass(slots=True)
class KnownSchool:
    """A school. `row` is its row in the file, None for one of the register; `refused`: the file's row cannot be taken."""

    code: str
    name: str
    district_id: int
    region_code: str
    category: str
    city_code: str
    grades: tuple[str, ...]
    campuses: tuple[str, ...]
    foreign_license: bool
    closed: bool = False
    row: int | None = None
    refused: bool = False


@dataclass(slots=True)
class KnownClass:
    """A class group; `row` and `refused` as of a school."""

    name: str
    campus: str
    cohort: int
    closed: bool = False
    row: int | None = None
    refused: bool = False


@dataclass
class Knowledge:
    """The city as the register knows it; judging the sheets adds what they bring."""

    today: date
    school_year: int
    districts: dict[str, Office]
    schools: dict[str, KnownSchool] = field(default_factory=dict)
    classes: dict[ClassKey, KnownClass] = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=dict)
    posts: set[tuple[str, str, str]] = field(default_factory=set)
    city_codes: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def add_school(self, school: KnownSchool) -> None:
        """Know one more school, and whose digits it has."""
        self.schools[school.code] = school
        self.city_codes.setdefault((school.region_code, school.category, school.city_code), school.code)


def knowledge(today: date) -> Knowledge:
    """Read it from the register, whole tables at once: places are thousands, not millions."""
    offices = list(districts())
    named = {key: office for office in offices for key in (office.code, office.name)}
    city = Knowledge(today, school_year_of(today), named)
    campuses: dict[int, list[str]] = {}
    for school_id, name in Campus.objects.order_by("school_id", "-main", "number").values_list("school_id", "name"):
        campuses.setdefault(school_id, []).append(name)
    codes = {}
    for school in School.objects.select_related("district").iterator():
        codes[school.pk] = school.code
        city.add_school(
            KnownSchool(
                *(school.code, school.name, school.district_id, school.district.region_code, school.category),
                *(school.city_code, tuple(school.grades), tuple(campuses.get(school.pk, ())), school.foreign_license),
                closed=school.closed_on is not None,
            )
        )
    groups = ClassGroup.objects.order_by().values_list(
        *("school_id", "school_year", "grade", "number", "name", "campus__name", "cohort", "closed_on")
    )
    for school_id, year, grade, number, name, campus, cohort, closed_on in groups.iterator():
        known = KnownClass(name, campus, cohort, closed=closed_on is not None)
        city.classes[codes[school_id], year, grade, number] = known
    city.accounts = dict(Account.objects.values_list("username", "full_name"))
    posts = Post.objects.filter(held_on(today)).order_by()
    told = posts.values_list("account__username", "role", "school__code", "office__code")
    city.posts = {(name, role, school or office) for name, role, school, office in told}
    return city
