"""处分 on the page of a child: shown to who keeps the record, entered and lifted by its school alone."""

from __future__ import annotations

import pytest

from tests.desks.classes.pupils import browser, main_of
from tests.pupils import pupil
from tests.small_city import SmallCity
from xueji.records.models import StudentRecord
from xueji.vocabulary.parties import Role

GIVEN = {
    "kind": "3",
    "paper_number": "妫川一小〔2015〕6号",
    "starts_on": "2015-09-01",
    "ends_on": "20160228",
    "reason": "打架",
}


@pytest.fixture
def child(city: SmallCity) -> StudentRecord:
    return pupil(city.school)


def test_a_measure_is_entered_shown_and_lifted(city: SmallCity, child: StudentRecord) -> None:
    client, address = browser(city.actor()), f"/children/{child.student_id}"
    assert "没有处分记录" in main_of(client.get(address))
    assert client.post(f"{address}/measures/new", GIVEN).status_code == 302
    page = main_of(client.get(address))
    assert "妫川一小〔2015〕6号" in page
    assert "处分期内，不予办理转学" in page
    lift = page.split(f'href="{address}/measures/')[1].split('"')[0]
    assert client.post(f"{address}/measures/{lift}", {"reason": " "}).status_code == 422
    assert client.post(f"{address}/measures/{lift}", {"reason": "改正明显"}).status_code == 302
    page = main_of(client.get(address))
    assert "已解除" in page
    assert "不予办理转学" not in page


def test_every_fault_is_told_and_nothing_typed_is_lost(city: SmallCity, child: StudentRecord) -> None:
    answer = browser(city.actor()).post(
        f"/children/{child.student_id}/measures/new", {**GIVEN, "paper_number": "", "ends_on": "明年"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    for name in ("paper_number", "ends_on"):
        assert f'href="#f-{name}"' in page
    for kept in ("打架", "明年"):
        assert kept in page


def test_who_keeps_the_record_sees_it_and_only_the_school_enters(city: SmallCity, child: StudentRecord) -> None:
    address = f"/children/{child.student_id}"
    browser(city.actor()).post(f"{address}/measures/new", GIVEN)
    for reader in (city.actor(Role.REGISTRAR_SUPERVISOR), city.district_officer(), city.city_officer()):
        assert "妫川一小〔2015〕6号" in main_of(browser(reader).get(address))
    for reader in (city.district_officer(), city.city_officer(), city.actor(at=city.schools[1])):
        assert browser(reader).get(f"{address}/measures/new").status_code == 404
    teacher = city.actor(Role.HOMEROOM_TEACHER)
    answer = browser(teacher).get(address)
    assert "处分" not in answer.content.decode()
