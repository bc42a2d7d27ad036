"""The page of one case: the rail, what is asked, and every no with its reasons."""

from __future__ import annotations

import pytest

from tests.desks.cases.officers import case_now, events, open_transfer, page, press, sitting, sitting_as
from tests.desks.entrants.clerks import counted
from tests.pupils import Schools
from tests.small_city import SmallCity


def test_a_transfer_goes_from_desk_to_desk_page_by_page(city: SmallCity, schools: Schools) -> None:
    case, _record = open_transfer(city, schools)
    for place, state in (
        (city.districts[1], "awaiting_sending_school_review"),
        (schools.primary, "awaiting_sending_district_review"),
        (city.districts[0], "sending_district_approved"),
    ):
        client = sitting(city, place)
        text = page(client.get(f"/cases/{case.pk}"))
        assert "审核通过" in text
        assert press(client, case, "approve").status_code == 302
        assert case_now(case.pk).state == state
    text = page(sitting(city, schools.far_primary).get(f"/cases/{case.pk}"))
    assert "转出区县审核通过" in text


def test_the_rail_names_every_office_of_the_row(city: SmallCity, schools: Schools) -> None:
    case, _record = open_transfer(city, schools)
    text = page(sitting(city, schools.far_primary).get(f"/cases/{case.pk}"))
    for word in ("待转入区县审核", "待转出学校审核", "待转出区县审核", "海淀区", "妫川第一小学", "延庆县"):
        assert word in text
    assert "现在由海淀区办理" in text


def test_a_refusal_needs_its_reason_and_tells_it(city: SmallCity, schools: Schools) -> None:
    case, _record = open_transfer(city, schools)
    client = sitting(city, city.districts[1])
    silent = press(client, case, "refuse")
    assert silent.status_code == 422
    assert "须说明理由" in page(silent)
    assert press(client, case, "refuse", reason="房产证明不符").status_code == 302
    assert case_now(case.pk).outcome == "refused"
    assert "房产证明不符" in page(sitting(city, schools.far_primary).get(f"/cases/{case.pk}"))


def test_what_is_sent_back_is_resubmitted_with_its_papers_and_resumed(city: SmallCity, schools: Schools) -> None:
    case, _record = open_transfer(city, schools)
    officer, clerk = sitting(city, city.districts[1]), sitting(city, schools.far_primary)
    assert press(officer, case, "send_back", reason="户口簿不清晰").status_code == 302
    text = page(clerk.get(f"/cases/{case.pk}"))
    assert "补正后重新提交" in text
    assert "户口簿不清晰" in text
    assert "不再上传则沿用" in text
    answers = case_now(case.pk).answers
    given = {"reason_code": answers["reason_code"], "class_group": answers["class_group"]}
    answer = press(clerk, case, "resubmit", **given)
    assert answer.status_code == 302, page(answer)
    assert case_now(case.pk).state == "awaiting_receiving_district_review"


def test_an_applicant_withdraws_and_an_officer_takes_the_own_decision_back(city: SmallCity, schools: Schools) -> None:
    case, _record = open_transfer(city, schools)
    officer = sitting(city, city.districts[1])
    press(officer, case, "approve")
    assert "收回本人的办理" in page(officer.get(f"/cases/{case.pk}"))
    assert "收回本人的办理" not in page(sitting(city, city.districts[1]).get(f"/cases/{case.pk}"))
    assert press(officer, case, "undo").status_code == 302
    assert case_now(case.pk).state == "awaiting_receiving_district_review"
    clerk = sitting(city, schools.far_primary)
    assert press(clerk, case, "withdraw", reason="监护人改变主意").status_code == 302
    assert case_now(case.pk).outcome == "withdrawn"


def test_sending_the_same_page_twice_decides_once(city: SmallCity, schools: Schools) -> None:
    case, _record = open_transfer(city, schools)
    officer = sitting(city, city.districts[1])
    for _ in range(2):
        assert press(officer, case, "approve", version=case.version).status_code == 302
    assert events(case).count("approve") == 1


def test_an_old_page_of_somebody_else_is_a_409(city: SmallCity, schools: Schools) -> None:
    case, _record = open_transfer(city, schools)
    press(sitting(city, city.districts[1]), case, "send_back", reason="补材料")
    answer = press(sitting(city, city.districts[1]), case, "approve", version=case.version)
    assert answer.status_code == 409
    assert "没有保存" in page(answer)


def test_another_places_step_is_a_409_with_who_takes_it(city: SmallCity, schools: Schools) -> None:
    case, _record = open_transfer(city, schools)
    answer = press(sitting(city, schools.primary), case, "approve")
    assert answer.status_code == 409
    assert "不由转出学校办理" in page(answer)


@pytest.mark.parametrize("address", ["", "/step", "/handover", "/urge", "/review-step"])
def test_another_places_case_and_an_absent_one_look_alike(city: SmallCity, schools: Schools, address: str) -> None:
    case, _record = open_transfer(city, schools)
    stranger = sitting(city, schools.near_primary)
    ask = stranger.get if not address else stranger.post
    theirs, absent = ask(f"/cases/{case.pk}{address}"), ask(f"/cases/999999{address}")
    assert theirs.status_code == absent.status_code == 404
    assert page(theirs) == page(absent)


def test_the_receiving_school_sees_no_more_than_it_typed_before_completion(city: SmallCity, schools: Schools) -> None:
    case, record = open_transfer(city, schools)
    number, link = record.document_number, f"/children/{record.student_id}"
    theirs = sitting(city, schools.far_primary).get(f"/cases/{case.pk}").content.decode()
    assert number not in theirs.replace(" ", "")
    assert link not in theirs
    assert link in sitting(city, schools.primary).get(f"/cases/{case.pk}").content.decode()


def test_an_urge_and_a_handover_stand_in_the_story(city: SmallCity, schools: Schools) -> None:
    case, _record = open_transfer(city, schools)
    clerk = sitting(city, schools.far_primary)
    assert clerk.post(f"/cases/{case.pk}/urge", {"note": "开学前须办结"}).status_code == 302
    again = clerk.post(f"/cases/{case.pk}/urge", {"note": ""})
    assert again.status_code == 409
    assert "今天已经催办过" in page(again)
    colleague = city.district_officer()
    other = city.actor(colleague.role, city.districts[1])
    officer = sitting(city, city.districts[1])
    assert "开学前须办结" in page(officer.get(f"/cases/{case.pk}"))
    wrong = officer.post(f"/cases/{case.pk}/handover", {"post": colleague.post_id})
    assert wrong.status_code == 409
    assert officer.post(f"/cases/{case.pk}/handover", {"post": other.post_id, "note": "请核房产"}).status_code == 302
    text = page(officer.get(f"/cases/{case.pk}"))
    assert f"已交给{other.name}办理" in text
    assert "请核房产" in text


def test_the_page_is_complete_in_english(city: SmallCity, schools: Schools) -> None:
    case, _record = open_transfer(city, schools)
    client = sitting(city, city.districts[1])
    client.cookies["django_language"] = "en"
    text = page(client.get(f"/cases/{case.pk}"))
    assert "Awaiting review by the receiving district" in text
    assert "Approve" in text


def test_the_page_asks_no_more_of_a_long_story_than_of_a_short_one(city: SmallCity, schools: Schools) -> None:
    case, _record = open_transfer(city, schools)
    officer, clerk = sitting(city, city.districts[1]), sitting(city, schools.far_primary)
    officer.get(f"/cases/{case.pk}")
    short = counted(officer, f"/cases/{case.pk}")
    answers = case_now(case.pk).answers
    given = {"reason_code": answers["reason_code"], "class_group": answers["class_group"]}
    for _ in range(2):
        press(officer, case, "send_back", reason="补材料")
        press(clerk, case, "resubmit", **given)
    assert len(counted(officer, f"/cases/{case.pk}")) <= len(short) <= 25, "\n".join(short)


def test_a_withdrawn_case_is_not_said_to_be_refused(city: SmallCity, schools: Schools) -> None:
    case, _record = open_transfer(city, schools)
    clerk = sitting(city, schools.far_primary)
    press(clerk, case, "withdraw", reason="监护人改变主意")
    text = clerk.get(f"/cases/{case.pk}").content.decode()
    assert "xj-rail-withdrawn" in text
    assert '<span class="xj-rail-state">不通过</span>' not in text


def test_why_it_was_sent_back_stands_above_the_form_that_corrects_it(city: SmallCity, schools: Schools) -> None:
    case, _record = open_transfer(city, schools)
    officer, clerk = sitting(city, city.districts[1]), sitting(city, schools.far_primary)
    press(officer, case, "send_back", reason="户口簿不清晰")
    for address in (f"/cases/{case.pk}", "/cases/review"):
        before, _form, _after = clerk.get(address).content.decode().partition('<h2 id="step">')
        assert "已退回补正" in before
        assert "退回：户口簿不清晰" in before
    answers = case_now(case.pk).answers
    press(clerk, case, "resubmit", reason_code=answers["reason_code"], class_group=answers["class_group"])
    assert "已退回补正" not in page(clerk.get(f"/cases/{case.pk}"))


def test_after_an_urge_the_page_tells_who_urged_and_offers_no_second_one(city: SmallCity, schools: Schools) -> None:
    case, _record = open_transfer(city, schools)
    clerk = sitting(city, schools.far_primary)
    form = f'action="/cases/{case.pk}/urge"'
    assert form in clerk.get(f"/cases/{case.pk}").content.decode()
    clerk.post(f"/cases/{case.pk}/urge", {"note": ""})
    again = clerk.post(f"/cases/{case.pk}/urge", {"note": ""})
    for answer in (clerk.get(f"/cases/{case.pk}"), again):
        text = answer.content.decode()
        assert "今天已催办（" in text
        assert form not in text
        assert "办理记录" in text
    assert form in sitting(city, schools.primary).get(f"/cases/{case.pk}").content.decode()


def test_nobody_is_offered_to_hand_a_case_to_themselves(city: SmallCity, schools: Schools) -> None:
    case, _record = open_transfer(city, schools)
    role = city.district_officer().role
    officer, colleague = city.actor(role, city.districts[1]), city.actor(role, city.districts[1])
    text = sitting_as(officer).get(f"/cases/{case.pk}").content.decode()
    assert f'<option value="{colleague.post_id}"' in text
    assert f'<option value="{officer.post_id}"' not in text
