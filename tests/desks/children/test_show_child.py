"""The page of a child: who sees it, what its life line tells, and numbers that are shown only for a reason."""

from __future__ import annotations

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from tests.desks.classes.pupils import NAMES, all_taken, browser, main_of, pupils, questions, registered
from tests.small_city import SmallCity
from xueji.cases.acts.office.corrections import Correction, correct_entrant
from xueji.cases.batch.work import Step
from xueji.cases.door import act_many
from xueji.cases.models import Case
from xueji.parties.models import City, JournalEntry, Post, School
from xueji.parties.scope import scope
from xueji.records.acts.office.classes import change_class
from xueji.records.models import ClassGroup, Enrollment, Student
from xueji.records.models.enrollments import EntryType, ExitType
from xueji.vocabulary.parties import Role
from xueji.vocabulary.people.documents import DocumentType
from xueji.vocabulary.people.residency import Residency


def transferred(city: SmallCity, child: Student, to: School, group: ClassGroup) -> None:
    """The child goes to another school today: what a transfer will one day leave behind."""
    with scope(city.city_officer()):
        spell = Enrollment.objects.get(student=child, during__upper_inf=True)
        day = date(2015, 9, 10)
        Enrollment.objects.filter(pk=spell.pk).update(
            during=DateRange(date(2015, 9, 1), day), exit_type=ExitType.TRANSFER
        )
        Enrollment.objects.create(
            record_id=spell.record_id,
            student=child,
            school=to,
            district_id=to.district_id,
            campus=group.campus,
            class_group=group,
            school_year=2015,
            grade="P1",
            cohort=2021,
            seat_number=1,
            during=DateRange(day, None),
            entry_type=EntryType.TRANSFER,
        )


def test_the_life_line_tells_every_step_with_who_and_by_which_article(city: SmallCity) -> None:
    child = pupils(city, city.class_group(), NAMES[2:3])[0]
    page = main_of(browser(city.actor()).get(f"/children/{child.pk}"))
    order = [
        page.index(f">{word}<") for word in ("新生入学", "取得号码", "注册分班", "入学注册", "获取", "登记录取结果")
    ]
    assert order == sorted(order), "newest first"
    assert "S5 第十四条" in page
    assert "妫川第一小学 张三" in page
    assert "阿依古丽·买买提" in page
    assert "在学" in page


def test_a_change_of_class_and_a_correction_stand_in_it_with_their_reasons(city: SmallCity) -> None:
    one, two, actor = city.class_group(1), city.class_group(2), city.actor()
    key = registered(city, ["王小朋"])[0]
    with scope(actor):
        entrant = Case.objects.get(pk=key).entrant
        told = {
            name: getattr(entrant, name)
            for name in ("sex", "birth_date", "document_number", "ethnicity", "nationality")
        }
        to = Correction(
            name="王小明",
            document_type=DocumentType.RESIDENT_ID,
            residency=Residency.LOCAL,
            hukou_place="延庆县",
            **told,
        )
        correct_entrant(actor=actor, reason="户口簿为“明”", entrant=entrant, to=to)
    all_taken(act_many([Step(key, "assign", {"class_group": one.pk})], actor=actor))
    City.objects.update(training_date=date(2015, 9, 14))
    with scope(actor):
        spell = Enrollment.objects.get()
        change_class(actor=actor, reason="双胞胎同班", spells=[spell], group=two)
    page = main_of(browser(actor).get(f"/children/{spell.student_id}"))
    assert "姓名：王小朋 → 王小明" in page
    assert "户口簿为“明”" in page
    assert f"调入{two.name}。理由：双胞胎同班" in page
    assert page.index("调班") < page.index("新生入学")


def test_another_schools_child_looks_like_an_absent_one(city: SmallCity) -> None:
    child = pupils(city, city.class_group(), NAMES[:1])[0]
    strangers = [city.actor(at=city.schools[1]), city.actor(Role.DISTRICT_OFFICER, city.districts[1])]
    for client in map(browser, strangers):
        for address in ("", "/form", "/record-card.pdf"):
            theirs, absent = client.get(f"/children/{child.pk}{address}"), client.get(f"/children/987654{address}")
            assert (theirs.status_code, absent.status_code) == (404, 404)
            assert main_of(theirs) == main_of(absent)
        assert client.post(f"/children/{child.pk}/reveal", {"reason": "看看"}).status_code == 404
        assert client.post(f"/children/{child.pk}/form", {"email": "a@b.cn"}).status_code == 404
    for officer in (city.district_officer(), city.city_officer()):
        assert browser(officer).get(f"/children/{child.pk}").status_code == 200


def test_a_homeroom_teacher_sees_the_children_of_the_own_class(city: SmallCity) -> None:
    own, other = city.class_group(1), city.class_group(2)
    mine, theirs = pupils(city, own, NAMES[:1])[0], pupils(city, other, NAMES[1:2])[0]
    teacher = city.actor(Role.HOMEROOM_TEACHER)
    Post.objects.filter(pk=teacher.post_id).update(class_group_ids=[own.pk])
    client = browser(teacher)
    assert client.get(f"/children/{theirs.pk}").status_code == 404
    page = main_of(client.get(f"/children/{mine.pk}"))
    assert "填写基本信息表" in page
    assert "/reveal" not in page
    assert "/entrants/" not in page, "cases are not a homeroom teacher's"


def test_the_old_school_still_reads_about_a_child_it_had_and_changes_nothing(city: SmallCity) -> None:
    child = pupils(city, city.class_group(), NAMES[:1])[0]
    old = city.actor()
    group = city.class_group(1, school=city.schools[1])
    transferred(city, child, city.schools[1], group)
    client = browser(old)
    page = main_of(client.get(f"/children/{child.pk}"))
    assert f"已转到{city.schools[1].name}，2015-09-10起" in page
    assert "转出" in page
    assert "转入" not in page
    assert "填写基本信息表</a>" not in page
    assert child.name not in main_of(client.get("/children"))
    assert client.get(f"/children/{child.pk}/record-card.pdf").status_code == 404
    client.post(f"/children/{child.pk}/reveal", {"reason": "看看"})
    assert child.document_number not in main_of(client.get(f"/children/{child.pk}")).replace(" ", "")
    assert not JournalEntry.objects.filter(act="reveal_number").exists()
    assert "填写基本信息表</a>" in main_of(browser(city.actor(at=city.schools[1])).get(f"/children/{child.pk}"))


def test_the_full_number_is_shown_once_for_a_reason_and_the_look_is_kept(city: SmallCity) -> None:
    child = pupils(city, city.class_group(), NAMES[:1])[0]
    client = browser(city.actor())
    address = f"/children/{child.pk}"
    assert child.document_number not in main_of(client.get(address)).replace(" ", "")
    assert client.post(f"{address}/reveal", {"reason": " "}).status_code == 409
    assert child.document_number not in main_of(client.get(address)).replace(" ", "")
    shown = client.post(f"{address}/reveal", {"reason": "核对户口簿"}, follow=True)
    assert child.document_number in main_of(shown).replace(" ", "")
    assert child.document_number not in main_of(client.get(address)).replace(" ", ""), "reloading masks it again"
    entry = JournalEntry.objects.get(act="reveal_number")
    assert (entry.subject, entry.reason) == (f"student:{child.pk}", "核对户口簿")


def test_a_claimed_entrant_has_a_page_without_a_record(city: SmallCity) -> None:
    key = registered(city, NAMES[:1])[0]
    actor = city.actor()
    with scope(actor):
        entrant = Case.objects.get(pk=key).entrant
    page = main_of(browser(actor).get(f"/children/{entrant.student_id}"))
    assert "尚未建立学籍" in page
    assert f"/entrants/{entrant.pk}" in page
    assert browser(actor).get(f"/children/{entrant.student_id}/record-card.pdf").status_code == 404
    assert browser(actor).get(f"/children/{entrant.student_id}/form").status_code == 404


def test_the_page_asks_three_questions(city: SmallCity) -> None:
    child = pupils(city, city.class_group(), NAMES[:3])[1]
    for actor in (city.actor(), city.district_officer(), city.city_officer()):
        asked = questions(browser(actor), f"/children/{child.pk}")
        assert len(asked) <= 3, "\n".join(asked)
