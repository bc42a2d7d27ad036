"""注册分班 by hand, by a list and by a published drawing."""

from __future__ import annotations

import io
import re
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.desks.classes.pupils import NAMES, browser, pupils, questions, registered
from tests.small_city import SmallCity
from xueji.cases.models import Case, Decision
from xueji.desks.classes.assignment.matching import find_group
from xueji.parties.actors import Actor
from xueji.parties.models import City, JournalEntry
from xueji.parties.scope import scope
from xueji.records.models import ClassAssignmentRun, Enrollment, Entrant

KEY = "3f2b8a52-8d6c-4a3e-9f57-0c1d2e3f4a5b"


def seats(actor: Actor) -> dict[str, str]:
    with scope(actor):
        return {
            spell.student.name: spell.class_group.name
            for spell in Enrollment.objects.select_related("student", "class_group")
        }


def numbers_of(actor: Actor, keys: list[int]) -> dict[str, Entrant]:
    with scope(actor):
        return {case.entrant.name: case.entrant for case in Case.objects.filter(pk__in=keys).select_related("entrant")}


def sheet(rows: list[list[object]], headings: list[str]) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    book.active.append(["妫川第一小学分班表"])
    book.active.append(headings)
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("分班.xlsx", out.getvalue())


def test_it_gives_the_picked_entrants_the_chosen_class(city: SmallCity) -> None:
    group, keys, actor = city.class_group(1), registered(city, NAMES[:4]), city.actor()
    client = browser(actor)
    sent = {"pick": keys[:3], "class_group": group.pk, "batch": KEY, "grade": "P1"}
    answer = client.post("/classes/assign/chosen", sent, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [(f"/classes/assign/results/{KEY}", 302)]
    assert "已分班并建立学籍 3 名" in page
    assert page.count("L 1102") == 3, "each row shows the number that was issued"
    assert seats(actor) == dict.fromkeys(NAMES[:3], group.name)


def test_sending_the_same_page_twice_assigns_once(city: SmallCity) -> None:
    group, keys, actor = city.class_group(1), registered(city, NAMES[:2]), city.actor()
    client = browser(actor)
    sent = {"pick": keys, "class_group": group.pk, "batch": KEY, "grade": "P1"}
    first = client.post("/classes/assign/chosen", sent, follow=True).content.decode()
    second = client.post("/classes/assign/chosen", sent, follow=True).content.decode()
    assert "已分班并建立学籍 2 名" in first
    assert "已分班并建立学籍 2 名" in second
    with scope(actor):
        assert Decision.objects.filter(event="assign").count() == 2


def test_a_row_that_may_not_be_assigned_says_why_and_the_others_go_on(city: SmallCity) -> None:
    group, actor = city.class_group(1), city.actor()
    good = registered(city, NAMES[:1])
    own = registered(city, NAMES[1:2], source="school", confirmed_on=None)
    client = browser(actor)
    waiting = client.get("/classes/assign").content.decode()
    assert "尚未经区县确认" in waiting
    assert f'value="{own[0]}" form="batch" disabled' in waiting
    sent = {"pick": [*good, *own], "class_group": group.pk, "batch": KEY, "grade": "P1"}
    page = client.post("/classes/assign/chosen", sent, follow=True).content.decode()
    assert "有 1 名没有分班" in page
    assert page.index("未分班</span>") < page.index("已分班</span>"), "the refused come first"
    assert "尚未经区县确认" in page
    assert seats(actor) == {NAMES[0]: group.name}


def test_after_the_deadline_the_page_says_why_and_what_mends_it(city: SmallCity) -> None:
    city.class_group(1)
    registered(city, NAMES[:2])
    City.objects.update(training_date=date(2015, 10, 20))
    for address in ("/classes/assign", "/classes/assign/automatic"):
        page = browser(city.actor()).get(address).content.decode()
        assert "注册分班的办理时限已过" in page
        assert "新生补注册" in page
        assert 'aria-disabled="true" data-cannot' in page


@pytest.mark.parametrize("address", ["/classes/assign", "/classes/assign/automatic", "/classes/assign/file"])
def test_with_nobody_waiting_or_no_class_it_says_what_is_missing(city: SmallCity, address: str) -> None:
    client = browser(city.actor())
    page = client.get(address).content.decode()
    assert "没有待分班的新生" in page
    assert "小学一年级还没有班级" in page


def test_another_schools_entrants_are_neither_seen_nor_assigned(city: SmallCity) -> None:
    keys, actor = registered(city, NAMES[:1], school=city.schools[1]), city.actor()
    group = city.class_group(1)
    client = browser(actor)
    assert NAMES[0] not in client.get("/classes/assign").content.decode()
    sent = {"pick": keys, "class_group": group.pk, "batch": KEY, "grade": "P1"}
    page = client.post("/classes/assign/chosen", sent, follow=True).content.decode()
    assert "没有找到这项业务" in page
    assert NAMES[0] not in page
    assert seats(actor) == {}


def test_the_list_of_the_waiting_does_not_ask_more_for_more_rows(city: SmallCity) -> None:
    city.class_group(1)
    client = browser(city.actor())
    registered(city, NAMES[:1])
    few = questions(client, "/classes/assign")
    registered(city, NAMES[1:9])
    many = questions(client, "/classes/assign")
    assert len(few) == len(many) <= 8, "\n".join(many)


def test_a_drawing_is_published_before_it_is_applied(city: SmallCity) -> None:
    groups, actor = [city.class_group(1), city.class_group(2)], city.actor()
    registered(city, NAMES[:6], sex="1")
    registered(city, NAMES[6:12], sex="2")
    client = browser(actor)
    sent = {"grade": "P1", "group": [group.pk for group in groups], "seed": "妫川2015"}
    answer = client.post("/classes/assign/propose", sent, follow=True)
    page = answer.content.decode()
    run = ClassAssignmentRun.objects.get()
    assert answer.redirect_chain == [(f"/classes/assign/proposals/{run.pk}", 302)]
    assert "妫川2015" in page
    assert "SHA-256" in page
    assert all(name in page for name in NAMES[:12])
    assert [told["children"] for told in run.summary.values()] == [6, 6]
    assert seats(actor) == {}, "nothing is assigned yet"
    page = client.post(f"/classes/assign/proposals/{run.pk}/apply", follow=True).content.decode()
    assert "已分班并建立学籍 12 名" in page
    names = {group.pk: group.name for group in groups}
    with scope(actor):
        cases = {case.pk: case.entrant.name for case in Case.objects.select_related("entrant")}
    assert seats(actor) == {cases[int(case)]: names[group] for case, group in run.proposal.items()}
    assert "本方案已于" in client.get(f"/classes/assign/proposals/{run.pk}").content.decode()


def test_the_same_seed_draws_the_same_classes_and_an_empty_one_is_drawn(city: SmallCity) -> None:
    groups, client = [city.class_group(1), city.class_group(2)], browser(city.actor())
    registered(city, NAMES)
    sent = {"grade": "P1", "group": [group.pk for group in groups]}
    for seed in ("7", "7", ""):
        client.post("/classes/assign/propose", {**sent, "seed": seed})
    first, again, drawn = ClassAssignmentRun.objects.order_by("pk")
    assert first.proposal == again.proposal
    assert len(drawn.seed) >= 8
    assert browser(city.actor(at=city.schools[1])).get(f"/classes/assign/proposals/{first.pk}").status_code == 404


def test_too_few_seats_are_refused_with_the_choice_kept(city: SmallCity) -> None:
    group = city.class_group(1, capacity=3)
    registered(city, NAMES[:5])
    answer = browser(city.actor()).post("/classes/assign/propose", {"grade": "P1", "group": [group.pk], "seed": "abc"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "所选班级只余3个空位，待分班5人" in page
    assert 'value="abc"' in page
    assert re.search(rf'value="{group.pk}" checked', page)


def test_a_list_is_judged_row_by_row_before_anything_is_written(city: SmallCity) -> None:
    one, two = city.class_group(1), city.class_group(2)
    keys, actor = registered(city, NAMES[:4]), city.actor()
    known = numbers_of(actor, keys)
    a, b, c, d = (known[name] for name in NAMES[:4])
    upload = sheet(
        [
            [a.registration_number, "", a.name, "1"],
            ["", b.document_number, "", "(2)班"],
            ["", "", c.name, "二班"],
            [d.registration_number, "", "李四", "1班"],
            ["DJ不存在", "", "", "1"],
            [a.registration_number, "", "", "2"],
            [d.registration_number, "", "", "9班"],
        ],
        ["登记编号", "身份证件号", "姓名", "班级"],
    )
    client = browser(actor)
    page = client.post("/classes/assign/file/preview", {"grade": "P1", "file": upload}).content.decode()
    assert "可分班 3 行，不能分班 4 行" in page
    for said in ("不是“李四”", "没有“DJ不存在”", "与第3行是同一名新生", "本年级没有班级“9班”"):
        assert said in page
    assert seats(actor) == {}
    sent = re.findall(r'name="row" value="([^"]+)"', page)
    batch = re.search(r'name="batch" value="([^"]+)"', page)
    assert batch
    result = client.post("/classes/assign/file/confirm", {"grade": "P1", "row": sent, "batch": batch[1]}, follow=True)
    assert "已分班并建立学籍 3 名" in result.content.decode()
    assert seats(actor) == {a.name: one.name, b.name: two.name, c.name: two.name}


def test_a_file_that_is_no_list_is_refused_with_a_remedy(city: SmallCity) -> None:
    city.class_group(1)
    registered(city, NAMES[:1])
    client = browser(city.actor())
    for upload, said in (
        (sheet([["x", "y"]], ["甲", "乙"]), "没有找到标题行"),
        (SimpleUploadedFile("分班.xlsx", b"PK\x03\x04broken"), "有 1 处需要改正"),
        (sheet([], ["姓名", "班级"]), "没有数据"),
    ):
        answer = client.post("/classes/assign/file/preview", {"grade": "P1", "file": upload})
        assert answer.status_code == 422
        assert said in answer.content.decode()


def test_the_template_filled_in_comes_back_as_a_good_list(city: SmallCity) -> None:
    city.class_group(1)
    registered(city, NAMES[:3])
    client = browser(city.actor())
    book = openpyxl.load_workbook(
        io.BytesIO(b"".join(client.get("/classes/assign/template.xlsx?grade=P1").streaming_content))
    )
    assert JournalEntry.objects.get(act="export_list").detail["rows"] == 3
    for row in range(3, 6):
        book.active.cell(row, 5, "1")
    out = io.BytesIO()
    book.save(out)
    upload = SimpleUploadedFile("名单.xlsx", out.getvalue())
    page = client.post("/classes/assign/file/preview", {"grade": "P1", "file": upload}).content.decode()
    assert "可分班 3 行，不能分班 0 行" in page


@pytest.mark.parametrize(
    "typed", ["小学一年级(12)班", "小学一年级（12）班", "12", "12班", "(12)班", "十二班", "一年级12班", "一(12)"]
)
def test_a_class_is_known_however_its_number_is_written(city: SmallCity, typed: str) -> None:
    group = city.class_group(12)
    group.name = "小学一年级(12)班"
    found, fault = find_group(typed, [city.class_group(2), group])
    assert (found, fault) == (group, None)


def test_a_class_of_pupils_with_more_than_its_size_shows_no_seats_left(city: SmallCity) -> None:
    group = city.class_group(1, capacity=2)
    pupils(city, group, NAMES[:3])
    assert "已满" in browser(city.actor()).get("/classes").content.decode()
