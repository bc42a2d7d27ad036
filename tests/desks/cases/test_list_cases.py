"""The list of cases: every figure has exactly so many rows, and nobody sees what is not theirs."""

from __future__ import annotations

from datetime import date

import pytest

from tests.desks.cases.officers import case_now, open_transfer, page, press, sitting, sitting_as
from tests.desks.entrants.clerks import counted, today
from tests.pupils import Schools
from tests.small_city import SmallCity
from xueji.cases.models import Case
from xueji.vocabulary.parties import Role


def rows(client: object, address: str) -> int:
    """How many rows a list shows, and that its figure says so."""
    answer = client.get(address)  # type: ignore[attr-defined]
    assert answer.status_code == 200
    found = answer.content.decode().count("<tr data-row")
    if found:
        assert f"共 {found} 件" in page(answer)
    return found


def three(city: SmallCity, schools: Schools) -> list[Case]:
    """Two transfers into another district and one inside the first."""
    found = [open_transfer(city, schools)[0] for _ in range(2)]
    return [*found, open_transfer(city, schools, to=schools.near_primary)[0]]


def test_a_worklist_holds_what_waits_here_and_the_tabs_the_rest(city: SmallCity, schools: Schools) -> None:
    cases = three(city, schools)
    haidian, yanqing = sitting(city, city.districts[1]), sitting(city, city.districts[0])
    assert (rows(haidian, "/cases"), rows(yanqing, "/cases")) == (2, 0)
    assert (rows(haidian, "/cases?tab=open"), rows(yanqing, "/cases?tab=open")) == (2, 3)
    assert rows(sitting(city, schools.primary), "/cases") == 1
    press(haidian, cases[0], "refuse", reason="材料不符")
    assert (rows(haidian, "/cases"), rows(haidian, "/cases?tab=closed")) == (1, 1)
    assert rows(sitting(city, schools.near_primary), "/cases?tab=open") == 1
    assert rows(sitting(city, schools.far_secondary), "/cases?tab=open") == 0


def test_a_district_on_both_sides_finds_its_case_once(city: SmallCity, schools: Schools) -> None:
    open_transfer(city, schools, to=schools.near_primary)
    assert rows(sitting(city, city.districts[0]), "/cases?tab=open") == 1


def test_filters_narrow_and_stand_in_the_address(city: SmallCity, schools: Schools) -> None:
    case, record = open_transfer(city, schools, name="阿依古丽·买买提江")
    open_transfer(city, schools)
    officer = sitting(city, city.districts[1])
    for asked, count in (
        ("procedure=in_city_transfer", 2),
        ("procedure=transfer_return", 0),
        ("state=awaiting_receiving_district_review", 2),
        ("state=awaiting_city_review", 0),
        (f"school={schools.primary.pk}", 2),
        (f"school={schools.near_primary.pk}", 0),
        (f"district={city.districts[0].pk}", 2),
        (f"q={case.pk}", 1),
        ("q=阿依古丽", 1),
        ("q=ayiguli", 1),
        (f"q=G{record.document_number}", 1),
        (f"q={record.document_number[:12]}", 0),
        ("due=late", 0),
    ):
        assert rows(officer, f"/cases?{asked}") == count, asked
    today(date(2015, 9, 15))
    assert rows(officer, "/cases?due=soon") == 2
    today(date(2015, 9, 18))
    assert (rows(officer, "/cases?late=1"), rows(officer, "/cases?due=soon")) == (2, 0)
    assert "逾期" in page(officer.get("/cases"))


def test_what_was_handed_to_me_is_mine_until_the_case_moves_on(city: SmallCity, schools: Schools) -> None:
    case, _record = open_transfer(city, schools)
    open_transfer(city, schools)
    colleague = city.actor(Role.DISTRICT_OFFICER, city.districts[1])
    officer, other = sitting(city, city.districts[1]), sitting_as(colleague)
    officer.post(f"/cases/{case.pk}/handover", {"post": colleague.post_id})
    assert (rows(other, "/cases?mine=1"), rows(officer, "/cases?mine=1")) == (1, 0)
    assert colleague.name in page(officer.get("/cases"))


def test_pages_follow_each_other_without_a_row_twice(
    city: SmallCity, schools: Schools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xueji.desks.children.paging.keyset_page.__defaults__", (2,))
    cases = [open_transfer(city, schools)[0].pk for _ in range(5)]
    officer, seen, address = sitting(city, city.districts[1]), [], "/cases"
    while address:
        text = officer.get(address).content.decode()
        seen += [pk for pk in cases if f'href="/cases/{pk}"' in text]
        after = text.partition('rel="next"')[0].rpartition('href="')[2].split('"')[0] if 'rel="next"' in text else ""
        address = f"/cases{after.replace('&amp;', '&')}" if after else ""
    assert sorted(seen) == sorted(cases)
    assert len(seen) == len(set(seen))


def test_a_list_asks_no_more_for_many_rows_than_for_one(city: SmallCity, schools: Schools) -> None:
    open_transfer(city, schools)
    officer = sitting(city, city.districts[1])
    # The first visit also tells the session that somebody is there.
    officer.get("/cases")
    one = counted(officer, "/cases")
    for _ in range(3):
        open_transfer(city, schools)
    assert len(counted(officer, "/cases")) == len(one) <= 4


def test_the_receiving_school_searches_no_identity_number_out(city: SmallCity, schools: Schools) -> None:
    _case, record = open_transfer(city, schools)
    clerk = sitting(city, schools.far_primary)
    assert rows(clerk, f"/cases?tab=open&q={record.document_number}") == 0
    text = clerk.get("/cases?tab=open").content.decode().replace(" ", "")
    assert record.document_number not in text


def test_a_homeroom_teacher_has_no_case_desk(city: SmallCity, schools: Schools) -> None:
    teacher = sitting_as(city.actor(Role.HOMEROOM_TEACHER, schools.primary))
    assert teacher.get("/cases").status_code == 403


def test_the_list_speaks_english(city: SmallCity, schools: Schools) -> None:
    case, _record = open_transfer(city, schools)
    officer = sitting(city, city.districts[1])
    officer.cookies["django_language"] = "en"
    assert "Awaiting review by the receiving district" in page(officer.get("/cases"))
    assert case_now(case.pk).version == 1
