"""The city of the demo holds what its tables promise."""

import csv
from datetime import date
from pathlib import Path

import pytest
from django.db.models import Count

from xueji.cases.batch.work import Step
from xueji.cases.door import act_many
from xueji.cases.models import Case
from xueji.exchange.intake.limits import Limits
from xueji.exchange.intake.verdicts.judging import judge_file
from xueji.exchange.intake.verdicts.report import as_json
from xueji.exchange.landing.knowledge import city_knowledge
from xueji.exchange.seeding import (
    PASSWORD,
    build_demo,
    demo_city_in_transaction,
    demo_stands,
    sample_list,
)
from xueji.exchange.seeding.plan import BEIJING
from xueji.parties.actors import Actor, actor_of
from xueji.parties.models import Account, Campus, Office, Post, School
from xueji.parties.refusals import RefusedError
from xueji.parties.rulebook import rulebook_in_force
from xueji.parties.scope import scope
from xueji.records.models import Enrollment, EnrollmentQuota, Entrant, ProblemRecord, Student, StudentRecord
from xueji.records.queries import visible_to
from xueji.vocabulary.parties import Role
from xueji.vocabulary.places.regions import region

SAMPLES = Path(__file__).parents[2] / "samples"
SAMPLE_SCHOOLS = ("2111000301", "2111000302", "2111000303")


def actor(username: str, role: Role = Role.REGISTRAR) -> Actor:
    post = Post.objects.select_related("account", "school", "campus", "office").get(
        account__username=username, role=role.value
    )
    return actor_of(post, rulebook_in_force().rulebook.posts[role])


def cases_of(school: str, grade: str, **more: object) -> list[int]:
    found = Case.objects.filter(school__code=school, entrant__grade=grade, **more)
    return list(found.order_by("pk").values_list("pk", flat=True))


def taken(steps: list[Step], by: Actor) -> list[str]:
    with scope(by):
        return [outcome.state if outcome.taken else outcome.reasons[0].rule for outcome in act_many(steps, actor=by)]


def test_about_three_thousand_children_sit_in_all_grades_above_the_first(demo: None) -> None:
    on_roll = Enrollment.objects.filter(during__upper_inf=True)
    assert 2_500 <= on_roll.count() <= 3_500
    upper = {"P2", "P3", "P4", "P5", "P6", "J2", "J3", "S2", "S3"}
    assert upper <= set(on_roll.values_list("grade", flat=True))


def test_districts_bear_their_codes_of_2015_and_yanshan_has_none_of_its_own(demo: None) -> None:
    offices = Office.objects.filter(level="district")
    assert offices.count() == 17
    for office in offices.exclude(name="燕山地区"):
        meant = region(office.code, date(2015, 9, 1))
        assert meant is not None
        assert meant.name == office.name
    yanshan = offices.get(name="燕山地区")
    assert yanshan.region_code == "110111"
    assert region(yanshan.code) is None


def test_there_are_schools_of_every_kind(demo: None) -> None:
    assert {"0", "1", "2", "3", "4", "5"} == set(School.objects.values_list("category", flat=True))
    assert School.objects.values("district").distinct().count() >= 3
    assert School.objects.filter(model_school=True, grades__contains=["S1"]).exists()
    assert Campus.objects.values("school").annotate(count=Count("pk")).filter(count__gt=1).exists()
    licensed = School.objects.get(foreign_license=True)
    assert EnrollmentQuota.objects.filter(school=licensed, kind="foreign", granted__gt=0).exists()


def test_the_sample_schools_wait_for_their_list_and_have_places_enough(demo: None) -> None:
    here = School.objects.filter(code__in=SAMPLE_SCHOOLS)
    assert list(here.values_list("code", "name", "foreign_license")) == [
        ("2111000301", "妫川第一小学", False),
        ("2111000302", "长城路小学", False),
        ("2111000303", "八里店中心小学", False),
    ]
    assert not Entrant.objects.filter(school__in=here, school_year=2015).exists()
    assert all(quota.free >= 111 for quota in EnrollmentQuota.objects.filter(school__in=here, school_year=2015))


def test_the_sample_list_gets_its_verdicts_in_this_city(demo: None) -> None:
    told = as_json(judge_file(sample_list(), city_knowledge(2015), on=date(2015, 9, 1), limits=Limits()))
    rows = csv.DictReader((SAMPLES / "admissions_2015_primary.expected.csv").open())
    expected = {int(row["row"]): row["verdict"] for row in rows}
    assert {
        row["row"]: row["verdict"] for row in told["rows"] if row["verdict"] != expected.get(row["row"], "accept")
    } == {}
    assert len(told["rows"]) == 330


def test_the_sample_that_ships_is_the_sample(demo: None) -> None:
    assert sample_list().read_bytes() == (SAMPLES / "admissions_2015_primary.xlsx").read_bytes()


def test_every_admission_of_the_plan_has_an_open_case(demo: None) -> None:
    planned = sum(plan.count * (2 if plan.other else 1) for plan in BEIJING.intake)
    entrants = Entrant.objects.filter(batch_id__isnull=True, school_year=2015)
    assert entrants.count() == planned
    assert Case.objects.filter(entrant__in=entrants).count() == planned


def test_worklists_show_every_state_that_a_first_day_can_have(demo: None) -> None:
    states = set(Case.objects.filter(entrant__school_year=2015).values_list("state", flat=True))
    assert {"unclaimed", "claimed", "registered", "deferred", "record_awaited", "established"} <= states


def test_children_admitted_twice_are_doubted_on_the_later_side(demo: None) -> None:
    twice = sum(plan.count for plan in BEIJING.intake if plan.other)
    doubts = ProblemRecord.objects.filter(resolved_on__isnull=True, kind="same_document")
    assert doubts.count() == twice
    assert not Case.objects.filter(entrant__in=doubts.values("flagged")).exclude(state="unclaimed").exists()


def test_a_junior_entrant_goes_on_with_the_record_it_had(demo: None) -> None:
    [key] = cases_of("3111000811", "J1", state="established", entrant__school_year=2015)[:1]
    case = Case.objects.get(pk=key)
    record = StudentRecord.objects.get(student=case.entrant.student_id)
    spells = list(Enrollment.objects.filter(record=record).order_by("during"))
    assert [spell.grade for spell in spells][-2:] == ["P6", "J1"]
    assert (spells[-2].exit_type, spells[-2].during.upper) == ("leaving", date(2015, 7, 12))
    assert list(record.numbers.filter(ends_on__isnull=True).order_by("scheme").values_list("scheme", flat=True)) == [
        *("CITY", "EID", "L"),
    ]


def test_senior_entrants_find_their_closed_stage_and_others_hukou_is_refused(demo: None) -> None:
    registrar = actor("jingming01")
    waiting = cases_of("3111000813", "S1", state="unclaimed")
    assert set(taken([Step(key, "claim") for key in waiting], registrar)) == {"claimed"}
    answers = taken([Step(key, "register") for key in waiting], registrar)
    assert answers.count("registered") == 30
    assert answers.count("senior_non_local_only_by_exception") == 2


def test_the_inland_class_enters_without_an_exception_and_waits_for_its_records(demo: None) -> None:
    registrar = actor("jingming01")
    waiting = cases_of("3111000813", "S0", state="unclaimed")
    taken([Step(key, "claim") for key in waiting], registrar)
    assert set(taken([Step(key, "register") for key in waiting], registrar)) == {"record_awaited"}


def test_foreign_entrants_register_at_the_licensed_school(demo: None) -> None:
    registrar = actor("wanghu01")
    waiting = cases_of("3111000511", "P1", entrant__residency="foreign", state="unclaimed")
    assert len(waiting) == 4
    taken([Step(key, "claim") for key in waiting], registrar)
    assert set(taken([Step(key, "register") for key in waiting], registrar)) == {"registered"}


def test_places_are_taken_by_those_who_sit_and_held_by_those_who_will(demo: None) -> None:
    quotas = {
        (row.school_id, row.grade): row for row in EnrollmentQuota.objects.filter(school_year=2015, kind="general")
    }
    held = Case.objects.filter(held_place__isnull=False).values_list("held_place", flat=True)
    for quota in quotas.values():
        assert quota.held == list(held).count(quota.pk)
        seated = Enrollment.objects.filter(
            school=quota.school_id, grade=quota.grade, entry_type="entry", school_year=2015
        ).count()
        assert quota.taken == seated


def test_every_persona_has_its_post_and_the_demo_password(demo: None) -> None:
    accounts = {account.username: account for account in Account.objects.all()}
    assert set(accounts) == {plan.username for plan in BEIJING.personas}
    assert all(account.check_password(PASSWORD) for account in accounts.values())
    assert {plan.role for plan in BEIJING.personas} == set(rulebook_in_force().rulebook.posts)
    assert {name for name, account in accounts.items() if account.must_change_password} == {"guichuan05"}
    for plan in BEIJING.personas:
        place = (
            {"school__code": plan.place}
            if plan.place in {school.code for school in BEIJING.schools}
            else {"office__code": plan.place}
        )
        assert Post.objects.filter(account__username=plan.username, role=plan.role.value, **place).exists()


@pytest.mark.parametrize("username", ["guichuan03", "guichuan04"])
def test_homeroom_teachers_see_a_class(demo: None, username: str) -> None:
    teacher = actor(username, Role.HOMEROOM_TEACHER)
    seen = visible_to(teacher)
    assert seen.values("class_group").distinct().count() == 1
    assert seen.count() >= 20


def test_no_two_children_share_a_document(demo: None) -> None:
    numbers = Student.objects.exclude(document_number="").values_list("document_number", flat=True)
    assert len(numbers) == len(set(numbers))


def test_a_second_start_finds_it_standing_and_builds_nothing(demo: None) -> None:
    before = Student.objects.count()
    assert demo_stands()
    demo_city_in_transaction()
    assert Student.objects.count() == before
    with pytest.raises(RefusedError):
        build_demo()
