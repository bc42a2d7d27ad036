"""The list of entrants: what each desk sees, and what it costs."""

import re
from datetime import date

import pytest

from tests.desks.entrants.clerks import clerk, counted, district_officer, page, registrar, step, today
from tests.small_city import SmallCity
from xueji.vocabulary.parties import Role


def test_it_shows_a_school_its_own_entrants_with_masked_numbers(city: SmallCity) -> None:
    mine = city.entrants(2)
    (other,) = city.entrants(1, city.schools[1], name="别校生")
    text = page(registrar(city).get("/entrants"))
    assert all(entrant.name in text for entrant in mine)
    assert other.name not in text
    assert mine[0].document_number not in text.replace(" ", "")
    assert "共 2 名" in text


def test_it_shows_a_district_all_its_schools_and_nobody_elses(city: SmallCity) -> None:
    city.entrants(1, city.schools[0], name="甲校生")
    city.entrants(1, city.schools[1], name="乙校生")
    city.entrants(1, city.schools[2], name="外区生", grade="J1")
    text = page(district_officer(city).get("/entrants"))
    assert "甲校生" in text
    assert "乙校生" in text
    assert "外区生" not in text


def test_it_filters_by_what_stands_in_the_address(city: SmallCity) -> None:
    client = registrar(city)
    first, second = city.entrants(1, name="单小雨")[0], city.entrants(1, name="张大雨")[0]
    step(client, first, "claim")
    for address, there, gone in (
        ("?state=claimed", first, second),
        ("?state=unclaimed", second, first),
        ("?q=单", first, second),
        ("?q=shan", first, second),
        ("?q=zdy", second, first),
        (f"?q={second.document_number[:17]}", second, first),
    ):
        text = page(client.get(f"/entrants{address}"))
        assert there.name in text, address
        assert gone.name not in text, address


def test_late_and_soon_are_told_apart(city: SmallCity) -> None:
    client = registrar(city)
    city.entrants(2)
    today(date(2015, 9, 11))
    assert "共 2 名" in page(client.get("/entrants?due=soon"))
    assert "没有符合条件的新生" in page(client.get("/entrants?due=late"))
    today(date(2015, 9, 17))
    assert "逾期 1 个工作日" in page(client.get("/entrants?due=late"))


def test_it_pages_by_key_in_both_directions(city: SmallCity) -> None:
    client = registrar(city)
    keys = [entrant.pk for entrant in city.entrants(120)]

    def shown(address: str) -> list[int]:
        links = re.findall(r'href="/entrants/(\d+)" data-open', client.get(address).content.decode())
        return [int(key) for key in links]

    def link(address: str, rel: str) -> str:
        found = re.search(rf'href="([^"]+)" rel="{rel}"', client.get(address).content.decode())
        assert found, (address, rel)
        return found[1].replace("&amp;", "&")

    assert shown("/entrants") == keys[:50]
    second = link("/entrants?grade=P1", "next")
    assert shown(second) == keys[50:100]
    assert shown(link(second, "next")) == keys[100:]
    assert shown(link(second, "prev")) == keys[:50]


@pytest.mark.parametrize("rows", [1, 50])
def test_it_takes_four_queries_at_most_however_many_rows(city: SmallCity, rows: int) -> None:
    city.entrants(rows)
    for client in (registrar(city), district_officer(city), clerk(city, Role.CITY_OFFICER, city.city)):
        client.get("/entrants")
        queries = counted(client, "/entrants?state=unclaimed")
        assert len(queries) <= 4, "\n".join(queries)


def test_columns_chosen_once_are_kept(city: SmallCity) -> None:
    client = registrar(city)
    city.entrants(1)
    client.get("/entrants?col=sex&col=state")
    headings = re.findall(r'<th scope="col"[^>]*>([^<]+)', client.get("/entrants").content.decode())
    assert headings == ["姓名", "性别", "状态"]


def test_an_empty_list_says_what_would_fill_it(city: SmallCity) -> None:
    assert "录取名单" in page(registrar(city).get("/entrants"))


def test_a_homeroom_teacher_is_told_whose_work_it_is(city: SmallCity) -> None:
    answer = clerk(city, Role.HOMEROOM_TEACHER).get("/entrants")
    assert answer.status_code == 403
    assert "学籍管理员" in page(answer)
