"""The second province of the demo holds what its tables promise, and shares no child and no number with the city."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from xueji.cases.models import Case
from xueji.exchange.seeding import LANTING, PASSWORD, build_demo, demo_stands
from xueji.exchange.seeding.plan import BEIJING, Plan
from xueji.parties.actors import system_actor
from xueji.parties.models import Account, City, Office, School
from xueji.parties.rulebook import forget_jurisdiction, rulebook_in_force
from xueji.parties.scope import scope
from xueji.records.models import ClassGroup, Enrollment, EnrollmentQuota, NumberAssignment, Student
from xueji.records.schooling import entry_of
from xueji.vocabulary.numbers.resident_id import ResidentId
from xueji.vocabulary.parties import Party, Role
from xueji.vocabulary.people.documents import DocumentType
from xueji.vocabulary.schooling.grades import Grade


def built(plan: Plan) -> None:
    forget_jurisdiction()
    build_demo(plan.jurisdiction)


def numbers() -> set[str]:
    """Every document and every national number."""
    assigned = NumberAssignment.objects.filter(scheme__in=("L", "G", "J")).values_list("number", flat=True)
    return {*Student.objects.exclude(document_number="").values_list("document_number", flat=True), *assigned}


@pytest.fixture(scope="module")
def lanting(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        with transaction.atomic():
            built(LANTING)
            with scope(system_actor(Party.ADMISSIONS)):
                yield
            transaction.set_rollback(True)
        forget_jurisdiction()


def test_it_stands_under_its_own_rules(lanting: None) -> None:
    assert City.objects.get().code == "990000"
    assert rulebook_in_force().key == "lanting"
    assert demo_stands("lanting")
    assert not demo_stands()


def test_its_counties_answer_to_the_province_and_have_schools_up_to_senior_high(lanting: None) -> None:
    assert Office.objects.filter(level="district", parent__level="province").count() == 3
    assert not Office.objects.filter(level="city").exists()
    assert {grade for school in School.objects.all() for grade in school.grades} >= {"P1", "J1", "S1"}


def test_its_classes_have_ten_to_twenty_children_and_a_place_is_free_everywhere(lanting: None) -> None:
    on_roll = Enrollment.objects.filter(during__upper_inf=True)
    for group in ClassGroup.objects.filter(school_year=2015):
        assert 10 <= on_roll.filter(class_group=group).count() <= 20
        year, entry = entry_of(Grade(group.grade), 2015)
        assert EnrollmentQuota.objects.get(school=group.school, school_year=year, grade=entry.value).free > 0
    assert not NumberAssignment.objects.filter(scheme="city").exists()


def test_its_children_have_cards_that_are_sound_everywhere(lanting: None) -> None:
    cards = Student.objects.filter(document_type=DocumentType.RESIDENT_ID.value)
    assert cards.exists()
    for number in cards.values_list("document_number", flat=True):
        ResidentId.parse(number)


def test_every_post_of_its_rules_has_a_persona_and_entrants_wait(lanting: None) -> None:
    assert {plan.role for plan in LANTING.personas} == set(rulebook_in_force().rulebook.posts)
    assert all(account.check_password(PASSWORD) for account in Account.objects.all())
    assert Account.objects.filter(posts__role=Role.ADMINISTRATOR.value).get().username == "tingadmin01"
    assert Case.objects.filter(closed_on__isnull=True).count() == sum(plan.count for plan in LANTING.intake)


@pytest.mark.django_db
def test_no_child_and_no_number_is_in_both_provinces(sees_everything: None) -> None:
    known = []
    for plan in (BEIJING, LANTING):
        with transaction.atomic():
            built(plan)
            known.append(numbers())
            transaction.set_rollback(True)
    assert len(known[1]) > 300
    assert known[0] & known[1] == set()
