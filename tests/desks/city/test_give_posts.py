"""Posts with campus and classes, deeds that ask why, and what a supervisor sees of the own school."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.desks.district.people import browser, page
from xueji.parties.models import Account, Campus, JournalEntry, Post
from xueji.vocabulary.parties import Role

if TYPE_CHECKING:
    from tests.small_city import SmallCity

TEACHER = {"username": "wang01", "full_name": "王芳", "role": "homeroom_teacher"}


def test_a_homeroom_teacher_is_hired_with_the_classes(town: SmallCity) -> None:
    one, two = town.class_group(1), town.class_group(2)
    client = browser(town.district_officer())
    sent = {**TEACHER, "place": town.school.code}
    answer = client.post("/accounts/new", sent)
    assert answer.status_code == 422
    assert "没有选择班级" in answer.content.decode()
    assert f'name="class_groups" value="{two.pk}"' in answer.content.decode()
    assert client.post("/accounts/new", {**sent, "class_groups": [one.pk, two.pk]}).status_code == 302
    given = Post.objects.get(account__username="wang01")
    assert given.class_group_ids == [one.pk, two.pk]
    assert "P1(1)班、P1(2)班" in page(client, f"/accounts/{given.account_id}")


def test_classes_of_another_school_are_not_taken(town: SmallCity) -> None:
    town.class_group(1)
    foreign = town.class_group(1, school=town.schools[1])
    sent = {**TEACHER, "place": town.school.code, "class_groups": [foreign.pk]}
    answer = browser(town.district_officer()).post("/accounts/new", sent)
    assert answer.status_code == 422
    assert "所选班级不属于该校" in answer.content.decode()


def test_a_school_without_classes_is_told_to_make_them_first(town: SmallCity) -> None:
    answer = browser(town.district_officer()).post("/accounts/new", {**TEACHER, "place": town.school.code})
    assert "还没有班级" in answer.content.decode()
    assert not Account.objects.filter(username="wang01").exists()


def test_the_campus_is_asked_where_there_are_several(town: SmallCity) -> None:
    campus = Campus.objects.create(school=town.school, number=2, name="东关校区")
    registrar = town.actor(at=town.schools[1])
    client = browser(town.district_officer())
    address, sent = f"/accounts/{registrar.account_id}/posts", {"role": "registrar", "place": town.school.code}
    answer = client.post(address, sent)
    assert answer.status_code == 422
    assert "该校有多个校区" in answer.content.decode()
    assert client.post(address, {**sent, "campus": campus.pk}).status_code == 302
    assert client.post(address, {**sent, "campus": ""}).status_code == 302
    given = Post.objects.filter(account_id=registrar.account_id, school=town.school).order_by("pk")
    assert [post.campus for post in given] == [campus, None]


def test_campuses_and_classes_come_with_the_place(town: SmallCity) -> None:
    town.class_group(1)
    client = browser(town.district_officer())
    assert "所带班级" not in page(client, f"/accounts/new?place={town.school.code}&role=registrar")
    assert "P1(1)班" in page(client, f"/accounts/new?place={town.school.code}&role=homeroom_teacher")


def test_ending_asks_why_and_keeps_the_reason(town: SmallCity) -> None:
    registrar = town.actor()
    client = browser(town.district_officer())
    for deed, says in (
        (f"posts/{registrar.post_id}/end", "没有填写理由"),
        (f"{registrar.account_id}/deactivate", "“理由”没有填写"),
    ):
        answer = client.post(f"/accounts/{deed}", {"reason": " "}, follow=True)
        assert says in answer.content.decode()
    assert Account.objects.get(pk=registrar.account_id).is_active
    assert not Post.objects.filter(pk=registrar.post_id, ends_on__isnull=False).exists()
    client.post(f"/accounts/{registrar.account_id}/deactivate", {"reason": "调离本校"})
    assert not Account.objects.get(pk=registrar.account_id).is_active
    assert JournalEntry.objects.get(act="deactivate_account").reason == "调离本校"


def test_a_supervisor_finds_registrars_and_teachers_of_the_own_school_alone(town: SmallCity) -> None:
    registrar, peer = town.actor(), town.actor(Role.REGISTRAR_SUPERVISOR)
    stranger = town.actor(at=town.schools[1])
    supervisor = town.actor(Role.REGISTRAR_SUPERVISOR)
    client = browser(supervisor)
    shown = page(client, "/accounts")
    listed = shown[shown.index("<main") :]
    assert f'href="/accounts/{registrar.account_id}"' in listed
    assert "开设账号" not in listed
    for other in (peer, stranger, supervisor):
        assert f'href="/accounts/{other.account_id}"' not in listed
        page(client, f"/accounts/{other.account_id}", 404)
        assert client.post(f"/accounts/{other.account_id}/password").status_code == 404
    assert '<a href="/accounts"' in shown
    assert '<a href="/accounts"' not in page(browser(registrar), "/classes")
