"""A city made a moment ago: districts and schools are entered, and every page says what comes next."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from tests.desks.district.people import browser, page
from tests.small_city import SmallCity, small_city
from xueji.parties.acts.office.founding import found_service_team
from xueji.parties.acts.setup_city import setup_city
from xueji.parties.models import Account, JournalEntry, Office, Post, School
from xueji.parties.refusals import RefusedError
from xueji.parties.rulebook import forget_jurisdiction
from xueji.parties.scope import scope
from xueji.vocabulary.parties import Role

SCHOOL = {
    "name": "香山小学",
    "code": "2111000888",
    "category": "0",
    "city_code": "888",
    "grade": ["P1", "P2", "P3"],
    "reason": "京教函〔2015〕3号",
}


@pytest.fixture
def founder(db: None) -> Client:
    """The first person of a city that has nothing yet."""
    forget_jurisdiction()
    setup_city(
        jurisdiction="beijing",
        city_code="110000",
        city_name="北京市",
        username="first01",
        full_name="何静",
        training_date=date(2015, 9, 1),
    )
    account = Account.objects.get()
    account.must_change_password = False
    account.save()
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_new_city_says_what_to_do_first(founder: Client) -> None:
    shown = page(founder, "/places")
    assert "还没有区县" in shown
    assert "请先建立区县" in shown
    assert "开办步骤" in shown
    assert "开办步骤" in page(founder, "/city")
    assert "请先建立区县" in page(founder, "/places/schools/new")


def test_a_new_city_enters_districts_and_a_school_and_hires(founder: Client) -> None:
    sent = {"region": ["110108", "110229"], "reason": "市政府文件"}
    assert founder.post("/places/districts/new", sent).status_code == 302
    unit = {"deed": "unit", "name": "燕山", "code": "110111Y", "region_code": "110111", "unit_reason": "市政府文件"}
    assert founder.post("/places/districts/new", unit).status_code == 302
    assert set(Office.objects.filter(level="district").values_list("name", "region_code")) == {
        ("海淀区", "110108"),
        ("延庆县", "110229"),
        ("燕山", "110111"),
    }
    assert JournalEntry.objects.filter(act="register_office", reason="市政府文件").count() == 3
    assert 'value="110108"' not in page(founder, "/places/districts/new")
    district = Office.objects.get(code="110108")
    answer = founder.post("/places/schools/new", {**SCHOOL, "district": district.pk})
    shown = page(founder, answer["Location"])
    assert "小学一年级至小学三年级" in shown
    assert "本部" in shown
    hired = {"username": "xs0001", "full_name": "赵敏", "role": "registrar", "place": SCHOOL["code"]}
    assert founder.post("/accounts/new", hired).status_code == 302
    assert "开办步骤" in page(founder, "/places")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"code": "12"}, "应为10位数字"),
        ({"city_code": "301"}, "已有学校使用这个三位代码"),
        ({"grade": ["P1", "S1"]}, "超出该学校类别的学段"),
        ({"grade": []}, "没有选择年级"),
        ({"reason": ""}, "“依据”没有填写"),
        ({"district": "9999"}, "没有选择“区县”"),
        ({"code": "2111000301"}, "该标识码已登记"),
    ],
)
def test_a_school_with_a_fault_is_not_entered(town: SmallCity, changed: dict[str, object], said: str) -> None:
    before = School.objects.count()
    sent = {**SCHOOL, "district": town.districts[0].pk, **changed}
    answer = browser(town.city_officer()).post("/places/schools/new", sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert School.objects.count() == before


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"region": ["110229"], "reason": "x"}, "所选区县已经建立"),
        ({"region": ["110105"], "reason": ""}, "“依据”没有填写"),
        ({"deed": "unit", "name": "燕山", "code": "Y", "region_code": "999999", "unit_reason": "x"}, "不存在"),
    ],
)
def test_a_district_with_a_fault_is_not_entered(town: SmallCity, sent: dict[str, object], said: str) -> None:
    answer = browser(town.city_officer()).post("/places/districts/new", sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Office.objects.filter(level="district").count() == 2


def test_districts_are_listed_with_their_schools_counted(town: SmallCity) -> None:
    town.actor()
    client = browser(town.actor(Role.ADMINISTRATOR, town.city))
    shown = page(client, "/places")
    assert f"/places?district={town.districts[0].pk}" in shown
    assert town.school.name not in shown
    below = page(client, f"/places?district={town.districts[0].pk}")
    assert town.school.name in below
    assert town.schools[2].name not in below
    assert town.schools[2].name in page(client, "/places?all=1")


def test_the_opening_is_over_once_the_first_entrants_are_there(town: SmallCity) -> None:
    client = browser(town.city_officer())
    assert "开办步骤" in page(client, "/places")
    town.entrants(1)
    assert "开办步骤" not in page(client, "/places")


def test_a_district_sees_its_own_schools_and_founds_none(town: SmallCity) -> None:
    client = browser(town.district_officer())
    shown = page(client, "/places")
    assert town.school.name in shown
    assert town.schools[2].name not in shown
    assert "登记学校" not in shown
    assert town.schools[2].name not in page(client, f"/places?district={town.districts[1].pk}")
    page(client, "/places/districts/new", 403)
    assert client.post("/places/schools/new", {**SCHOOL, "district": town.districts[0].pk}).status_code == 403
    page(browser(town.actor()), "/places", 403)


def test_a_campus_is_closed_only_with_a_reason(town: SmallCity) -> None:
    client = browser(town.city_officer())
    client.post(f"/places/{town.school.pk}/campuses", {"name": "东关校区", "reason": "京教函〔2015〕7号"})
    campus = town.school.campuses.get(name="东关校区")
    answer = client.post(f"/places/campuses/{campus.pk}/close", {}, follow=True)
    assert "没有填写理由" in answer.content.decode()
    client.post(f"/places/campuses/{campus.pk}/close", {"reason": "校舍拆除"})
    campus.refresh_from_db()
    assert campus.closed_on == date(2015, 9, 1)
    assert JournalEntry.objects.get(act="close_campus").reason == "校舍拆除"


def test_a_city_from_before_there_was_a_service_team_founds_its_office_once(founder: Client) -> None:
    Post.objects.exclude(role=Role.ADMINISTRATOR.value).delete()
    assert "设立服务团队" not in page(founder, "/accounts"), "a new city has it from its first day"
    Office.objects.filter(level="service_team").delete()
    assert "设立服务团队" in page(founder, "/accounts")
    for _ in range(2):
        assert founder.post("/accounts/service-team").status_code == 302
    team = Office.objects.get(level="service_team")
    assert (team.code, team.name, team.parent) == ("110000-S", "北京市服务团队", Office.objects.get(level="city"))
    shown = page(founder, "/accounts")
    assert "已设立“北京市服务团队”" in shown
    assert "设立服务团队" not in shown.replace("已设立", "")
    assert "北京市服务团队" in page(founder, "/accounts/new")
    assert JournalEntry.objects.filter(act="found_service_team").count() == 2


def test_where_the_rules_know_no_service_team_none_is_founded(db: None) -> None:
    city = small_city(jurisdiction="lanting")
    officer = city.actor(Role.ADMINISTRATOR, city.city)
    client = browser(officer)
    assert "设立服务团队" not in page(client, "/accounts")
    assert client.post("/accounts/service-team").status_code in {403, 404}
    with scope(officer), pytest.raises(RefusedError):
        found_service_team(actor=officer)
    assert not Office.objects.filter(level="service_team").exists()
