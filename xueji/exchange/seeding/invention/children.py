"""A child and its family: all that an admissions list and the 72-item form may ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from xueji.exchange.seeding.invention import names
from xueji.exchange.seeding.invention.dice import Dice, Weighted
from xueji.exchange.seeding.invention.numbers import Serials
from xueji.vocabulary.people.documents import DocumentType
from xueji.vocabulary.people.names import name_key
from xueji.vocabulary.people.pinyin import syllables
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.schooling.stages import Stage
from xueji.vocabulary.tables import read_table

_HERE = "xueji.exchange.seeding.invention"
# Age in full years on 31 August of the year of entry (S5: six for grade 1).
_AGE_AT_ENTRY = {Stage.PRIMARY: 6, Stage.JUNIOR: 12, Stage.SENIOR: 15}
_RESIDENCIES = Weighted([(Residency.LOCAL, 72), (Residency.NON_LOCAL, 25), (Residency.AS_LOCAL, 3)])
_LOCAL_ONLY = Weighted([(Residency.LOCAL, 96), (Residency.AS_LOCAL, 4)])
_CATEGORIES = ("01", "02", "05", "08")
_NATIONALITIES = ("USA", "KOR", "DEU", "JPN", "FRA", "ITA")


@dataclass(frozen=True, slots=True)
class Child:
    """An invented child. The first thirteen fields are those of records' Identity, in its order."""

    name: str
    name_pinyin: str
    name_initials: str
    name_key: str
    sex: str
    birth_date: date
    document_type: str
    document_number: str
    nationality: str
    ethnicity: str
    residency: str
    as_local_category: str
    hukou_place: str
    address: str
    guardian: str
    kinship: str
    telephone: str

    @property
    def identity(self) -> tuple[str | date, ...]:
        """The columns by which the register knows a child."""
        return (
            *(self.name, self.name_pinyin, self.name_initials, self.name_key, self.sex, self.birth_date),
            *(self.document_type, self.document_number, self.nationality, self.ethnicity),
            *(self.residency, self.as_local_category, self.hukou_place),
        )


@dataclass(frozen=True, slots=True)
class Home:
    """The district where a child lives: the region of its ID, its name for addresses, and the city it belongs to."""

    region_code: str
    name: str
    city: str = "北京市"


class Family:
    """Invents children of one city, one after the other."""

    def __init__(self, dice: Dice, serials: Serials) -> None:
        """Draw from `dice`, number from `serials`."""
        self._dice = dice
        self._serials = serials

    def child(self, home: Home, grade: Grade, school_year: int, residency: Residency | None = None) -> Child:
        """Return a child of the right age for a grade. Senior high has local children unless asked otherwise (S4)."""
        if residency is Residency.FOREIGN:
            return self._foreigner(home, grade, school_year)
        dice = self._dice
        usual = _LOCAL_ONLY if grade.stage is Stage.SENIOR else _RESIDENCIES
        residency = residency or usual.draw(dice)
        region, place = (home.region_code, f"{home.city}{home.name}")
        if residency is not Residency.LOCAL:
            region, place = _origins().draw(dice)
        born = self._birth(grade, school_year)
        number = self._serials.resident_id(region, born)
        sex = "1" if number[16] in "13579" else "2"
        family, (ethnicity, style) = names.surname(dice), names.people(dice)
        name = names.han_name(dice, family, sex) if style == names.HAN else names.other_name(dice, style, sex)
        category = dice.pick(_CATEGORIES) if residency is Residency.AS_LOCAL else ""
        papers = (DocumentType.RESIDENT_ID.value, number, "CHN", ethnicity, residency.value, category, place)
        return self._complete(name, sex, born, papers, home, family)

    def undocumented(self, home: Home, grade: Grade, school_year: int) -> Child:
        """Return a child whose papers are of type "other", without a number: proof of attendance is owed."""
        dice, born, sex = self._dice, self._birth(grade, school_year), self._dice.pick(("1", "2"))
        family = names.surname(dice)
        papers = (DocumentType.OTHER.value, "", "CHN", "01", Residency.LOCAL.value, "", f"{home.city}{home.name}")
        return self._complete(names.han_name(dice, family, sex), sex, born, papers, home, family)

    def _foreigner(self, home: Home, grade: Grade, school_year: int) -> Child:
        dice, born, sex = self._dice, self._birth(grade, school_year), self._dice.pick(("1", "2"))
        name = names.other_name(dice, "foreign", sex)
        number = f"{dice.pick('CEHKLP')}{dice.below(10**8):08d}"
        papers = (
            *(DocumentType.PASSPORT.value, number, dice.pick(_NATIONALITIES)),
            *("97", Residency.FOREIGN.value, "", ""),
        )
        return self._complete(name, sex, born, papers, home, "")

    def _birth(self, grade: Grade, school_year: int) -> date:
        entry = school_year - max(grade.number, 1) + 1
        first = date(entry - _AGE_AT_ENTRY[grade.stage] - 1, 9, 1)
        return first + timedelta(days=self._dice.below(365))

    def _complete(self, name: str, sex: str, born: date, papers: tuple[str, ...], home: Home, family: str) -> Child:
        document_type, document_number, nationality, ethnicity, residency, category, hukou_place = papers
        dice, spoken, father = self._dice, syllables(name), self._dice.chance(0.5)
        return Child(
            name=name,
            name_pinyin="".join(spoken),
            name_initials="".join(each[0] for each in spoken),
            name_key=name_key(name),
            sex=sex,
            birth_date=born,
            document_type=document_type,
            document_number=document_number,
            nationality=nationality,
            ethnicity=ethnicity,
            residency=residency,
            as_local_category=category,
            hukou_place=hukou_place,
            address=f"{home.name}{dice.pick(_streets())}{dice.below(120) + 1}号",
            guardian=self._guardian(name, family, father=father),
            kinship="51" if father else "52",
            telephone=f"139{dice.below(10**8):08d}",
        )

    def _guardian(self, name: str, family: str, *, father: bool) -> str:
        """Name the parent who signs: a father shares the surname; a foreign parent is told by it alone."""
        if not family:
            return name.rsplit(" ", maxsplit=1)[-1]
        return names.han_name(self._dice, family if father else names.surname(self._dice), "1" if father else "2")


@cache
def _origins() -> Weighted[tuple[str, str]]:
    rows = read_table(_HERE, "origins.csv")
    return Weighted([((row["region_code"], row["place"]), int(row["weight"])) for row in rows])


@cache
def _streets() -> list[str]:
    return [row["street"] for row in read_table(_HERE, "streets.csv")]
