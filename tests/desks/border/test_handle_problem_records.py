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
from tests.small_city import SmallCity, everything
from xueji.cases.models import Case
from xueji.parties.scope import registry_eyes
from xueji.records.acts.office.national_problems import raise_problem
from xueji.records.models import Enrollment, NumberAssignment, PossibleDuplicate, ProblemRecord, StudentRecord
from xueji.records.problem_rows import row_of

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


def test_the_childs_page_leads_to_its_problem_and_does_not_offer_its_roads(city: SmallCity, schools: Schools) -> None:
    record = pupil(schools.primary)
    problem, client = raised(record), sitting(city, schools.primary)
    assert f'href="/problem-records/{problem.pk}"' in client.get(f"/children/{record.student_id}").content.decode()
    assert RIGHT not in page(client.get(f"/children/{record.student_id}/procedures"))


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


def test_a_long_list_asks_no_more_than_a_short_one(city: SmallCity, schools: Schools) -> None:
    client = sitting(city, schools.primary)
    raised(pupil(schools.primary))
    short = len(counted(client, "/problem-records"))
    for _ in range(4):
        raised(pupil(schools.primary))
    assert len(counted(client, "/problem-records")) == short <= 4
