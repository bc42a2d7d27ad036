"""The other roads of entry: given back, brought by the school, admitted twice, known from a lower stage, foreign."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from tests.cases.test_entry_registration import cases_of
from tests.small_city import SmallCity, resident_id
from xueji.cases.acts.office.corrections import Correction
from xueji.cases.acts.office.duplicates import resolve_possible_duplicate
from xueji.cases.batch.work import Outcome, Step
from xueji.cases.door import act
from xueji.cases.doubts import flag_doubts
from xueji.cases.models import Case, CaseParty
from xueji.parties.actors import Actor
from xueji.parties.refusals import RefusedError
from xueji.parties.scope import scope
from xueji.records.models import (
    Enrollment,
    EnrollmentQuota,
    Entrant,
    NumberAssignment,
    ProblemRecord,
    Student,
    StudentRecord,
)
from xueji.records.models.identity import IDENTITY
from xueji.records.models.problems import ProblemResolution
from xueji.vocabulary.parties import Role
from xueji.vocabulary.people.documents import DocumentType
from xueji.vocabulary.people.residency import Residency


def walk(key: int, actor: Actor, *events: str, reason: str = "", **answers: object) -> Outcome:
    outcome = None
    for event in events:
        outcome = act(Step(key, event, answers if event == events[-1] else {}, reason), actor=actor)
        assert outcome.taken, (event, outcome.reasons)
    assert outcome
    return outcome


def rules(outcome: Outcome) -> set[str]:
    return {reason.rule for reason in outcome.reasons}


def test_an_entrant_given_back_is_sent_to_another_school_of_the_district(city: SmallCity) -> None:
    school, other = city.schools[:2]
    registrar, officer, receiver = city.actor(), city.district_officer(), city.actor(Role.REGISTRAR, other)
    (entrant,) = city.entrants(1)
    with scope(registrar):
        (key,) = cases_of([entrant])
        walk(key, registrar, "claim", "register")
        walk(key, registrar, "give_back", reason="该生不在本校服务片", cause="not_ours")
        assert EnrollmentQuota.objects.get(school=school, grade="P1").held == 0
    with scope(officer):
        wrong = act(Step(key, "reassign_school", {"school": city.schools[2].pk}, "片区划分"), actor=officer)
        assert "target_school_fits" in rules(wrong)
        walk(key, officer, "reassign_school", reason="片区划分", school=other.pk)
    with scope(receiver):
        case = Case.objects.get(pk=key)
        assert (case.state, case.school) == ("unclaimed", other)
        assert CaseParty.objects.get(case=key, party="school").school == other
        walk(key, receiver, "claim", "register")
    with scope(registrar):
        assert rules(act(Step(key, "revoke_registration", {}, "误"), actor=registrar)) == {"not_found"}


def test_a_row_that_the_school_brought_needs_one_confirmation_of_the_district(city: SmallCity) -> None:
    actor, officer, group = city.actor(), city.district_officer(), city.class_group()
    (entrant,) = city.entrants(1, source="school", confirmed_on=None)
    with scope(actor):
        (key,) = cases_of([entrant])
        walk(key, actor, "claim", "register")
        assert rules(act(Step(key, "assign", {"class_group": group.pk}), actor=actor)) == {"admission_confirmed"}
    with scope(officer):
        walk(key, officer, "confirm_admission")
    with scope(actor):
        walk(key, actor, "assign", class_group=group.pk)


def test_a_child_admitted_twice_is_decided_by_the_district(city: SmallCity) -> None:
    number = resident_id(700)
    (first,) = city.entrants(1, document_number=number)
    (second,) = city.entrants(1, school=city.schools[1], document_number=number)
    receiver, officer, group = (
        city.actor(Role.REGISTRAR, city.schools[1]),
        city.district_officer(),
        city.class_group(school=city.schools[1]),
    )
    with scope(officer):
        assert flag_doubts([first.pk, second.pk], date(2015, 9, 1)) == [second.pk]
        problem = ProblemRecord.objects.get()
        assert (problem.flagged, problem.other_entrant) == (second, first)
    with scope(receiver):
        (key,) = cases_of([second])
        walk(key, receiver, "claim", "register")
        assert "no_open_problem" in rules(act(Step(key, "assign", {"class_group": group.pk}), actor=receiver))
    with scope(officer):
        with pytest.raises(RefusedError):
            resolve_possible_duplicate(actor=officer, problem=problem, resolution=ProblemResolution.WITHDRAWN)
        resolve_possible_duplicate(
            actor=officer,
            reason="家长选择长城路小学",
            problem=problem,
            resolution=ProblemResolution.WITHDRAWN,
            withdraw=first,
        )
        assert Case.objects.get(entrant=first).state == "withdrawn"
    with scope(receiver):
        walk(key, receiver, "assign", class_group=group.pk)


def test_a_corrected_document_ends_the_doubt_and_one_still_alike_begins_another(city: SmallCity) -> None:
    number, third = resident_id(710), resident_id(711)
    first, second, other = (city.entrants(1, document_number=value)[0] for value in (number, number, third))
    officer = city.district_officer()
    right = resident_id(712)

    def correction(value: str) -> Correction:
        return Correction(
            name=second.name, sex="1", birth_date=date(2009, 3, 5) if value != number else date(2009, 3, 4),
            document_type=DocumentType.RESIDENT_ID, document_number=value, ethnicity="01", nationality="CHN",
            residency=Residency.LOCAL,
        )  # fmt: skip

    with scope(officer):
        flag_doubts([second.pk, other.pk], date(2015, 9, 1))
        problem = ProblemRecord.objects.get()
        day = date(int(right[6:10]), int(right[10:12]), int(right[12:14]))
        doubted = resolve_possible_duplicate(
            actor=officer, reason="户口簿", problem=problem, resolution=ProblemResolution.DOCUMENT_CORRECTED,
            correction=Correction(**{**correction(right).__dict__, "birth_date": day}),
        )  # fmt: skip
        assert doubted is False
        assert Entrant.objects.get(pk=second.pk).document_number == right
        assert first.document_number == number


def a_graduate(city: SmallCity, entrant: Entrant, standing: str) -> StudentRecord:
    student = Student.objects.create(**{name: getattr(entrant, name) for name in IDENTITY})
    record = StudentRecord.objects.create(
        student=student, standing=standing, leaving_outcome="graduated" if standing == "left" else "",
        document_type="1", document_number=entrant.document_number, established_on=date(2009, 9, 1),
    )  # fmt: skip
    NumberAssignment.objects.create(
        record=record, scheme="G", number="G" + entrant.document_number, starts_on=date(2010, 3, 1)
    )
    Enrollment.objects.create(
        record=record, student=student, school=city.school, district=city.districts[0], campus=city.school.campuses.get(),
        school_year=2014, grade="P6", cohort=2015,
        during=DateRange(date(2014, 9, 1), date(2015, 7, 10) if standing == "left" else None),
        entry_type="entry", exit_type="leaving" if standing == "left" else "",
    )  # fmt: skip
    return record


def test_a_graduate_of_the_city_opens_a_new_stage_on_the_record_it_has(city: SmallCity) -> None:
    school = city.schools[2]
    actor, group = city.actor(Role.REGISTRAR, school), city.class_group(school=school, grade="J1")
    (entrant,) = city.entrants(1, school=school, grade="J1", document_number=resident_id(3, date(2003, 3, 4)))
    with scope(city.city_officer()):
        record = a_graduate(city, entrant, "left")
    with scope(actor):
        (key,) = cases_of([entrant])
        walk(key, actor, "claim", "register")
        walk(key, actor, "assign", class_group=group.pk)
        record.refresh_from_db()
        assert record.standing == "studying"
        assert StudentRecord.objects.count() == 1
        assert Enrollment.objects.filter(record=record).count() == 2
        national = NumberAssignment.objects.filter(record=record, scheme__in=["L", "G", "J"])
        assert [row.scheme for row in national] == ["G"]


def test_a_child_still_on_the_roll_below_waits_until_that_school_has_closed_its_stage(city: SmallCity) -> None:
    school = city.schools[2]
    actor, group = city.actor(Role.REGISTRAR, school), city.class_group(school=school, grade="J1")
    (entrant,) = city.entrants(1, school=school, grade="J1", document_number=resident_id(4, date(2003, 3, 4)))
    with scope(city.city_officer()):
        a_graduate(city, entrant, "studying")
    with scope(actor):
        (key,) = cases_of([entrant])
        walk(key, actor, "claim", "register")
        outcome = act(Step(key, "assign", {"class_group": group.pk}), actor=actor)
        assert rules(outcome) == {"prior_stage_closed"}


def test_a_foreign_child_needs_a_licensed_school_and_a_foreign_place(city: SmallCity) -> None:
    actor = city.actor()
    (entrant,) = city.entrants(
        1, residency="foreign", nationality="USA", document_type="A", document_number="E26830824"
    )
    with scope(actor):
        (key,) = cases_of([entrant])
        walk(key, actor, "claim")
        outcome = act(Step(key, "register"), actor=actor)
        assert rules(outcome) == {"foreign_student_license", "foreign_place_is_free"}
        city.school.foreign_license = True
        city.school.save()
        EnrollmentQuota.objects.create(school=city.school, school_year=2015, grade="P1", kind="foreign", granted=1)
        walk(key, actor, "register")
        held = dict(EnrollmentQuota.objects.filter(school=city.school, grade="P1").values_list("kind", "held"))
        assert held == {"general": 1, "foreign": 1}
        walk(key, actor, "revoke_registration", reason="录错")
        held = dict(EnrollmentQuota.objects.filter(school=city.school, grade="P1").values_list("kind", "held"))
        assert held == {"general": 0, "foreign": 0}


def test_a_non_local_senior_entrant_is_refused_without_an_exception_but_not_an_inland_class(city: SmallCity) -> None:
    school = city.schools[2]
    actor = city.actor(Role.REGISTRAR, school)
    born = date(2000, 3, 4)
    (plain,) = city.entrants(1, school=school, grade="S1", residency="non_local", document_number=resident_id(5, born))
    (inland,) = city.entrants(
        1,
        school=school,
        grade="S1",
        residency="non_local",
        admission_kind="inland_class",
        document_number=resident_id(6, born),
    )
    with scope(actor):
        first, second = cases_of([plain, inland])
        walk(first, actor, "claim")
        assert rules(act(Step(first, "register"), actor=actor)) == {"senior_non_local_only_by_exception"}
        walk(second, actor, "claim", "register")
        assert Case.objects.get(pk=second).state == "record_awaited"
