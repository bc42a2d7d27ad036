"""Children who sit in class already, and the schools between which they move: for tests of what happens to records."""

from __future__ import annotations

from datetime import date
from itertools import count

from django.db.backends.postgresql.psycopg_any import DateRange

from tests.papers import PROOF as PDF
from tests.small_city import PASSWORD, SCHOOL_YEAR, SmallCity, _school, resident_id
from xueji.cases.acts.office.evidence import attach_evidence
from xueji.cases.batch.work import Opening, Outcome, Step
from xueji.cases.door import act, open_case
from xueji.cases.models import Case
from xueji.parties.actors import Actor, system_actor
from xueji.parties.models import School, Term
from xueji.parties.rulebook import rulebook_in_force
from xueji.parties.scope import scope
from xueji.process.notation import Ask, Proof
from xueji.records.models import (
    ClassGroup,
    Enrollment,
    EnrollmentQuota,
    NumberAssignment,
    Student,
    StudentForm,
    StudentRecord,
)
from xueji.records.schooling import entry_of, leaving_year
from xueji.vocabulary.parties import Party, Role
from xueji.vocabulary.people.names import name_key
from xueji.vocabulary.people.pinyin import initials, pinyin
from xueji.vocabulary.schooling.grades import Grade

__all__ = ["PASSWORD", "PDF", "TRANSFER", "Schools", "apply_for", "clerk", "decide", "pupil"]

TRANSFER = "in_city_transfer"
_serial = count(5000)


class Schools:
    """Two primary and two secondary schools in each district, by the names tests use."""

    def __init__(self, city: SmallCity) -> None:
        """Add the schools that the small city lacks, the second term, and places for every cohort."""
        yanqing, haidian = city.districts
        self.city = city
        self.primary, self.near_primary, self.far_secondary = city.schools
        self.far_primary = _school("2111000501", "中关村第三小学", haidian, "P")
        self.secondary = _school("3111000601", "延庆县第二中学", yanqing, "JS")
        self.near_secondary = _school("3111000602", "张山营学校", yanqing, "JS")
        Term.objects.get_or_create(
            school_year=SCHOOL_YEAR, number=2, defaults={"starts_on": date(2016, 2, 29), "ends_on": date(2016, 7, 10)}
        )
        for school in self.all:
            self.places(school, 50)

    @property
    def all(self) -> list[School]:
        """Every school of the city."""
        return [
            *(self.primary, self.near_primary, self.far_primary),
            *(self.secondary, self.near_secondary, self.far_secondary),
        ]

    def places(self, school: School, granted: int, kind: str = "general") -> None:
        """Set the places of every cohort of a school."""
        for grade in map(Grade, school.grades):
            year, entry = entry_of(grade, SCHOOL_YEAR)
            EnrollmentQuota.objects.update_or_create(
                school=school, school_year=year, grade=entry.value, kind=kind, defaults={"granted": granted}
            )

    def quota(self, school: School, grade: str, kind: str = "general") -> EnrollmentQuota:
        """The quota row of the cohort that now sits in `grade`."""
        year, entry = entry_of(Grade(grade), SCHOOL_YEAR)
        return EnrollmentQuota.objects.get(school=school, school_year=year, grade=entry.value, kind=kind)


def clerk(city: SmallCity, place: object) -> Actor:
    """Somebody who decides at a school or an office: a new one at each call."""
    if isinstance(place, School):
        return city.actor(Role.REGISTRAR, place)
    if place == city.city:
        return city.city_officer()
    return city.actor(Role.DISTRICT_OFFICER, place)  # type: ignore[arg-type]


def group_of(school: School, grade: str, number: int = 1) -> ClassGroup:
    """A class of a grade, made at the first asking."""
    return ClassGroup.objects.get_or_create(
        school=school,
        school_year=SCHOOL_YEAR,
        grade=grade,
        number=number,
        defaults={
            "campus": school.campuses.get(main=True),
            "name": f"{Grade(grade).label.zh}({number})班",
            "kind": "10",
            "cohort": leaving_year(school.grades, Grade(grade), SCHOOL_YEAR),
        },
    )[0]


def pupil(school: School, grade: str = "P3", *, standing: str = "studying", **changes: object) -> StudentRecord:
    """A child in class (1) of a grade, with record, formal number, open spell, and its place taken."""
    number = next(_serial)
    document = resident_id(number)
    name = str(changes.pop("name", f"李思远{'甲乙丙丁戊己庚辛壬癸'[number % 10]}"))
    values = {
        "name": name,
        "name_pinyin": pinyin(name),
        "name_initials": initials(name),
        "name_key": name_key(name),
        "sex": "1",
        "birth_date": date(int(document[6:10]), int(document[10:12]), int(document[12:14])),
        "document_type": "1",
        "document_number": document,
        "ethnicity": "01",
        "residency": "local",
    }
    with scope(system_actor(Party.ADMISSIONS)):
        student = Student.objects.create(**{**values, **changes})
        record = StudentRecord.objects.create(
            student=student,
            standing=standing,
            document_type=student.document_type,
            document_number=student.document_number,
            established_on=date(2013, 9, 9),
        )
        NumberAssignment.objects.create(record=record, scheme="G", number=f"G{document}", starts_on=date(2014, 3, 3))
        StudentForm.objects.create(student=student, missing=0)
        group = group_of(school, grade)
        Enrollment.objects.create(
            record=record,
            student=student,
            school=school,
            district=school.district,
            campus=group.campus,
            class_group=group,
            school_year=SCHOOL_YEAR,
            grade=grade,
            cohort=group.cohort,
            seat_number=number % 1000,
            during=DateRange(date(2015, 8, 1), None),
            entry_type="promotion",
        )
        year, entry = entry_of(Grade(grade), SCHOOL_YEAR)
        kinds = ("general", "foreign") if student.residency == "foreign" else ("general",)
        for kind in kinds:
            row, _ = EnrollmentQuota.objects.get_or_create(
                school=school, school_year=year, grade=entry.value, kind=kind, defaults={"granted": 50}
            )
            EnrollmentQuota.objects.filter(pk=row.pk).update(taken=row.taken + 1)
    return record


def answers_for(record: StudentRecord, school: School, actor: Actor, procedure: str = TRANSFER) -> dict[str, object]:
    """Answers to everything an application may ask: the first code of each list, a paper for each proof."""
    compiled = rulebook_in_force().procedure(procedure)
    with scope(system_actor(Party.CITY)):
        spell = Enrollment.objects.get(record=record, during__upper_inf=True)
    with scope(actor):
        given: dict[str, object] = {}
        for asked in compiled.asks:
            if isinstance(asked, Proof):
                given[asked.key] = attach_evidence(actor=actor, file_name="证明.pdf", content=PDF).pk
            elif asked.kind == "class_group":
                given[asked.key] = group_of(school, spell.grade).pk
            elif isinstance(asked.choices, tuple) and asked.choices:
                given[asked.key] = asked.choices[0][0]
    return given


def apply_for(
    record: StudentRecord, school: School, actor: Actor, procedure: str = TRANSFER, **said: object
) -> Outcome:
    """Apply at a school for a child, with every answer and paper that may be asked, unless `said` otherwise."""
    answers = {**answers_for(record, school, actor, procedure), **said}
    return open_case(Opening(procedure, record.pk, None, answers), actor=actor)


def decide(case_id: int, event: str, actor: Actor, reason: str = "", **answers: object) -> Outcome:
    """Take one step, with the answers the step asks of this case."""
    return act(Step(case_id, event, answers, reason), actor=actor)


def holder(city: SmallCity, case_id: int) -> Actor:
    """Somebody at the office that must act now."""
    with scope(system_actor(Party.CITY)):
        case = Case.objects.get(pk=case_id)
    place = case.holder_school_id or case.holder_office_id
    if case.holder_school_id:
        return clerk(city, School.objects.get(pk=place))
    return clerk(city, city.city if place == city.city.pk else next(o for o in city.districts if o.pk == place))


def approve(city: SmallCity, case_id: int) -> Outcome:
    """Whoever holds the case approves, answering yes to whatever is to be checked."""
    actor = holder(city, case_id)
    with scope(system_actor(Party.CITY)):
        case = Case.objects.get(pk=case_id)
    procedure = rulebook_in_force().procedure(case.procedure)
    transition = procedure.transition(case.state, "approve", case.route_row)
    assert transition is not None
    lists = (asked for asked in transition.asks if isinstance(asked, Ask) and isinstance(asked.choices, tuple))
    answers = {asked.key: asked.choices[0][0] for asked in lists}  # type: ignore[index]
    return act(Step(case_id, "approve", answers), actor=actor)
