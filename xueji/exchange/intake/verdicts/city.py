"""What the judging of a list must know of the city: its schools, its rules of age, and who is known already."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from xueji.vocabulary.people.residency import AsLocalCategory, as_local_categories
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.schooling.school_years import SchoolYear
from xueji.vocabulary.text import Text

# A document: its type by JY/T 1001 and its number; a resident ID of 15 digits counts as its form of 18.
DocumentKey = tuple[str, str]
# A child without a document: key of the name, sex, birth date.
PersonKey = tuple[str, str, date]


@dataclass(frozen=True, slots=True)
class KnownSchool:
    """A school of the city. `grades` are all it offers; `names` are further names it bears or bore."""

    code: str
    name: str
    grades: frozenset[Grade]
    foreign_license: bool = False
    closed: bool = False
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Holder:
    """Someone who holds a document, or bears a name and birth date, already.

    `says` describes the holder as far as the sender may know: never another school's name. `registration_number` tells
    whether it is the very row that is imported again.
    """

    says: Text
    registration_number: str = ""


@dataclass(frozen=True, slots=True)
class Registered:
    """An entrant already imported in this school year under a registration number."""

    name: str
    birth_date: date | None
    document: DocumentKey | None


@dataclass(frozen=True, slots=True)
class AgeWindow:
    """Ages in full years on 31 August of the year of entry: below `least` or above `most` a row is rejected.

    Between them, outside `usual_least` to `usual_most`, it gets a note.
    """

    least: int
    usual_least: int
    usual_most: int
    most: int


# Six by 31 August for grade 1 is the rule of entry; all other bounds are only limits of the plausible [INF].
USUAL_AGES: Mapping[Grade, AgeWindow] = MappingProxyType(
    {
        Grade.P1: AgeWindow(6, 6, 8, 12),
        Grade.J1: AgeWindow(9, 11, 14, 18),
        Grade.S0: AgeWindow(12, 14, 18, 22),
        Grade.S1: AgeWindow(12, 14, 18, 22),
    }
)


def nobody(keys: Collection[DocumentKey] | Collection[PersonKey]) -> Mapping[DocumentKey | PersonKey, Holder]:
    """Know nobody, for a city without records."""
    del keys
    return {}


def nothing_registered(numbers: Collection[str]) -> Mapping[str, Registered]:
    """Know no earlier import."""
    del numbers
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class CityKnowledge:
    """Everything the verdicts depend on beside the file and the day.

    The three look-ups are asked once for every thousand rows, with all their keys at once, and answer those they know.
    `own_school` is the code of the school that imports its own list: its rows may omit the school and name no other.
    `home_names` are names with which hukou places in the city begin (none: places are not compared with residency).
    """

    school_year: SchoolYear
    schools: Mapping[str, KnownSchool]
    own_school: str | None = None
    grades: frozenset[Grade] = frozenset({Grade.P1, Grade.J1, Grade.S0, Grade.S1})
    ages: Mapping[Grade, AgeWindow] = field(default_factory=lambda: USUAL_AGES)
    as_local: tuple[AsLocalCategory, ...] = field(default_factory=as_local_categories)
    home_names: tuple[str, ...] = ()
    holders: Callable[[Collection[DocumentKey]], Mapping[DocumentKey, Holder]] = nobody  # type: ignore[assignment]
    namesakes: Callable[[Collection[PersonKey]], Mapping[PersonKey, Holder]] = nobody  # type: ignore[assignment]
    registered: Callable[[Collection[str]], Mapping[str, Registered]] = nothing_registered
