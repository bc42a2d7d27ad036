"""A small invented city for tests: one city office, two districts, three schools, a term, quotas, and people."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from itertools import count

from xueji.cases.door.opening import open_entry_cases
from xueji.parties.actors import Actor, actor_of, system_actor
from xueji.parties.models import Account, Campus, City, Office, Post, School, Term
from xueji.parties.rulebook import forget_jurisdiction, rulebook_in_force
from xueji.parties.scope import scope
from xueji.records.models import ClassGroup, EnrollmentQuota, Entrant
from xueji.vocabulary.numbers.resident_id import resident_id_check_char
from xueji.vocabulary.parties import Party, Role
from xueji.vocabulary.people.names import name_key
from xueji.vocabulary.people.pinyin import initials, pinyin

SCHOOL_YEAR = 2015
PASSWORD = "long enough 15"
_serial = count(1)


@dataclass
class SmallCity:
    """The city's places and people, by the names tests use."""

    city: Office
    districts: list[Office]
    schools: list[School]
    classes: dict[str, ClassGroup] = field(default_factory=dict)

    @property
    def school(self) -> School:
        """The primary school most tests are about."""
        return self.schools[0]

    def actor(self, role: Role = Role.REGISTRAR, at: School | Office | None = None) -> Actor:
        """A person in `role` at a place (default: the primary school's registrar)."""
        place = at or self.school
        number = next(_serial)
        account = Account.objects.create(
            username=f"user{number}", full_name=f"张三{number}", must_change_password=False
        )
        where = {"school": place} if isinstance(place, School) else {"office": place}
        post = Post.objects.create(account=account, role=role.value, starts_on=date(2015, 8, 1), **where)
        return actor_of(post, rulebook_in_force().rulebook.posts[role])

    def district_officer(self) -> Actor:
        """An officer of the first district."""
        return self.actor(Role.DISTRICT_OFFICER, self.districts[0])

    def city_officer(self) -> Actor:
        """An officer of the top office, who decides for it."""
        rulebook = rulebook_in_force().rulebook
        role = next(
            role for role, party in rulebook.posts.items() if party == self.city.level and role in rulebook.deciding
        )
        return self.actor(role, self.city)

    def service_officer(self) -> Actor:
        """A person of the service team, which mends what nobody else can."""
        return self.actor(Role.SERVICE_OFFICER, Office.objects.get(level="service_team", parent=self.city))

    def class_group(
        self, number: int = 1, school: School | None = None, grade: str = "P1", capacity: int = 40
    ) -> ClassGroup:
        """A class of a grade."""
        school = school or self.school
        return ClassGroup.objects.create(
            school=school,
            campus=school.campuses.get(main=True),
            school_year=SCHOOL_YEAR,
            grade=grade,
            number=number,
            name=f"{grade}({number})班",
            kind="10",
            cohort=2021,
            capacity=capacity,
        )

    def entrants(self, count_: int = 1, school: School | None = None, **changes: object) -> list[Entrant]:
        """Entrants as the admissions feed brings them, each with an open case in the first state."""
        made = [_entrant(school or self.school, **changes) for _ in range(count_)]
        actor = system_actor(Party.ADMISSIONS)
        with scope(actor):
            Entrant.objects.bulk_create(made)
            open_entry_cases(made, actor=actor)
        return made


def everything() -> AbstractContextManager[Actor]:
    """A scope that sees every row: for what a test wants to know that no person of its story may see."""
    return scope(system_actor(Party.CITY))


def small_city(today: date = date(2015, 9, 1), places: int = 100, jurisdiction: str = "beijing") -> SmallCity:
    """Build the city on a day of September 2015, under the edition of `jurisdiction` in force on it."""
    City.objects.create(jurisdiction=jurisdiction, code="110000", name="北京市", training_date=today)
    forget_jurisdiction()
    top = next(iter(rulebook_in_force(today).rulebook.levels))
    city = Office.objects.create(level=top.value, code="110000", region_code="110000", name="北京市教委")
    if Party.SERVICE_TEAM in rulebook_in_force(today).rulebook.levels:
        Office.objects.create(
            level="service_team", code="110000-S", region_code="110000", name="北京市服务团队", parent=city
        )
    districts = [
        Office.objects.create(level="district", code=code, region_code=code, name=name, parent=city)
        for code, name in (("110229", "延庆县"), ("110108", "海淀区"))
    ]
    schools = [
        _school("2111000301", "妫川第一小学", districts[0], "P"),
        _school("2111000302", "长城路小学", districts[0], "P"),
        _school("3111000401", "学院路中学", districts[1], "JS"),
    ]
    Term.objects.create(school_year=SCHOOL_YEAR, number=1, starts_on=date(2015, 9, 1), ends_on=date(2016, 1, 23))
    for school in schools:
        for grade in school.grades:
            EnrollmentQuota.objects.create(
                school=school, school_year=SCHOOL_YEAR, grade=grade, kind="general", granted=places
            )
    return SmallCity(city, districts, schools)


def resident_id(number: int, born: date = date(2009, 3, 4), sex: str = "1", region: str = "110229") -> str:
    """A resident ID with a right check character; `number` makes it one of its own."""
    serial = (number * 2 + (1 if sex == "1" else 0)) % 1000
    day = date.fromordinal(born.toordinal() + number * 2 // 1000)
    body = f"{region}{day:%Y%m%d}{serial:03d}"
    return body + resident_id_check_char(body)


def _school(code: str, name: str, district: Office, stages: str) -> School:
    grades = [f"{letter}{year}" for letter in stages for year in range(1, 7 if letter == "P" else 4)]
    school = School.objects.create(
        code=code, name=name, short_name=name[:8], city_code=code[-3:], category="0", district=district, grades=grades
    )
    Campus.objects.create(school=school, number=1, name="本部", main=True)
    return school


def _entrant(school: School, **changes: object) -> Entrant:
    number = next(_serial)
    name = str(changes.pop("name", f"王小明{'甲乙丙丁戊己庚辛壬癸'[number % 10]}"))
    document = str(changes.pop("document_number", resident_id(number)))
    born = (
        date(int(document[6:10]), int(document[10:12]), int(document[12:14]))
        if len(document) == 18
        else date(2009, 3, 4)
    )
    values: dict[str, object] = {
        "name": name,
        "name_pinyin": pinyin(name),
        "name_initials": initials(name),
        "name_key": name_key(name),
        "sex": "1",
        "birth_date": born,
        "document_type": "1",
        "document_number": document,
        "ethnicity": "01",
        "residency": "local",
        "school_year": SCHOOL_YEAR,
        "registration_number": f"DJ2015{number:06d}",
        "source": "feed",
        "admission_kind": "ordinary",
        "confirmed_on": date(2015, 9, 1),
        "school": school,
        "district": school.district,
        "grade": school.grades[0],
    }
    return Entrant(**{**values, **changes})
