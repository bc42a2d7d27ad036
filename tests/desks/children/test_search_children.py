"""The list of children: search by whatever is known of a child, filters, keyset pages, the export of just this list."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest

from tests.desks.classes.pupils import NAMES, browser, pupils, questions
from tests.small_city import SmallCity
from xueji.parties.models import JournalEntry, Post
from xueji.parties.scope import scope
from xueji.records.models import NumberAssignment, StudentForm
from xueji.records.models.numbers import NumberScheme
from xueji.vocabulary.parties import Role


def names_in(page: str) -> list[str]:
    return re.findall(r"data-open>([^<]+)</a>", page)


def found(client: object, query: str) -> list[str]:
    return names_in(client.get("/children", {"q": query}).content.decode())  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("阿依古丽", "阿依古丽·买买提"),
        ("阿依古丽.买", "阿依古丽·买买提"),
        ("王𬍛", "王𬍛"),
        ("shanyu", "单雨怡"),
        ("Shan Yuyi", "单雨怡"),
        ("syy", "单雨怡"),
        ("oyrx", "欧阳若曦"),
        ("yuchi", "尉迟明轩"),
    ],
)
def test_a_name_is_found_by_its_beginning_its_pinyin_and_its_initials(city: SmallCity, typed: str, name: str) -> None:
    pupils(city, city.class_group())
    assert found(browser(city.actor()), typed) == [name]


def test_every_number_of_a_child_finds_it(city: SmallCity) -> None:
    child = pupils(city, city.class_group(), NAMES[:3])[1]
    actor = city.actor()
    client = browser(actor)
    with scope(actor):
        numbers = dict(NumberAssignment.objects.filter(record__student=child).values_list("scheme", "number"))
    assert set(numbers) == {NumberScheme.TEMPORARY, NumberScheme.CITY, NumberScheme.EDUCATION_ID}
    for number in (*numbers.values(), child.document_number):
        assert found(client, number) == [child.name]
        assert found(client, f"{number[:5]} {number[5:].lower()}") == [child.name], "as it is printed, in groups"


def test_a_search_without_an_answer_points_to_the_entrants(city: SmallCity) -> None:
    page = browser(city.actor()).get("/children", {"q": "赵六"}).content.decode()
    assert "没有找到在籍学生" in page
    assert "/entrants?q=" in page


@pytest.mark.parametrize("typed", ["%", "_", "\x00王", "'; --", "９９９", "王" * 500])
def test_signs_of_every_kind_are_only_searched_for(city: SmallCity, typed: str) -> None:
    pupils(city, city.class_group(), NAMES[:1])
    assert found(browser(city.actor()), typed) == []


def test_it_filters_by_grade_class_and_form(city: SmallCity) -> None:
    one, two = city.class_group(1), city.class_group(2)
    pupils(city, one, NAMES[:2])
    done = pupils(city, two, NAMES[2:4])[0]
    actor = city.actor()
    with scope(actor):
        StudentForm.objects.filter(student=done).update(missing=0)
    client = browser(actor)
    for query, expected in (
        ({"class_group": two.pk}, NAMES[2:4]),
        ({"grade": "P1", "form": "complete"}, NAMES[2:3]),
        ({"form": "missing"}, (*NAMES[:2], NAMES[3])),
        ({"form": "late"}, ()),
        ({"grade": "P2"}, ()),
    ):
        assert names_in(client.get("/children", query).content.decode()) == list(expected)


def test_each_desk_sees_its_own_children_only(city: SmallCity) -> None:
    group = city.class_group(1)
    pupils(city, group, NAMES[:1])
    pupils(city, city.class_group(1, school=city.schools[1]), NAMES[1:2])
    teacher = city.actor(Role.HOMEROOM_TEACHER)
    Post.objects.filter(pk=teacher.post_id).update(class_group_ids=[group.pk])
    everybody = {"registrar": city.actor(), "teacher": teacher, "neighbor": city.actor(at=city.schools[1])}
    seen = {who: names_in(browser(actor).get("/children").content.decode()) for who, actor in everybody.items()}
    assert seen == {"registrar": [NAMES[0]], "teacher": [NAMES[0]], "neighbor": [NAMES[1]]}
    for officer in (city.district_officer(), city.city_officer()):
        client = browser(officer)
        assert set(names_in(client.get("/children").content.decode())) == set(NAMES[:2])
        only = client.get("/children", {"school": city.schools[1].pk}).content.decode()
        assert names_in(only) == [NAMES[1]]
    other = city.actor(Role.DISTRICT_OFFICER, city.districts[1])
    assert names_in(browser(other).get("/children").content.decode()) == []


@pytest.mark.parametrize("who", ["registrar", "district", "city"])
def test_pages_lead_on_and_back_without_losing_or_repeating_anybody(
    city: SmallCity, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    monkeypatch.setattr("xueji.desks.children.paging.keyset_page.__defaults__", (5,))
    pupils(city, city.class_group(1), NAMES[:8])
    pupils(city, city.class_group(2), NAMES[8:12])
    actor = {"registrar": city.actor, "district": city.district_officer, "city": city.city_officer}[who]()
    client, seen, address, last = browser(actor), [], "/children", ""
    while address:
        page = client.get(address).content.decode()
        seen.append(names_in(page))
        onward = re.search(r'href="([^"]+)" rel="next"', page)
        last, address = page, "/children" + onward[1].replace("&amp;", "&") if onward else ""
    assert [len(names) for names in seen] == [5, 5, 2]
    assert sorted(name for names in seen for name in names) == sorted(NAMES[:12])
    back = re.search(r'href="([^"]+)" rel="prev"', last)
    assert back
    assert names_in(client.get("/children" + back[1].replace("&amp;", "&")).content.decode()) == seen[1]


@pytest.mark.parametrize("mark", ["", "~", "x~1~1~1", "P1~1~1~" + "9" * 40, "P1~-1~-1~-1"])
def test_a_mark_that_cannot_be_read_shows_the_first_page(city: SmallCity, mark: str) -> None:
    pupils(city, city.class_group(), NAMES[:2])
    page = browser(city.actor()).get("/children", {"after": mark})
    assert page.status_code == 200


def test_the_list_asks_four_questions_however_long_it_is(city: SmallCity) -> None:
    group = city.class_group(1)
    pupils(city, group, NAMES[:1])
    clients = [browser(city.actor()), browser(city.district_officer()), browser(city.city_officer())]
    few = [questions(client, "/children") for client in clients]
    pupils(city, group, NAMES[1:12])
    many = [questions(client, "/children") for client in clients]
    assert [len(asked) for asked in few] == [len(asked) for asked in many]
    assert max(len(asked) for asked in many) <= 4, "\n".join(many[0])


def test_the_export_holds_just_this_list_masked_and_marked(city: SmallCity) -> None:
    children = pupils(city, city.class_group(), NAMES[:4])
    actor = city.actor()
    answer = browser(actor).get("/children/export.xlsx", {"q": "阿依"})
    rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values)
    assert actor.name in rows[0][0]
    assert actor.place in rows[0][0]
    assert [row[5] for row in rows[2:]] == ["阿依古丽·买买提"]
    written = "".join(str(cell) for row in rows for cell in row).replace(" ", "")
    assert children[2].document_number[:14] in written
    assert children[2].document_number not in written
    entry = JournalEntry.objects.get(act="export_list")
    assert (entry.school_id, entry.detail["rows"], entry.detail["asked"]) == (city.school.pk, 1, {"q": "阿依"})


def test_a_homeroom_teacher_exports_nothing(city: SmallCity) -> None:
    assert browser(city.actor(Role.HOMEROOM_TEACHER)).get("/children/export.xlsx").status_code == 409
    assert not JournalEntry.objects.filter(act="export_list").exists()
