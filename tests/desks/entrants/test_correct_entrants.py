"""Correcting an entrant before a record exists."""

from datetime import date
from typing import Any

from tests.desks.entrants.clerks import page, registrar, step
from tests.small_city import SmallCity, resident_id
from xueji.parties.actors import system_actor
from xueji.parties.models import JournalEntry
from xueji.parties.scope import scope
from xueji.records.models import Entrant
from xueji.vocabulary.parties import Party


def form(entrant: Entrant, **changes: str) -> dict[str, str]:
    told = {
        "name": entrant.name,
        "sex": entrant.sex,
        "birth_date": entrant.birth_date.isoformat(),
        "document_type": "1",
        "document_number": "",
        "ethnicity": "汉族",
        "nationality": "中国",
        "residency": "local",
        "as_local_category": "",
        "hukou_place": "",
        "reason": "户口簿原件",
    }
    return {**told, **changes}


def fresh(entrant: Entrant) -> Any:
    with scope(system_actor(Party.CITY)):
        return Entrant.objects.get(pk=entrant.pk)


def test_it_takes_labels_and_leaves_an_empty_number_as_it_is(city: SmallCity) -> None:
    client = registrar(city)
    (entrant,) = city.entrants(1, verbatim={"姓名": "王小明"})
    assert entrant.document_number not in client.get(f"/entrants/{entrant.pk}/correction").content.decode()
    sent = form(entrant, name="单小明", ethnicity="满族", residency="non_local")
    assert client.post(f"/entrants/{entrant.pk}/correction", sent).status_code == 302
    now = fresh(entrant)
    assert (now.name, now.name_pinyin, now.ethnicity, now.residency) == ("单小明", "shanxiaoming", "11", "non_local")
    assert (now.document_number, now.verbatim) == (entrant.document_number, {"姓名": "王小明"})
    assert JournalEntry.objects.get(act="correct_entrant").reason == "户口簿原件"


def test_it_tells_every_fault_at_its_field_and_saves_nothing(city: SmallCity) -> None:
    client = registrar(city)
    (entrant,) = city.entrants(1)
    wrong = form(entrant, name="", document_number="110229200903040000", birth_date="2009-03-05")
    answer = client.post(f"/entrants/{entrant.pk}/correction", wrong)
    assert answer.status_code == 422
    assert 'href="#f-name"' in answer.content.decode()
    assert 'href="#f-document_number"' in answer.content.decode()
    assert fresh(entrant).name == entrant.name


def test_it_wants_a_date_and_entries_of_its_lists(city: SmallCity) -> None:
    client = registrar(city)
    (entrant,) = city.entrants(1)
    answer = client.post(f"/entrants/{entrant.pk}/correction", form(entrant, birth_date="昨天", nationality="火星"))
    assert answer.status_code == 422
    assert "出生日期不是有效日期" in page(answer)
    assert "请从列表中选择" in page(answer)


def test_after_establishment_it_names_the_procedure_to_use(city: SmallCity) -> None:
    client, group = registrar(city), city.class_group()
    (entrant,) = city.entrants(1)
    for event, more in (("claim", {}), ("register", {}), ("assign", {"class_group": group.pk})):
        step(client, entrant, event, **more)
    born = date(2009, 3, 8)
    sent = form(entrant, document_number=resident_id(901, born), birth_date=born.isoformat())
    answer = client.post(f"/entrants/{entrant.pk}/correction", sent)
    assert answer.status_code == 409
    assert "关键信息变更" in page(answer)
    assert fresh(entrant).document_number == entrant.document_number
