"""Children and entrants by program: masked, revealed with a reason, corrected and written by version."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.desks.api.programs import Program, rules
from tests.desks.classes.pupils import pupils
from xueji.parties.models import IdempotencyKey, JournalEntry
from xueji.parties.scope import scope
from xueji.records.models import Entrant
from xueji.vocabulary.parties import Role

if TYPE_CHECKING:
    from tests.pupils import Schools
    from tests.small_city import SmallCity
    from xueji.records.models import Student


@pytest.fixture
def child(city: SmallCity) -> Student:
    return pupils(city, city.class_group(1), ("陈浩佑",))[0]


def test_numbers_are_masked_until_somebody_says_why(city: SmallCity, school: Program, child: Student) -> None:
    for path in ("/children", f"/children/{child.pk}", f"/children/{child.pk}/form", f"/children?q={child.name}"):
        answer = school.get(path)
        assert answer.status_code == 200, answer.content
        assert child.document_number not in answer.content.decode()
    assert rules(school.post(f"/children/{child.pk}/number", {"reason": "  "})) == {"reason_required"}
    for _ in range(2):
        told = school.post(f"/children/{child.pk}/number", {"reason": "核对户口簿"}, idempotency_key="n")
        assert told.json() == {"document_number": child.document_number}
    assert JournalEntry.objects.filter(act="reveal_number").count() == 2
    assert not IdempotencyKey.objects.exists()


def test_lists_are_filtered_and_paged(city: SmallCity, school: Program) -> None:
    pupils(city, city.class_group(1), ("陈浩佑", "刘然宇", "马晓燕"))
    first = school.get("/children?limit=2").json()
    rest = school.get(first["next"].removeprefix("/api/v1")).json()
    assert [one["name"] for one in (*first["items"], *rest["items"])] == ["陈浩佑", "刘然宇", "马晓燕"]
    assert [one["name"] for one in school.get("/children?q=liu").json()["items"]] == ["刘然宇"]
    assert school.get("/children?grade=P2").json()["items"] == []
    assert rules(school.get("/children?limit=0")) == {"greater_than_equal"}
    assert rules(school.get("/children?limit=201")) == {"less_than_equal"}


def test_the_form_is_written_by_version(city: SmallCity, school: Program, child: Student) -> None:
    read = school.get(f"/children/{child.pk}/form")
    told = read.json()
    assert len(told["items"]) == 72
    assert told["editable"] is True
    path, sent = f"/children/{child.pk}/form", {"answers": {"postal_code": "102100"}}
    assert school.ask("put", path, sent).status_code == 428
    saved = school.ask("put", path, sent, if_match=read["ETag"], idempotency_key="f")
    assert saved.status_code == 200, saved.content
    assert saved.json()["version"] == told["version"] + 1
    assert next(one for one in saved.json()["items"] if one["key"] == "postal_code")["value"] == "102100"
    replay = school.ask("put", path, sent, if_match=read["ETag"], idempotency_key="f")
    assert (replay.status_code, replay["Idempotent-Replay"]) == (200, "true")
    assert school.ask("put", path, sent, if_match=read["ETag"]).status_code == 412
    wrong = school.ask("put", path, {"answers": {"postal_code": "12"}}, if_match=saved["ETag"])
    assert wrong.status_code == 422
    assert wrong.json()["reasons"][0]["field"] == "postal_code"
    locked = school.ask("put", path, {"answers": {"name": "别人", "nonsense": "1"}}, if_match=saved["ETag"])
    assert rules(locked) == {"item_locked", "item_unknown"}


def test_entrants_are_corrected_by_version(city: SmallCity, school: Program, district: Program) -> None:
    entrant = city.entrants(name="王小明")[0]
    listed = school.get("/entrants?q=wang").json()["items"]
    assert [one["id"] for one in listed] == [entrant.pk]
    assert listed[0]["state"]["label"]["zh"]
    read = school.get(f"/entrants/{entrant.pk}")
    assert entrant.document_number not in read.content.decode()
    path, sent = f"/entrants/{entrant.pk}", {"name": "王晓明", "reason": "户口簿"}
    assert school.ask("patch", path, sent).status_code == 428
    done = school.ask("patch", path, sent, if_match=read["ETag"])
    assert done.status_code == 200, done.content
    assert done.json()["identity"]["name"] == "王晓明"
    assert school.ask("patch", path, sent, if_match=read["ETag"]).status_code == 412
    again = done["ETag"]
    for change, rule in (
        ({"sex": "无此"}, "answer_not_in_list"),
        ({"birth_date": "2009-02-30"}, "no_such_day"),
        ({"document_type": "?"}, "answer_not_in_list"),
        ({"nonsense": 1}, "extra_forbidden"),
        ({"birth_date": 20090304}, "string_type"),
    ):
        assert rule in rules(school.ask("patch", path, {**change, "reason": "核对"}, if_match=again))
    assert district.get(path).status_code == 200
    assert Program(city.actor(at=city.schools[1])).get(path).status_code == 404
    number = school.post(f"{path}/number", {"reason": "核对"})
    assert number.json()["document_number"] == entrant.document_number
    with scope(school.actor):
        assert Entrant.objects.get(pk=entrant.pk).name == "王晓明"


def test_a_case_of_an_entrant_is_worked_on_like_any_other(city: SmallCity, school: Program) -> None:
    entrant = city.entrants(name="王小明")[0]
    key = school.get(f"/entrants/{entrant.pk}").json()["case_id"]
    case = school.get(f"/cases/{key}")
    assert "claim" in {one["event"] for one in case.json()["offers"]}
    taken = school.post(f"/cases/{key}/steps", {"event": "claim"}, if_match=case["ETag"])
    assert taken.status_code == 200, taken.content
    assert taken.json()["version"] == 2
    assert [one["id"] for one in school.get("/cases?about=entrant").json()["items"]] == [key]


def test_a_homeroom_teacher_reads_the_own_children(city: SmallCity, child: Student) -> None:
    from xueji.parties.models import Post  # noqa: PLC0415 - used once

    teacher = city.actor(Role.HOMEROOM_TEACHER)
    Post.objects.filter(pk=teacher.post_id).update(class_group_ids=[])
    program = Program(teacher)
    assert program.get(f"/children/{child.pk}").status_code == 404
    with scope(city.actor()):
        group = child.enrollments.get().class_group_id
    Post.objects.filter(pk=teacher.post_id).update(class_group_ids=[group])
    assert program.get(f"/children/{child.pk}").status_code == 200
    assert program.post(f"/children/{child.pk}/number", {"reason": "看看"}).status_code == 403


def test_a_former_school_reads_the_past_and_no_more(city: SmallCity, schools: Schools) -> None:
    from tests.pupils import apply_for, approve, clerk, pupil  # noqa: PLC0415 - models are there only once set up

    record = pupil(schools.primary)
    opened = apply_for(record, schools.near_primary, clerk(city, schools.near_primary))
    for _ in range(2):
        assert approve(city, opened.case_id).taken
    path = f"/children/{record.student_id}"
    old, new = (Program(clerk(city, school)) for school in (schools.primary, schools.near_primary))
    told, known = old.get(path), new.get(path)
    assert told.status_code == known.status_code == 200
    assert (told.json()["identity"], told.json()["records"], told.json()["held"]) == (None, [], False)
    assert told.json()["left"] == {"on": "2015-09-01", "to": schools.near_primary.name}
    assert told.json()["name"] == record.student.name
    assert [spell["school_id"] for spell in told.json()["spells"]] == [schools.primary.pk]
    assert told.json()["form_missing"] is None
    assert (known.json()["left"], known.json()["held"], len(known.json()["spells"])) == (None, True, 2)
    assert old.get(f"{path}/form").status_code == 404
    assert old.ask("put", f"{path}/form", {"answers": {"postal_code": "102100"}}, if_match="*").status_code == 404
    assert old.post(f"{path}/number", {"reason": "看看"}).status_code == 403
    assert new.get(f"{path}/form").status_code == 200
