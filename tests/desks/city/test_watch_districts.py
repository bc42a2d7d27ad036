"""The top office's first page, its districts, and the way down to their schools."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.desks.district.people import browser, page, stand_on, take
from xueji.vocabulary.parties import Role

if TYPE_CHECKING:
    from tests.small_city import SmallCity


def test_late_districts_are_counted_and_open_on_their_schools(town: SmallCity) -> None:
    take(town.actor(), town.entrants(1), "claim")
    stand_on(date(2015, 9, 17))
    client = browser(town.city_officer())
    assert "有逾期的区县" in page(client, "/city")
    listed = page(client, "/city/districts?late=1")
    assert "延庆县" in listed
    assert "海淀区" not in listed[listed.index("<tbody") :]
    schools = page(client, f"/district/schools?district={town.districts[0].pk}")
    assert "妫川第一小学" in schools
    assert "学院路中学" not in schools


def test_the_keeper_of_accounts_is_led_to_the_accounts(town: SmallCity) -> None:
    client = browser(town.actor(Role.ADMINISTRATOR, town.city))
    assert "/accounts" in page(client, "/city")
    page(client, "/city/districts", 403)


def test_a_district_does_not_sit_at_the_citys_desk(town: SmallCity) -> None:
    for actor in (town.district_officer(), town.actor()):
        client = browser(actor)
        for address in ("/city", "/city/districts", "/city/districts.xlsx", "/calendar", "/quotas", "/training-clock"):
            page(client, address, 403)


def test_districts_leave_as_a_workbook(town: SmallCity) -> None:
    answer = browser(town.city_officer()).get("/city/districts.xlsx")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"PK")
