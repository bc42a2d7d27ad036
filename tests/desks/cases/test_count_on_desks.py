"""The first page of every desk counts its cases, and each line leads to exactly so many rows."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

from tests.desks.cases.officers import open_transfer, page, press, sitting
from tests.desks.entrants.clerks import today
from tests.pupils import Schools
from tests.small_city import SmallCity

LINE = re.compile(r'href="(/cases\?[^"]*)"[^>]*>.*?xj-work-label">([^<]*)<.*?xj-work-count">(\d+)<', re.DOTALL)


def lines(client: Any) -> dict[str, tuple[str, int]]:
    """The lines of cases on the first page: label, address and figure."""
    shown = client.get("/", follow=True).content.decode()
    return {label: (unescape(address), int(count)) for address, label, count in LINE.findall(shown)}


def test_each_line_counts_the_rows_it_leads_to(city: SmallCity, schools: Schools) -> None:
    cases = [open_transfer(city, schools)[0] for _ in range(3)]
    open_transfer(city, schools, to=schools.near_primary)
    press(sitting(city, city.districts[1]), cases[0], "approve")
    for place, expected in (
        (city.districts[1], {"待转入区县审核": 2}),
        (schools.primary, {"待转出学校审核": 2}),
        (schools.far_primary, {"待转入区县审核": 2, "待转出学校审核": 1}),
        (city.districts[0], {}),
        (city.city, {}),
    ):
        client = sitting(city, place)
        found = lines(client)
        assert {label: count for label, (_url, count) in found.items()} == expected
        for address, count in found.values():
            assert client.get(address).content.decode().count("<tr data-row") == count


def test_overdue_ones_are_counted_apart(city: SmallCity, schools: Schools) -> None:
    open_transfer(city, schools)
    today(date(2015, 9, 20))
    text = page(sitting(city, city.districts[1]).get("/district"))
    assert "待转入区县审核 1" in text
    assert "其中逾期 1" in text


def test_an_applicant_waits_for_others_on_a_line_of_its_own(city: SmallCity, schools: Schools) -> None:
    open_transfer(city, schools)
    assert "市内转学，等待对方办理" in page(sitting(city, schools.far_primary).get("/"))
