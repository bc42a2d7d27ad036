"""Classes by program: set up, changed by version, closed, children moved, entrants assigned by list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.desks.api.programs import Program, rules
from tests.desks.classes.pupils import pupils, registered
from xueji.cases.models import Case
from xueji.parties.scope import scope
from xueji.vocabulary.parties import Role

if TYPE_CHECKING:
    from tests.small_city import SmallCity


def test_classes_are_set_up_and_changed_by_version(city: SmallCity, school: Program, district: Program) -> None:
    campus = school.get(f"/schools/{city.school.pk}").json()["campuses"][0]["id"]
    made = school.post("/class-groups", {"campus_id": campus, "grade": "P1", "count": 2}, idempotency_key="c")
    assert made.status_code == 201, made.content
    key = made.json()["items"][0]["id"]
    read = school.get(f"/class-groups/{key}")
    change = {"name": "一年级启明班", "capacity": 30}
    assert school.ask("patch", f"/class-groups/{key}", change).status_code == 428
    renamed = school.ask("patch", f"/class-groups/{key}", change, if_match=read["ETag"])
    assert renamed.json()["name"] == "一年级启明班"
    assert school.ask("patch", f"/class-groups/{key}", change, if_match=read["ETag"]).status_code == 412
    assert district.ask("patch", f"/class-groups/{key}", change, if_match="*").status_code == 404
    assert district.get(f"/class-groups?school={city.school.pk}").json()["items"][0]["name"] == "一年级启明班"
    closed = school.post(f"/class-groups/{key}/close", None, if_match=renamed["ETag"])
    assert closed.json()["closed_on"] == "2015-09-01"
    assert rules(school.post("/class-groups", {"campus_id": 999, "grade": "P1"})) == {"campus_of_school"}
    assert rules(school.post("/class-groups", {"campus_id": campus, "grade": "J1"})) == {"grade_not_offered"}
    assert rules(district.post("/class-groups", {"campus_id": campus, "grade": "P1"})) == {"not_your_act"}


def test_children_change_their_class_all_or_nobody(city: SmallCity, school: Program) -> None:
    first, second = city.class_group(1), city.class_group(2)
    children = pupils(city, first, ("陈浩佑", "刘然宇"))
    keys = [child.pk for child in children]
    assert school.post(f"/class-groups/{first.pk}/close", None, if_match="*").status_code == 409
    missing = school.post(f"/class-groups/{second.pk}/children", {"children": [*keys, 999], "reason": "均衡"})
    assert rules(missing) == {"child_not_here"}
    told = school.post(f"/class-groups/{second.pk}/children", {"children": keys, "reason": "均衡班额"})
    assert told.json() == {"moved": 2}
    assert school.get(f"/class-groups/{second.pk}").json()["children"] == 2
    assert [one["name"] for one in school.get(f"/class-groups/{second.pk}").json()["roster"]] == ["陈浩佑", "刘然宇"]


def test_entrants_are_assigned_by_list_one_result_a_row(city: SmallCity, school: Program) -> None:
    group = city.class_group(1)
    keys = registered(city, ("陈浩佑", "刘然宇"))
    with scope(school.actor):
        numbers = [case.entrant.registration_number for case in Case.objects.filter(pk__in=keys).order_by("pk")]
    rows = [
        *({"registration_number": number, "class_group": group.pk} for number in numbers),
        {"registration_number": "DJ-none", "class_group": group.pk},
    ]
    told = school.post("/class-groups/assignments", {"rows": rows}).json()
    assert (told["taken"], told["refused"]) == (2, 1)
    assert [row["status"] for row in told["rows"]] == [200, 200, 404]
    assert len(school.get("/children").json()["items"]) == 2
    assert rules(school.post("/class-groups/assignments", {"rows": [rows[0], rows[0]]})) == {"row_twice"}
    teacher = Program(city.actor(Role.HOMEROOM_TEACHER))
    assert teacher.post("/class-groups/assignments", {"rows": rows}).status_code == 403


def test_places_and_days_are_told(city: SmallCity, school: Program, district: Program) -> None:
    assert {one["name"] for one in district.get("/districts").json()["items"]} == {"延庆县", "海淀区"}
    assert len(district.get("/schools").json()["items"]) == 2
    assert school.get(f"/schools/{city.schools[2].pk}").status_code == 404
    quotas = district.get("/quotas?grade=P1").json()["items"]
    assert [one["free"] for one in quotas] == [100, 100]
    days = school.get("/calendar?first=2015-10-01&last=2015-10-09").json()["items"]
    assert [one["working"] for one in days] == [False] * 7 + [True, True]
    assert school.get("/terms").json()["items"][0]["starts_on"] == "2015-09-01"
    windows = school.get("/windows").json()["items"]
    assert {one["kind"] for one in windows} == {"before_vacation", "after_term_start"}
    for path, rule in (
        ("/calendar?first=2015-02-31", "no_such_day"),
        ("/calendar?first=2015-09-01&last=2015-08-01", "span_of_days"),
        ("/windows?first=2015-09-01&last=2019-08-01", "span_of_days"),
        ("/calendar?first=2999-01-01&last=2999-01-02", "calendar_year_missing"),
        ("/calendar?first=20150901", "string_pattern_mismatch"),
    ):
        assert rules(school.get(path)) == {rule}
