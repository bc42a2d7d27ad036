"""A paper entered for named children and schools, read by those whom it concerns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.desks.district.people import browser, page
from tests.small_city import everything
from xueji.cases.models import GrantedException
from xueji.vocabulary.parties import Role

if TYPE_CHECKING:
    from tests.small_city import SmallCity

PAPER = {
    "kind": "late_entry_registration",
    "paper_number": "京教基二函〔2015〕31号",
    "starts_on": "2015-09-01",
    "ends_on": "20150930",
    "reason": "外地返京，材料迟到",
}


@pytest.fixture
def granted(town: SmallCity) -> GrantedException:
    here = town.entrants(1, name="陈浩佑")[0]
    there = town.entrants(1, town.schools[2], name="孙悦")[0]
    numbers = f"{here.registration_number}\n{there.registration_number}"
    answer = browser(town.city_officer()).post(
        "/exceptions/new", {**PAPER, "numbers": numbers, "schools": town.schools[1].code}
    )
    assert answer.status_code == 302, answer.content.decode()
    with everything():
        return GrantedException.objects.get()


def test_a_paper_names_children_by_number_and_schools_by_code(town: SmallCity, granted: GrantedException) -> None:
    with everything():
        assert granted.subjects.count() == 3
    shown = page(browser(town.city_officer()), f"/exceptions/{granted.pk}")
    assert "陈浩佑" in shown
    assert "孙悦" in shown
    assert "长城路小学" in shown


def test_a_child_is_found_by_name_and_stays_picked(town: SmallCity) -> None:
    entrant = town.entrants(1, name="欧阳若曦")[0]
    client = browser(town.city_officer())
    found = client.post("/exceptions/new", {**PAPER, "find": "欧阳", "deed": "search"}).content.decode()
    assert f'name="entrant" value="{entrant.pk}"' in found
    with everything():
        assert not GrantedException.objects.exists()
    assert client.post("/exceptions/new", {**PAPER, "entrant": entrant.pk}).status_code == 302
    with everything():
        assert GrantedException.objects.get().subjects.get().entrant_id == entrant.pk


def test_what_names_nobody_is_refused_by_name(town: SmallCity) -> None:
    answer = browser(town.city_officer()).post("/exceptions/new", {**PAPER, "numbers": "DJ000"})
    assert answer.status_code == 422
    assert "没有找到登记编号：DJ000" in answer.content.decode()
    nobody = browser(town.city_officer()).post("/exceptions/new", PAPER)
    assert "没有指定学生或学校" in nobody.content.decode()


def test_districts_and_schools_read_only_what_concerns_them(town: SmallCity, granted: GrantedException) -> None:
    district = browser(town.district_officer())
    shown = page(district, f"/exceptions/{granted.pk}")
    assert "陈浩佑" in shown
    assert "孙悦" not in shown
    assert "提前结束" not in shown
    own = page(browser(town.actor()), f"/exceptions/{granted.pk}")
    assert "长城路小学" not in own
    assert district.post("/exceptions/new", PAPER).status_code == 403
    assert district.post(f"/exceptions/{granted.pk}/end", {"reason": "x"}).status_code == 403


def test_a_paper_that_concerns_others_does_not_exist(town: SmallCity) -> None:
    entrant = town.entrants(1)[0]
    browser(town.city_officer()).post("/exceptions/new", {**PAPER, "entrant": entrant.pk})
    with everything():
        key = GrantedException.objects.get().pk
    page(browser(town.actor(Role.DISTRICT_OFFICER, town.districts[1])), f"/exceptions/{key}", 404)
    page(browser(town.actor(at=town.schools[1])), f"/exceptions/{key}", 404)


def test_an_exception_ends_early_with_a_reason(town: SmallCity, granted: GrantedException) -> None:
    client = browser(town.city_officer())
    assert client.post(f"/exceptions/{granted.pk}/end", {"reason": ""}).status_code == 422
    client.post(f"/exceptions/{granted.pk}/end", {"reason": "学生已转往外省"})
    assert "已提前结束" in page(client, f"/exceptions/{granted.pk}")
    assert granted.paper_number not in page(client, "/exceptions")
    assert granted.paper_number in page(client, "/exceptions?state=over")


def test_exceptions_about_to_end_are_counted_on_the_desk(town: SmallCity) -> None:
    client = browser(town.city_officer())
    client.post("/exceptions/new", {**PAPER, "ends_on": "2015-09-02", "schools": town.school.code})
    assert "即将到期的批准例外" in page(client, "/city")
    assert page(client, "/exceptions?state=ending").count("<tr data-row") == 1
