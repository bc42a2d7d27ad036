"""问题学籍 at the desks: both rows, the condition that holds, the one right road, and what only looks alike."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.desks.border.watchers import page, service_team, sitting
from tests.desks.entrants.clerks import counted
from tests.papers import PROOF
from tests.pupils import Schools, pupil
from tests.records.test_merge import temporary, whole_register
from tests.small_city import SmallCity, everything
from xueji.cases.models import Case
from xueji.desks.cases.possible import begins_at_child, brings_child_here
from xueji.parties.models import City
from xueji.parties.rulebook import rulebook_in_force
from xueji.parties.scope import registry_eyes, scope
from xueji.records.acts.office.national_problems import raise_problem
from xueji.records.models import (
    Enrollment,
    NumberAssignment,
    PossibleDuplicate,
    ProblemRecord,
    RecordMerge,
    StudentRecord,
)
from xueji.records.problem_rows import row_of
from xueji.vocabulary.facts.problem import ProblemFacts

RIGHT = "本校学生信息无误，提交佐证"
WRONG = "本校学生信息错误，提交变更"
PRIMARY = re.compile(r'<a class="btn btn-primary" href="([^"]*)">([^<]*)</a>')


def raised(record: StudentRecord, **differs: Any) -> ProblemRecord:
    """The nation doubts a child of ours; its row of the child may differ from ours."""
    with everything(), registry_eyes():
        spell = Enrollment.objects.select_related("school", "student").get(record=record)
        number = NumberAssignment.objects.get(record=record, scheme="G").number
        ours = {**row_of(spell.student, spell, number, record.standing), **differs}
        body = {"problem": f"WT{record.pk}", "kind": "same_document", "ours": ours, "other": ours}
        return raise_problem({**body, "other_province": "130000"}, record.pk, date(2015, 9, 1))


def primary(client: Any, problem: ProblemRecord, **said: str) -> list[tuple[str, str]]:
    """The primary roads of a problem's page."""
    shown = client.get(f"/problem-records/{problem.pk}", said).content.decode()
    return [(unescape(url), label) for url, label in PRIMARY.findall(shown)]


def test_a_list_shows_the_own_children_alone(city: SmallCity, schools: Schools) -> None:
    problem = raised(pupil(schools.primary, name="诸葛青云"))
    for place, seen in (
        (schools.primary, True),
        (city.districts[0], True),
        (city.city, True),
        (schools.near_primary, False),
        (city.districts[1], False),
    ):
        client = sitting(city, place)
        assert ("诸葛青云" in page(client.get("/problem-records"))) is seen, place
        assert client.get(f"/problem-records/{problem.pk}").status_code == (200 if seen else 404)
    assert "诸葛青云" in page(service_team(city).get("/problem-records"))


def test_the_desks_count_them_and_lead_there(city: SmallCity, schools: Schools) -> None:
    raised(pupil(schools.primary))
    for place, home in ((schools.primary, "/"), (city.districts[0], "/district")):
        shown = page(sitting(city, place).get(home))
        assert "问题学籍 1" in shown, home
        assert "疑似重复 1" not in shown, home


def test_both_schools_are_told_at_their_desks_that_a_doubt_is_over(city: SmallCity, schools: Schools) -> None:
    one, other = pupil(schools.primary, name="诸葛青云"), pupil(schools.far_primary, name="诸葛青岚")
    problem = between(one, other, city)
    ended = {"resolution": "closed_by_nation", "resolved_on": date(2015, 9, 1), "resolved_by": "全国学籍系统"}
    for place, name in ((schools.primary, "诸葛青云"), (schools.far_primary, "诸葛青岚")):
        assert "问题学籍 1" in page(sitting(city, place).get("/"))
        with everything():
            ProblemRecord.objects.filter(pk=problem.pk).update(**ended)
        assert f"{name}的问题学籍已于2015-09-01解除" in page(sitting(city, place).get("/"))
        with everything():
            ProblemRecord.objects.filter(pk=problem.pk).update(resolution="", resolved_on=None, resolved_by="")
    with everything():
        ProblemRecord.objects.filter(pk=problem.pk).update(**ended)
        City.objects.update(training_date=date(2015, 9, 16))
    assert "已于" not in page(sitting(city, schools.primary).get("/"))


def between(one: StudentRecord, other: StudentRecord, city: SmallCity) -> ProblemRecord:
    """A doubt of our own scan: the second record is flagged."""
    with everything(), registry_eyes():
        return ProblemRecord.objects.create(
            kind="same_likeness",
            origin="scan",
            flagged_record=other,
            other_record=one,
            district=city.districts[1],
            found_on=date(2015, 9, 1),
        )


def test_both_rows_stand_side_by_side_and_say_where_they_differ(city: SmallCity, schools: Schools) -> None:
    record = pupil(schools.primary, name="欧阳雨桐")
    problem = raised(record, name="欧阳雨彤")
    shown = sitting(city, schools.primary).get(f"/problem-records/{problem.pk}")
    source = shown.content.decode()
    assert "全国库问题学籍表" in source
    assert "欧阳雨<mark>彤</mark>" in source
    assert "不同" in page(shown)
    assert "条件2" in page(shown)
    assert record.document_number not in source


def test_condition_one_right_leads_to_substantiation_and_nowhere_else(city: SmallCity, schools: Schools) -> None:
    record = pupil(schools.primary)
    problem, client = raised(record), sitting(city, schools.primary)
    text = page(client.get(f"/problem-records/{problem.pk}"))
    assert "条件1" in text
    assert "先核对户口簿等材料" in text
    found = primary(client, problem, own_row="right")
    assert [label for _url, label in found] == [RIGHT]
    form = client.get(found[0][0])
    assert form.status_code == 200
    assert f'name="problem" value="{problem.pk}"' in form.content.decode()
    sent = {"own_row": "right", "problem": problem.pk, "identity_proof": SimpleUploadedFile("户口簿.pdf", PROOF)}
    answer = client.post(found[0][0].partition("?")[0], sent)
    assert answer.status_code == 302, page(answer)
    with everything():
        case = Case.objects.get(student_record=record)
    assert (case.procedure, case.frozen["problem"]) == ("problem_substantiation", problem.pk)
    after = page(client.get(f"/problem-records/{problem.pk}"))
    assert "待区县审核" in after
    assert "问题学籍佐证" in after


def test_condition_two_right_leads_to_correction(city: SmallCity, schools: Schools) -> None:
    problem = raised(pupil(schools.primary, name="欧阳雨桐"), name="欧阳雨彤")
    found = primary(sitting(city, schools.primary), problem, own_row="right")
    assert [label for _url, label in found] == [WRONG]


def test_a_district_looks_and_opens_nothing(city: SmallCity, schools: Schools) -> None:
    problem = raised(pupil(schools.primary))
    text = page(sitting(city, city.districts[0]).get(f"/problem-records/{problem.pk}"))
    assert "两处信息对比" in text
    assert "怎样处理" not in text


def test_a_child_that_has_left_is_handled_by_its_last_school(city: SmallCity, schools: Schools) -> None:
    record = pupil(schools.primary)
    problem = raised(record)
    with everything():
        StudentRecord.objects.filter(pk=record.pk).update(standing="left")
        Enrollment.objects.filter(record=record).update(during=[date(2015, 8, 1), date(2015, 8, 31)])
    client = sitting(city, schools.primary)
    assert "条件3" in page(client.get(f"/problem-records/{problem.pk}"))
    found = primary(client, problem, own_row="right", really_duplicate="yes")
    assert [label for _url, label in found] == ["提交删除"]
    assert client.get(found[0][0]).status_code == 200


def test_of_a_graduate_the_papers_are_advised_and_a_removal_is_warned_of(city: SmallCity, schools: Schools) -> None:
    record = pupil(schools.primary)
    problem = raised(record)
    with everything():
        StudentRecord.objects.filter(pk=record.pk).update(standing="left", leaving_outcome="graduated")
        Enrollment.objects.filter(record=record).update(during=[date(2015, 8, 1), date(2015, 8, 31)])
    client = sitting(city, schools.primary)
    said = {"own_row": "right", "really_duplicate": "yes"}
    assert [label for _url, label in primary(client, problem, **said)] == [RIGHT]
    shown = page(client.get(f"/problem-records/{problem.pk}", said))
    assert "提交删除" in shown
    assert "建议不要删除；仍须删除的，请写明理由" in shown
    assert (
        f"/cases/new/problem_removal/{record.pk}" in client.get(f"/problem-records/{problem.pk}", said).content.decode()
    )
    form = client.get(f"/cases/new/problem_removal/{record.pk}", {"problem": str(problem.pk), **said})
    assert "毕业生建议不要删除，请说明仍须删除的理由" in page(form)


def test_the_childs_page_leads_to_its_problem_and_does_not_offer_its_roads(city: SmallCity, schools: Schools) -> None:
    record = pupil(schools.primary)
    problem, client = raised(record), sitting(city, schools.primary)
    assert f'href="/problem-records/{problem.pk}"' in client.get(f"/children/{record.student_id}").content.decode()
    assert RIGHT not in page(client.get(f"/children/{record.student_id}/procedures"))


def test_what_is_about_a_problem_record_is_offered_at_no_child(city: SmallCity) -> None:
    with scope(city.actor()):
        known = rulebook_in_force()
        about_problems = [item for item in known.procedures.values() if item.facts is ProblemFacts]
        assert len(about_problems) == 5
        assert not any(begins_at_child(item) or brings_child_here(item) for item in about_problems)


def test_doubts_about_entrants_keep_their_own_desk(city: SmallCity, schools: Schools) -> None:
    problem = raised(pupil(schools.primary))
    for place in (city.districts[0], city.city):
        client = sitting(city, place)
        assert client.get("/duplicates").status_code == 200
        assert client.get(f"/duplicates/{problem.pk}").status_code == 404


def test_a_likeness_is_explained_and_dismissed_with_a_reason(city: SmallCity, schools: Schools) -> None:
    one, other = pupil(schools.primary, name="司马明远"), pupil(schools.near_primary, name="司马明远")
    why = [{"zh": "姓名、性别相同。", "en": "Same name and sex."}]
    with everything():
        pair = PossibleDuplicate.objects.create(
            record_a=one, record_b=other, score=86, why=why, found_on=date(2015, 9, 1)
        )
    client = sitting(city, city.districts[0])
    text = page(client.get("/problem-records/alike"))
    assert "司马明远" in text
    assert "姓名、性别相同。" in text
    to = f"/problem-records/alike/{pair.pk}/dismiss"
    assert "须写明依据" in page(client.post(to, {}, follow=True))
    assert "没有疑似重复" in page(client.post(to, {"reason": "核对了户口簿"}, follow=True))
    assert sitting(city, schools.primary).get("/problem-records/alike").status_code == 404
    assert sitting(city, city.districts[1]).post(to, {"reason": "核对"}).status_code == 404


def twins(city: SmallCity, schools: Schools) -> tuple[StudentRecord, StudentRecord, PossibleDuplicate]:
    """Two entries of one child: a formal one here, and one of last year with a temporary number in the next district."""
    one = pupil(schools.primary, name="司马明远")
    other = temporary(pupil(schools.far_primary, name="司马明园"))
    with everything():
        pair = PossibleDuplicate.objects.create(record_a=one, record_b=other, score=91, found_on=date(2015, 9, 1))
    return one, other, pair


def test_two_entries_of_one_child_are_compared_previewed_merged_and_parted(city: SmallCity, schools: Schools) -> None:
    one, other, pair = twins(city, schools)
    client = sitting(city, city.city)
    to = f"/problem-records/alike/{pair.pk}/merge"
    assert f'href="{to}"' in client.get("/problem-records/alike").content.decode()
    shown = client.get(to)
    source, text = shown.content.decode(), page(shown)
    assert "司马明<mark>远</mark>" in source
    assert "司马明<mark>园</mark>" in source
    assert 'value="first" checked' in source
    assert "2014-09-01 – 2015-07-01" in text
    assert "学籍乙留下合并标记" in text
    assert other.document_number not in source
    told = {"keep": "first", "reason": "户口簿为同一人"}
    lacking = client.post(to, told)
    assert lacking.status_code == 422
    assert "请写明依据的材料" in page(lacking)
    assert "户口簿为同一人" in lacking.content.decode()
    done = client.post(to, {**told, "papers": "户口簿（延庆 001），张老师核对"}, follow=True)
    assert "已合并" in page(done)
    with everything():
        made = RecordMerge.objects.get()
        assert (made.kept_id, made.removed_id) == (one.pk, other.pk)
        assert made.reason == "户口簿为同一人（依据：户口簿（延庆 001），张老师核对）"
    assert "司马明远" in page(client.get("/problem-records/merges"))
    address = f"/problem-records/merges/{made.pk}"
    assert "2014-09-01 – 2015-07-01" in page(client.get(address))
    assert client.post(address, {"reason": "实为两名学生"}).status_code == 422
    parted = client.post(address, {"reason": "实为两名学生", "papers": "出生证明"}, follow=True)
    assert "已拆分" in page(parted)
    assert "确认拆分" not in parted.content.decode()
    with everything():
        assert StudentRecord.objects.get(pk=other.pk).removed_at is None
        assert Enrollment.objects.get(record=other).school_id == schools.far_primary.pk


def test_a_preview_changes_nothing_and_says_what_stands_against_a_merge(city: SmallCity, schools: Schools) -> None:
    one, other = pupil(schools.primary), pupil(schools.far_primary)
    problem = between(one, other, city)
    client = sitting(city, city.city)
    assert f"/problem-records/{problem.pk}/merge" in client.get(f"/problem-records/{problem.pk}").content.decode()
    text = page(client.get(f"/problem-records/{problem.pk}/merge"))
    assert "现在不能合并" in text
    assert "两份学籍都有正式全国学籍号" in text
    assert "确认合并" not in text
    temporary(other)
    before = whole_register()
    assert "确认合并" in client.get(f"/problem-records/{problem.pk}/merge").content.decode()
    assert whole_register() == before


def test_only_posts_that_merge_see_its_pages(city: SmallCity, schools: Schools) -> None:
    _one, _other, pair = twins(city, schools)
    for place in (schools.primary, city.districts[0]):
        client = sitting(city, place)
        for address in (f"/problem-records/alike/{pair.pk}/merge", "/problem-records/merges"):
            assert client.get(address).status_code == 403, (place, address)
    client = sitting(city, city.city)
    assert client.get("/problem-records/alike/99999999/merge").status_code == 404
    assert client.get("/problem-records/merges/99999999").status_code == 404


def test_a_long_list_asks_no_more_than_a_short_one(city: SmallCity, schools: Schools) -> None:
    client = sitting(city, schools.primary)
    raised(pupil(schools.primary))
    short = len(counted(client, "/problem-records"))
    for _ in range(4):
        raised(pupil(schools.primary))
    assert len(counted(client, "/problem-records")) == short <= 4
