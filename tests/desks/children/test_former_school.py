"""After a transfer the former school consults the child's past there, and learns nothing of its present."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from tests.desks.cases.officers import case_now, open_transfer, sitting_as
from tests.desks.classes.pupils import main_of, questions
from tests.pupils import Schools, approve, clerk
from tests.small_city import SmallCity
from xueji.parties.actors import Actor
from xueji.parties.models import City, Post
from xueji.parties.scope import scope
from xueji.records.models import DisciplinaryMeasure, Enrollment, StudentForm, StudentPhoto, StudentRecord
from xueji.vocabulary.parties import Role

PRESENT = ("13800138000", "李父亲", "户口所在地", "家庭成员", "<img")


@pytest.fixture
def schools(city: SmallCity) -> Schools:
    return Schools(city)


def moved(city: SmallCity, schools: Schools, *, since: date = date(2015, 8, 1)) -> StudentRecord:
    """A child that was transferred today into the other district, and has a family, a photo and a measure there."""
    case, record = open_transfer(city, schools, hukou_place="延庆县妫水街")
    with scope(city.city_officer()):
        Enrollment.objects.filter(record=record).update(during=DateRange(since, None))
    while case_now(case.pk).held_by:
        assert approve(city, case.pk).taken
    new = clerk(city, schools.far_primary)
    with scope(new):
        family = {"member1_name": "李父亲", "member1_telephone": "13800138000", "member1_kinship": "51"}
        StudentForm.objects.filter(student=record.student).update(answers=family, missing=3)
        DisciplinaryMeasure.objects.create(
            record=record, kind="1", paper_number="海教处9号", starts_on=date(2015, 9, 1), ends_on=date(2015, 10, 1)
        )
    return record


def former(city: SmallCity, schools: Schools) -> list[Actor]:
    """A registrar of the school, one of its campus, and an officer of its district."""
    campus = city.actor(at=schools.primary)
    Post.objects.filter(pk=campus.post_id).update(campus=schools.primary.campuses.get(main=True))
    return [city.actor(at=schools.primary), campus, city.district_officer()]


def test_the_page_tells_the_past_there_and_where_the_child_went(city: SmallCity, schools: Schools) -> None:
    record = moved(city, schools)
    address = f"/children/{record.student_id}"
    for actor in former(city, schools):
        client = sitting_as(actor)
        answer = client.get(address)
        page = main_of(answer)
        assert f"已转到{schools.far_primary.name}，2015-09-01起" in page
        for told in (record.student.name, schools.primary.name, "升级", "转出", "全国学籍号"):
            assert told in page
        for hidden in (*PRESENT, "延庆县妫水街", "海教处9号", "/photo", "/form", ">转入<", "在学", "民族"):
            assert hidden not in page, hidden
        for path in ("/form", "/record-card.pdf", "/photo"):
            assert client.get(address + path).status_code == 404, path
        assert len(questions(client, address)) <= 3


def test_where_the_child_is_and_in_the_city_all_is_told(city: SmallCity, schools: Schools) -> None:
    record = moved(city, schools)
    address = f"/children/{record.student_id}"
    here = [clerk(city, schools.far_primary), city.actor(Role.DISTRICT_OFFICER, city.districts[1]), city.city_officer()]
    for actor in here:
        client = sitting_as(actor)
        page = main_of(client.get(address))
        for told in ("李父亲", "13800138000", "转入", "转出", schools.primary.name, "海教处9号", "/photo"):
            assert told in page, told
        assert client.get(f"{address}/form").status_code == 200
        assert client.get(f"{address}/photo").status_code == 200


def test_a_district_in_which_the_child_stays_keeps_everything(city: SmallCity, schools: Schools) -> None:
    case, record = open_transfer(city, schools, to=schools.near_primary)
    while case_now(case.pk).held_by:
        assert approve(city, case.pk).taken
    client = sitting_as(city.district_officer())
    assert "转入" in main_of(client.get(f"/children/{record.student_id}"))
    assert client.get(f"/children/{record.student_id}/form").status_code == 200
    old = sitting_as(city.actor(at=schools.primary))
    assert old.get(f"/children/{record.student_id}/form").status_code == 404


def test_what_is_corrected_afterwards_is_not_told(city: SmallCity, schools: Schools) -> None:
    record = moved(city, schools)
    City.objects.update(training_date=date(2015, 9, 20))
    with scope(clerk(city, schools.far_primary)):
        student = record.student
        student.hukou_place = "海淀区新址"
        student.save()
    old, new = (sitting_as(clerk(city, school)) for school in (schools.primary, schools.far_primary))
    assert "海淀区新址" not in main_of(old.get(f"/children/{record.student_id}"))
    assert "海淀区新址" in main_of(new.get(f"/children/{record.student_id}"))


def test_a_child_that_came_back_is_told_whole(city: SmallCity, schools: Schools) -> None:
    record = moved(city, schools)
    with scope(city.city_officer()):
        now = Enrollment.objects.get(record=record, during__upper_inf=True)
        old = Enrollment.objects.get(record=record, during__upper_inf=False)
        Enrollment.objects.filter(pk=now.pk).update(
            during=DateRange(now.during.lower, date(2015, 9, 10)), exit_type="transfer"
        )
        old.pk, old.during, old.entry_type, old.exit_type = None, DateRange(date(2015, 9, 10), None), "transfer", ""
        old.save(force_insert=True)
    client = sitting_as(clerk(city, schools.primary))
    assert "李父亲" in main_of(client.get(f"/children/{record.student_id}"))
    left = sitting_as(clerk(city, schools.far_primary))
    assert "李父亲" not in main_of(left.get(f"/children/{record.student_id}"))


def test_a_graduate_is_still_told_to_the_last_school(city: SmallCity, schools: Schools) -> None:
    record = moved(city, schools)
    with scope(city.city_officer()):
        now = Enrollment.objects.get(record=record, during__upper_inf=True)
        Enrollment.objects.filter(pk=now.pk).update(
            during=DateRange(now.during.lower, date(2015, 9, 10)), exit_type="leaving"
        )
    last, old = (sitting_as(clerk(city, school)) for school in (schools.far_primary, schools.primary))
    assert last.get(f"/children/{record.student_id}/form").status_code == 200
    assert old.get(f"/children/{record.student_id}/form").status_code == 404


def test_photos_are_not_told_to_the_former_school(city: SmallCity, schools: Schools) -> None:
    record = moved(city, schools)
    new = clerk(city, schools.far_primary)
    with scope(new):
        StudentPhoto.objects.create(student=record.student, content=b"\xff\xd8new", sha256="0" * 64)
    assert sitting_as(new).get(f"/children/{record.student_id}/photo")["Content-Type"] == "image/jpeg"
    assert sitting_as(clerk(city, schools.primary)).get(f"/children/{record.student_id}/photo").status_code == 404


def test_the_transfer_made_only_what_it_made(city: SmallCity, schools: Schools) -> None:
    record = moved(city, schools, since=date(2015, 9, 1))
    page = main_of(sitting_as(city.city_officer()).get(f"/children/{record.student_id}"))
    told = {
        title: re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", entry))
        for entry in re.findall(r"<li class=\"xj-\w+\">.*?</li>", page, re.DOTALL)
        for title in re.findall(r"xj-life-title\">(?:<a[^>]*>)?([^<]+)<", entry)
    }
    officer = "延庆"
    assert "2015-09-01" in told["升级"]
    assert "2015-09-02" in told["转出"]
    assert officer in told["转出"]
    assert officer in told["转入"]
    assert "张三" not in told["升级"]
    assert " · " not in told["升级"], "no article made a promotion"


def test_a_search_at_the_former_school_says_where_the_child_went(city: SmallCity, schools: Schools) -> None:
    record = moved(city, schools)
    name, number = record.student.name, record.student.document_number
    said = f"已转出：{name} → {schools.far_primary.name}（2015-09-01）"
    for actor in former(city, schools):
        client = sitting_as(actor)
        for typed in (name, number, f"G{number}"):
            page = main_of(client.get("/children", {"q": typed}))
            assert said in page, typed
            assert f'href="/children/{record.student_id}"' in page
        assert "已转出" not in main_of(client.get("/children", {"q": name[:2]})), "no beginnings"
    here = [clerk(city, schools.far_primary), city.city_officer(), clerk(city, schools.near_primary)]
    for actor in here:
        assert "已转出" not in main_of(sitting_as(actor).get("/children", {"q": name}))


def test_the_search_asks_one_more_question_where_nobody_is_found(city: SmallCity, schools: Schools) -> None:
    moved(city, schools)
    client = sitting_as(clerk(city, schools.primary))
    nobody = len(questions(client, "/children?form=complete&grade=S3"))
    assert len(questions(client, "/children?q=无人")) <= nobody + 1
