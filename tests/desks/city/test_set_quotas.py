"""Places: filtered, changed with a reason, never below what is used."""

from __future__ import annotations

from re import findall
from typing import TYPE_CHECKING

from tests.desks.district.people import browser, page, take
from xueji.records.models import EnrollmentQuota
from xueji.vocabulary.schooling.grades import Grade

if TYPE_CHECKING:
    from tests.small_city import SmallCity


def test_places_are_listed_by_district_grade_and_kind(town: SmallCity) -> None:
    client = browser(town.city_officer())
    listed = page(client, f"/quotas?district={town.districts[0].pk}&grade=P1")
    assert listed.count("<tr data-row") == 2
    assert page(client, "/quotas?kind=foreign").count("<tr data-row") == 0


def test_places_change_with_a_reason(town: SmallCity) -> None:
    client = browser(town.city_officer())
    sent = {"school": town.school.code, "grade": "P1", "kind": "general", "granted": "120"}
    assert client.post("/quotas/change", sent).status_code == 422
    assert client.post("/quotas/change", {**sent, "reason": "2015年招生计划"}).status_code == 302
    assert EnrollmentQuota.objects.get(school=town.school, grade="P1").granted == 120


def test_places_in_use_cannot_be_taken_away(town: SmallCity) -> None:
    registrar, entrants = town.actor(), town.entrants(2)
    take(registrar, entrants, "claim")
    take(registrar, entrants, "register")
    sent = {"school": town.school.code, "grade": "P1", "kind": "general", "granted": "1", "reason": "减少"}
    answer = browser(town.city_officer()).post("/quotas/change", sent)
    assert answer.status_code == 422
    assert "已占用和预留共2个" in answer.content.decode()


def test_a_school_that_does_not_exist_is_named_in_the_refusal(town: SmallCity) -> None:
    sent = {"school": "9999", "grade": "P1", "kind": "general", "granted": "1", "reason": "x"}
    answer = browser(town.city_officer()).post("/quotas/change", sent)
    assert "没有标识码为“9999”的学校" in answer.content.decode()


def test_pages_follow_each_other_without_gap_or_repeat(town: SmallCity) -> None:
    client = browser(town.city_officer())
    EnrollmentQuota.objects.bulk_create(
        EnrollmentQuota(school=school, school_year=2015, grade=grade.value, kind="foreign", granted=0)
        for school in town.schools
        for grade in Grade
    )
    first = page(client, "/quotas")
    address = findall(r'href="([^"]+)" rel="next"', first)[0].replace("&amp;", "&")
    second = page(client, "/quotas" + address)
    counted = first.count("<tr data-row") + second.count("<tr data-row")
    assert counted == EnrollmentQuota.objects.count()
