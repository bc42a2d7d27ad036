"""The list of classes, setting them up, renaming, closing, and moving children between them."""

from __future__ import annotations

import io

import openpyxl
from pypdf import PdfReader

from tests.desks.classes.pupils import NAMES, browser, main_of, pupils, questions, registered
from tests.small_city import SmallCity
from xueji.parties.models import JournalEntry, Post
from xueji.parties.scope import scope
from xueji.records.models import ClassGroup, Enrollment
from xueji.vocabulary.parties import Role


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).replace("\n", "")


def test_it_lists_the_classes_of_the_year_with_girls_and_boys(city: SmallCity) -> None:
    group = city.class_group(1, capacity=30)
    pupils(city, group, NAMES[:3], sex="1")
    pupils(city, group, NAMES[3:5], sex="2")
    page = browser(city.actor()).get("/classes").content.decode()
    row = page[page.index(group.name) :]
    for label, value in (("人数", 5), ("男", 3), ("女", 2), ("班额", 30), ("空位", 25)):
        assert f'data-label="{label}">{value}</td>' in row


def test_it_offers_the_assignment_with_how_many_wait(city: SmallCity) -> None:
    registered(city, NAMES[:3])
    assert "待分班 3" in browser(city.actor()).get("/classes").content.decode()


def test_it_sets_up_several_classes_at_once(city: SmallCity) -> None:
    campus = city.school.campuses.get()
    sent = {"grade": "P1", "count": "3", "campus": campus.pk, "capacity": "42", "kind": "", "homeroom_teacher": "刘敏"}
    answer = browser(city.actor()).post("/classes/new", sent)
    assert answer.status_code == 302
    made = ClassGroup.objects.filter(school=city.school, grade="P1").order_by("number")
    assert [(group.number, group.capacity, group.kind) for group in made] == [
        (1, 42, "10"),
        (2, 42, "10"),
        (3, 42, "10"),
    ]
    assert JournalEntry.objects.filter(act="create_class_group", school=city.school).count() == 1


def test_it_keeps_what_was_typed_when_it_refuses_to_set_up(city: SmallCity) -> None:
    sent = {"grade": "P1", "count": "drei", "campus": "", "capacity": "400"}
    answer = browser(city.actor()).post("/classes/new", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="drei"' in page
    assert 'value="400"' in page
    assert 'href="#f-count"' in page
    assert 'href="#f-campus"' in page
    assert not ClassGroup.objects.exists()


def test_it_renames_and_closes_a_class_but_never_one_with_children(city: SmallCity) -> None:
    empty, full = city.class_group(1), city.class_group(2)
    pupils(city, full, NAMES[:1])
    client = browser(city.actor())
    sent = {"name": "一年级向日葵班", "homeroom_teacher": "欧阳春晖", "capacity": "35"}
    assert client.post(f"/classes/{empty.pk}/edit", sent).status_code == 302
    empty.refresh_from_db()
    assert (empty.name, empty.homeroom_teacher, empty.capacity) == ("一年级向日葵班", "欧阳春晖", 35)
    assert client.post(f"/classes/{full.pk}/close").status_code == 409
    assert "班内仍有学生" in client.get(f"/classes/{full.pk}").content.decode()
    assert client.post(f"/classes/{empty.pk}/close").status_code == 302
    assert ClassGroup.objects.get(pk=empty.pk).closed_on is not None
    assert ClassGroup.objects.get(pk=full.pk).closed_on is None


def test_it_moves_picked_children_with_a_reason(city: SmallCity) -> None:
    one, two = city.class_group(1), city.class_group(2)
    pupils(city, one, NAMES[:3])
    actor = city.actor()
    client = browser(actor)
    with scope(actor):
        picked = list(Enrollment.objects.filter(class_group=one).order_by("pk").values_list("pk", flat=True)[:2])
    sent = {"pick": picked, "class_group": two.pk, "reason": ""}
    assert client.post(f"/classes/{one.pk}/change", sent).status_code == 409
    assert client.post(f"/classes/{one.pk}/change", {**sent, "reason": "双胞胎同班"}).status_code == 302
    with scope(actor):
        moved = Enrollment.objects.filter(class_group=two).select_related("student")
        assert {spell.student.name for spell in moved} == set(NAMES[:2])
    assert NAMES[1] in client.get(f"/classes/{one.pk}").content.decode(), "the message says who was moved"


def test_a_homeroom_teacher_sees_the_own_class_and_no_other(city: SmallCity) -> None:
    own, other = city.class_group(1), city.class_group(2)
    pupils(city, own, NAMES[:1])
    teacher = city.actor(Role.HOMEROOM_TEACHER)
    Post.objects.filter(pk=teacher.post_id).update(class_group_ids=[own.pk])
    client = browser(teacher)
    page = client.get("/classes").content.decode()
    assert own.name in page
    assert other.name not in page
    assert client.get(f"/classes/{own.pk}").status_code == 200
    assert client.get(f"/classes/{other.pk}").status_code == 404
    assert client.get("/classes/assign").status_code == 403
    assert client.post(f"/classes/{own.pk}/close").status_code == 409


def test_another_schools_class_looks_like_an_absent_one(city: SmallCity) -> None:
    group = city.class_group(1)
    pupils(city, group, NAMES[:1])
    stranger = browser(city.actor(at=city.schools[1]))
    for address in ("", "/roster.pdf", "/roster.xlsx", "/edit"):
        theirs, absent = stranger.get(f"/classes/{group.pk}{address}"), stranger.get(f"/classes/987654{address}")
        assert (theirs.status_code, absent.status_code) == (404, 404)
        assert main_of(theirs) == main_of(absent)


def test_an_office_above_reads_a_schools_classes_and_changes_nothing(city: SmallCity) -> None:
    group = city.class_group(1)
    pupils(city, group, NAMES[:1])
    officer = browser(city.district_officer())
    assert city.school.name in officer.get("/classes").content.decode()
    page = officer.get(f"/classes?school={city.school.pk}").content.decode()
    assert group.name in page
    assert "建立班级</a>" not in page
    assert officer.get(f"/classes?school={city.schools[2].pk}").status_code == 404, "in another district"
    page = officer.get(f"/classes/{group.pk}").content.decode()
    assert NAMES[0] in page
    assert "调班" not in page
    assert officer.post(f"/classes/{group.pk}/close").status_code == 404
    assert browser(city.city_officer()).get(f"/classes?school={city.schools[2].code}").status_code == 200


def test_the_roster_is_a_pdf_with_every_name_and_stands_in_the_journal(city: SmallCity) -> None:
    group = city.class_group(1)
    pupils(city, group)
    answer = browser(city.actor()).get(f"/classes/{group.pk}/roster.pdf")
    pdf = b"".join(answer.streaming_content)
    assert pdf.startswith(b"%PDF")
    text = text_of(pdf)
    assert all(name.split("·")[0] in text for name in NAMES)
    entry = JournalEntry.objects.get(act="print_roster")
    assert (entry.subject, entry.detail) == (f"class_group:{group.pk}", {"children": len(NAMES)})


def test_the_roster_workbook_masks_identity_numbers_and_says_who_took_it(city: SmallCity) -> None:
    group = city.class_group(1)
    children = pupils(city, group, NAMES[:2])
    actor = city.actor()
    answer = browser(actor).get(f"/classes/{group.pk}/roster.xlsx")
    rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values)
    assert actor.name in rows[0][0]
    assert [row[1] for row in rows[2:]] == list(NAMES[:2])
    written = "".join(str(cell) for row in rows for cell in row).replace(" ", "")
    assert not any(child.document_number in written for child in children)


def test_lists_ask_four_questions_at_most_however_many_children(city: SmallCity) -> None:
    group = city.class_group(1)
    client = browser(city.actor())
    counts = {}
    for address in ("/classes", f"/classes/{group.pk}"):
        client.get(address)
        before = len(questions(client, address))
        pupils(city, group, NAMES[: 6 if address == "/classes" else 3])
        counts[address] = len(questions(client, address))
        assert before <= counts[address] <= 4, counts
