"""The 72-item form: saved as a draft, never with a wrong answer, never losing what was typed."""

from __future__ import annotations

import re

from django.test import Client

from tests.desks.classes.pupils import NAMES, browser, main_of, pupils, questions
from tests.small_city import SmallCity
from xueji.desks.children.form.answers import progress
from xueji.parties.models import Post
from xueji.parties.scope import scope
from xueji.records.models import Student, StudentForm
from xueji.vocabulary.form.items import FORM_ITEMS
from xueji.vocabulary.numbers.resident_id import resident_id_check_char
from xueji.vocabulary.parties import Role

COMPLETE = {
    "birth_place": "北京市延庆县", "native_place": "新疆维吾尔自治区喀什市", "ethnicity": "维吾尔族", "health": "10",
    "overseas_category": "否", "hukou_place": "北京市延庆县", "hukou_kind": "2", "admission_mode": "11",
    "attendance_mode": "1", "present_address": "延庆镇妫水北街18号院", "mailing_address": "同上",
    "home_address": "同上", "telephone": "13800138000", "postal_code": "102100", "only_child": "1",
    "preschool": "1", "left_behind": "0", "migrant_worker_child": "0", "orphan": "0",
    "martyr_or_preferential_child": "0", "disability": "0", "needs_aid": "0", "living_subsidy": "0",
    "commute_distance": "1.5", "commute_mode": "1", "school_bus": "0", "member1_name": "买买提．吐尔逊",
    "member1_kinship": "父亲", "member1_address": "延庆镇", "member1_telephone": "13800138000",
    "member1_hukou_place": "北京市延庆县", "member1_guardian": "1",
}  # fmt: skip


def form_of(city: SmallCity, child: Student) -> StudentForm:
    with scope(city.city_officer()):
        return StudentForm.objects.get(student=child)


def send(client: Client, child: Student, version: int = 1, **answers: str) -> object:
    return client.post(f"/children/{child.pk}/form", {"version": version, **answers})


def test_every_open_item_has_a_field_and_key_items_are_only_read(city: SmallCity) -> None:
    child = pupils(city, city.class_group(), NAMES[2:3])[0]
    page = main_of(browser(city.actor()).get(f"/children/{child.pk}/form"))
    fields = set(re.findall(r'name="([a-z0-9_]+)"', page)) - {"csrfmiddlewaretoken", "version", "deed"}
    locked = {"name", "sex", "birth_date", "nationality", "document_type", "document_number"}
    locked |= {"grade", "class_group", "city_student_number", "class_serial", "entry_month", "name_pinyin", "photo"}
    assert fields == {item.key for item in FORM_ITEMS} - locked
    assert page.count("关键信息</small>") == 6
    assert "关键信息变更" in page
    assert child.document_number not in page.replace(" ", "")
    assert "weiwuerzu" in page, "a code is found by its pinyin"


def test_an_incomplete_form_is_kept_as_a_draft_with_its_progress(city: SmallCity) -> None:
    child = pupils(city, city.class_group(), NAMES[:1])[0]
    client = browser(city.actor())
    answer = client.post(f"/children/{child.pk}/form", {"version": 1, "telephone": "13800138000"}, follow=True)
    form = form_of(city, child)
    assert form.answers["telephone"] == "13800138000"
    assert form.version == 2
    assert form.completed_on is None
    filled, required = progress(form.answers)
    assert required - filled == form.missing
    assert f"必填 {filled}/{required}" in main_of(answer)
    assert f"还缺{form.missing}项必填" in main_of(answer)


def test_a_complete_form_says_so_and_keeps_codes_not_labels(city: SmallCity) -> None:
    child = pupils(city, city.class_group(), NAMES[2:3])[0]
    client = browser(city.actor())
    answer = client.post(f"/children/{child.pk}/form", {"version": 1, **COMPLETE}, follow=True)
    form = form_of(city, child)
    assert form.missing == 0, main_of(answer)
    assert form.completed_on is not None
    assert (form.answers["ethnicity"], form.answers["member1_kinship"], form.answers["overseas_category"]) == (
        "05",
        "51",
        "00",
    )
    assert form.answers["member1_name"] == "买买提·吐尔逊"
    assert "必填项已填完" in main_of(answer)
    assert "完整" in main_of(client.get(f"/children/{child.pk}"))


def test_a_wrong_answer_saves_nothing_and_loses_nothing(city: SmallCity) -> None:
    child = pupils(city, city.class_group(), NAMES[:1])[0]
    typed = {
        "present_address": "一条很长的地址",
        "postal_code": "12",
        "ethnicity": "地球族",
        "only_child": "1",
        "health": "10",
    }
    answer = send(browser(city.actor()), child, **typed)
    page = main_of(answer)
    assert answer.status_code == 422
    assert 'href="#f-postal_code"' in page
    assert 'href="#f-ethnicity"' in page
    assert 'id="f-postal_code-wrong"' in page
    for value in ("一条很长的地址", 'value="12"', 'value="地球族"'):
        assert value in page
    assert re.search(r'name="only_child" value="1" checked', page)
    assert re.search(r'value="10" selected', page)
    assert form_of(city, child).version == 1


def test_of_two_who_save_the_second_is_told_and_keeps_the_typed_text(city: SmallCity) -> None:
    child = pupils(city, city.class_group(), NAMES[:1])[0]
    first, second = browser(city.actor()), browser(city.actor())
    assert send(first, child, email="a@example.cn", specialties="游泳").status_code == 302
    answer = send(second, child, email="b@example.cn", specialties="游泳")
    page = main_of(answer)
    assert answer.status_code == 409
    assert 'value="b@example.cn"' in page
    assert "现已保存的是：a@example.cn" in page
    assert "“特长”现已保存的是" not in page, "both typed the same"
    assert 'name="version" value="2"' in page
    assert form_of(city, child).answers["email"] == "a@example.cn"
    assert send(second, child, version=2, email="b@example.cn").status_code == 302
    assert form_of(city, child).answers["email"] == "b@example.cn"


def test_locked_items_cannot_be_smuggled_in(city: SmallCity) -> None:
    child = pupils(city, city.class_group(), NAMES[:1])[0]
    send(
        browser(city.actor()),
        child,
        name="李代桃",
        document_number="110229200903040077",
        grade="小学六年级",
        email="a@b.cn",
    )
    form = form_of(city, child)
    assert form.answers["name"] == child.name
    assert form.answers["document_number"] == child.document_number
    assert form.answers["email"] == "a@b.cn"


def test_a_familys_document_number_is_kept_unseen(city: SmallCity) -> None:
    child = pupils(city, city.class_group(), NAMES[:1])[0]
    client, number = browser(city.actor()), f"11010819800101123{resident_id_check_char('11010819800101123')}"
    filled = {"member1_name": "陈建军", "member1_document_type": "1"}
    wrong = send(client, child, **filled, member1_document_number=f"{number[:17]}{(int(number[17]) + 1) % 10}")
    assert wrong.status_code == 422
    assert send(client, child, **filled, member1_document_number=number).status_code == 302
    page = main_of(client.get(f"/children/{child.pk}/form"))
    assert number not in page.replace(" ", "")
    assert "已填写" in page
    assert send(client, child, version=2, member1_document_number="").status_code == 302
    assert form_of(city, child).answers["member1_document_number"] == number
    assert send(client, child, version=3, member1_document_number="无").status_code == 302
    assert "member1_document_number" not in form_of(city, child).answers


def test_saving_leads_on_to_the_next_unfinished_child_of_the_class(city: SmallCity) -> None:
    a, b, c = pupils(city, city.class_group(), NAMES[:3])
    actor = city.actor()
    client = browser(actor)
    with scope(actor):
        StudentForm.objects.filter(student=b).update(missing=0)
    page = main_of(client.get(f"/children/{a.pk}/form"))
    assert "本班第 1 名，共 3 名" in page
    assert f"下一名：{b.name}" in page
    assert f"保存并填下一名：{c.name}" in page
    answer = client.post(f"/children/{a.pk}/form", {"version": 1, "email": "a@b.cn", "deed": "next"})
    assert answer.headers["Location"] == f"/children/{c.pk}/form"


def test_offices_above_read_the_form_and_cannot_save_it(city: SmallCity) -> None:
    child = pupils(city, city.class_group(), NAMES[:1])[0]
    client = browser(city.district_officer())
    page = main_of(client.get(f"/children/{child.pk}/form"))
    assert "只供查阅" in page
    assert "<input" not in page
    assert main_of(send(client, child, email="a@b.cn")).count("只供查阅") == 1
    assert "email" not in form_of(city, child).answers


def test_a_homeroom_teacher_fills_in_the_forms_of_the_own_class(city: SmallCity) -> None:
    group = city.class_group(1)
    child = pupils(city, group, NAMES[:1])[0]
    teacher = city.actor(Role.HOMEROOM_TEACHER)
    Post.objects.filter(pk=teacher.post_id).update(class_group_ids=[group.pk])
    assert send(browser(teacher), child, email="a@b.cn").status_code == 302
    assert form_of(city, child).answers["email"] == "a@b.cn"


def test_the_form_is_a_look_up_of_two_questions(city: SmallCity) -> None:
    child = pupils(city, city.class_group(), NAMES[:3])[1]
    asked = questions(browser(city.actor()), f"/children/{child.pk}/form")
    assert len(asked) <= 2, "\n".join(asked)
