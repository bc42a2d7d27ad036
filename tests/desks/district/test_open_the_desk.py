"""The district's first page and its schools."""

from __future__ import annotations

import io
from datetime import date
from re import findall
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from tests.desks.district.people import browser, page, stand_on, take
from xueji.cases.outbox import deliver_owed
from xueji.parties.scope import scope
from xueji.vocabulary.parties import Role

if TYPE_CHECKING:
    from tests.small_city import SmallCity


def test_each_line_of_the_worklist_leads_to_exactly_so_many_rows(town: SmallCity) -> None:
    registrar = town.actor()
    entrants = town.entrants(6)
    take(registrar, entrants[:2], "give_back", cause="other")
    take(registrar, entrants[2:3], "claim")
    town.entrants(3, source="school", confirmed_on=None)
    client = browser(town.district_officer())
    first = page(client, "/district")
    for label, count in (("已退回区县", 2), ("待确认录取", 3)):
        name = rf'<span class="xj-work-label">{label}</span>'
        shown = rf'href="([^"]+)" data-open>\s*{name}\s*<span class="xj-work-count">(\d+)<'
        address, counted = findall(shown, first)[0]
        assert int(counted) == count
        assert page(client, address.replace("&amp;", "&")).count("<tr data-row") == count, address


def test_a_desk_without_work_says_what_would_fill_it(town: SmallCity) -> None:
    assert "今天没有待处理的事项" in page(browser(town.district_officer()), "/district")


def test_late_schools_are_counted_and_listed(town: SmallCity) -> None:
    take(town.actor(), town.entrants(1), "claim")
    stand_on(date(2015, 9, 17))
    client = browser(town.district_officer())
    assert "逾期的学校" in page(client, "/district")
    listed = page(client, "/district/schools?late=1")
    assert "妫川第一小学" in listed
    assert "长城路小学" not in listed
    assert "学院路中学" not in page(client, "/district/schools")


def test_the_progress_leaves_as_a_workbook(town: SmallCity) -> None:
    town.entrants(2)
    answer = browser(town.district_officer()).get("/district/schools.xlsx")
    rows = list(load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.iter_rows(values_only=True))
    assert rows[1][:4] == ("代码", "名称", "区县", "录取")
    assert {row[1]: row[3] for row in rows[2:4]} == {"妫川第一小学": 2, "长城路小学": 0}


def test_a_school_is_shown_read_only_with_its_people(town: SmallCity) -> None:
    registrar = town.actor()
    take(registrar, town.entrants(2), "claim")
    shown = page(browser(town.district_officer()), f"/district/schools/{town.school.pk}")
    assert registrar.name in shown
    assert f"/entrants?state=claimed&amp;school={town.school.pk}" in shown
    assert "<form" not in shown[shown.index("<main") :]


def test_another_districts_school_does_not_exist(town: SmallCity) -> None:
    client = browser(town.district_officer())
    page(client, f"/district/schools/{town.schools[2].pk}", 404)
    page(client, "/district/schools/999999", 404)
    page(client, f"/district/schools?district={town.districts[1].pk}", 404)
    page(browser(town.city_officer()), f"/district/schools/{town.schools[2].pk}")


def test_a_school_has_no_business_at_the_districts_desk(town: SmallCity) -> None:
    client = browser(town.actor())
    for address in ("/district", "/district/schools", "/filings"):
        page(client, address, 403)


def test_the_keeper_of_accounts_sees_no_children(town: SmallCity) -> None:
    client = browser(town.actor(Role.ADMINISTRATOR, town.city))
    page(client, "/district/schools", 403)
    page(client, "/duplicates", 403)


def test_filings_are_noted_once_and_leave_the_worklist(town: SmallCity) -> None:
    registrar, officer = town.actor(), town.district_officer()
    entrants = town.entrants(2)
    take(registrar, entrants, "claim")
    stand_on(date(2015, 9, 17))
    take(registrar, entrants, "mark_unregistered", cause="not_arrived")
    with scope(officer):
        assert deliver_owed() == 2
    client = browser(officer)
    listed = page(client, "/filings")
    assert listed.count("未到校且未说明原因") == 2
    picked = findall(r'name="pick" value="(\d+)"', listed)
    client.post("/filings/note", {"pick": picked[:1], "deed": "note"})
    assert "已阅1件备案" in page(client, "/filings")
    assert "未阅备案" in page(client, "/district")
    client.post("/filings/note", {"everything": "1", "deed": "note"})
    assert "未阅备案" not in page(client, "/district")
    assert page(client, "/filings?seen=seen").count(officer.name) >= 2


def test_another_districts_filings_cannot_be_noted(town: SmallCity) -> None:
    registrar, elsewhere = town.actor(), town.actor(Role.DISTRICT_OFFICER, town.districts[1])
    entrants = town.entrants(1)
    take(registrar, entrants, "claim")
    stand_on(date(2015, 9, 17))
    take(registrar, entrants, "mark_unregistered", cause="not_arrived")
    officer = town.district_officer()
    with scope(officer):
        deliver_owed()
    key = findall(r'name="pick" value="(\d+)"', page(browser(officer), "/filings"))[0]
    browser(elsewhere).post("/filings/note", {"pick": key})
    assert f'value="{key}"' in page(browser(officer), "/filings")
