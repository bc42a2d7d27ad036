"""Who is behind, from the city down to one step of one school; each number leads to its cases."""

from __future__ import annotations

import io
from datetime import date
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.desks.district.people import browser, page, stand_on, take
from xueji.parties.models import JournalEntry
from xueji.vocabulary.parties import Role

if TYPE_CHECKING:
    from django.test import Client

    from tests.small_city import SmallCity

LATE = date(2015, 9, 17)


class _Table(HTMLParser):
    """The rows of the first table of a page, each cell by its text."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.links: list[str] = []
        self._cell: list[str] | None = None
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tbody":
            self._inside = True
        elif self._inside and tag == "tr":
            self.rows.append([])
        elif self._inside and tag == "td":
            self._cell = []
        elif self._inside and tag == "a":
            self.links.append(dict(attrs)["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "td" and self._cell is not None:
            self.rows[-1].append("".join(self._cell).strip())
            self._cell = None
        elif tag == "tbody":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)


def table(html: str) -> _Table:
    read = _Table()
    read.feed(html)
    return read


def late_children(town: SmallCity) -> None:
    """Two late children at the primary school, one at the middle school of the other district."""
    take(town.actor(), town.entrants(2), "claim")
    far = town.schools[2]
    take(town.actor(at=far), town.entrants(1, far, grade="S1"), "claim")
    stand_on(LATE)


def test_the_city_goes_down_to_a_district_a_school_and_its_cases(town: SmallCity) -> None:
    late_children(town)
    client = browser(town.city_officer())
    districts = table(page(client, "/lateness"))
    assert [(row[0], row[1]) for row in districts.rows[:2]] == [("延庆县", "2"), ("海淀区", "1")]
    schools = table(page(client, districts.links[0]))
    assert schools.rows[0][:3] == ["妫川第一小学", "2", "2"]
    steps = table(page(client, schools.links[0]))
    assert ["已获取（待注册）新生入学注册", "学校", "2"] in [row[:3] for row in steps.rows]
    listed = page(client, steps.links[0])
    assert listed.count("data-row tabindex") == 2


def test_a_district_sees_its_schools_and_itself(town: SmallCity) -> None:
    late_children(town)
    stand_on(date(2015, 9, 1))
    take(town.actor(), town.entrants(1), "give_back", cause="other")
    stand_on(LATE)
    client = browser(town.district_officer())
    found = table(page(client, "/lateness"))
    assert [row[0] for row in found.rows[:2]] == ["妫川第一小学", "延庆县本级"]
    html = page(client, "/lateness")
    assert "学院路中学" not in html
    page(client, f"/lateness?district={town.districts[1].pk}", 404)
    page(client, f"/lateness?school={town.schools[2].pk}", 404)
    page(client, "/lateness?school=99999999999999999999&days=x&procedure=x&state=x&after=x")


def test_a_school_sees_its_own_steps(town: SmallCity) -> None:
    late_children(town)
    client = browser(town.actor())
    steps = table(page(client, "/lateness"))
    assert [row[2] for row in steps.rows] == ["", "2"]
    assert page(client, steps.links[0]).count("data-row tabindex") == 2
    page(client, f"/lateness?school={town.schools[2].pk}", 404)


def test_filters_stand_in_the_address_and_narrow(town: SmallCity) -> None:
    late_children(town)
    client = browser(town.city_officer())
    told = "/lateness?procedure=entry_registration&state=given_back&days=90"
    html = page(client, told)
    assert "没有逾期，期内也没有办结的环节" in html
    assert '<option value="given_back" selected>' in html
    assert '<option value="90" selected>' in html
    assert table(page(client, "/lateness?procedure=entry_registration&state=claimed")).rows[0][1] == "2"


def test_what_is_shown_leaves_as_a_workbook(town: SmallCity) -> None:
    late_children(town)
    client = browser(town.city_officer())
    answer = client.get(f"/lateness.xlsx?district={town.districts[0].pk}")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.values)
    assert rows[2][:6] == ("2111000301", "妫川第一小学", "延庆县", 2, 2, 0)
    assert JournalEntry.objects.get(act="export_list").detail["asked"] == {"district": town.districts[0].pk}
    steps = browser(town.actor()).get("/lateness.xlsx")
    assert steps.status_code == 200


def test_teachers_and_keepers_of_accounts_have_no_such_page(town: SmallCity) -> None:
    for actor in (town.actor(Role.HOMEROOM_TEACHER), town.actor(Role.ADMINISTRATOR, town.city)):
        client = browser(actor)
        page(client, "/lateness", 403)
        page(client, "/lateness.xlsx", 403)


def test_a_long_table_is_paged_by_its_lines(town: SmallCity, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xueji.desks.lateness.page.SIZE", 1)
    late_children(town)
    client = browser(town.city_officer())
    html = page(client, "/lateness")
    assert [row[0] for row in table(html).rows[:1]] == ["延庆县"]
    following = html.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    assert [row[0] for row in table(page(client, following)).rows[:1]] == ["海淀区"]


def counted(client: Client, address: str) -> int:
    page(client, address)
    with CaptureQueriesContext(connection) as asked:
        page(client, address)
    return len(asked)


def test_the_page_costs_the_same_for_few_and_many(town: SmallCity) -> None:
    late_children(town)
    stand_on(date(2015, 9, 1))
    client = browser(town.city_officer())
    few = counted(client, "/lateness")
    take(town.actor(at=town.schools[1]), town.entrants(20, town.schools[1]), "claim")
    stand_on(LATE)
    assert counted(client, "/lateness") == few
