"""One entrant's page: the ordinary way, what is asked on it, and every no with its reasons."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.desks.entrants.clerks import PAPER, case_of, district_officer, page, registrar, step, today
from tests.small_city import SmallCity, everything
from xueji.cases.models import Attachment, Decision, Evidence, Filing
from xueji.cases.outbox import deliver_owed
from xueji.parties.models import JournalEntry
from xueji.parties.rulebook import rulebook_in_force


def proof(content: bytes = PAPER) -> SimpleUploadedFile:
    return SimpleUploadedFile("申请.pdf", content, "application/pdf")


def test_a_registrar_claims_registers_and_assigns(city: SmallCity) -> None:
    client, group = registrar(city), city.class_group()
    (entrant,) = city.entrants(1)
    assert "获取" in page(client.get(f"/entrants/{entrant.pk}"))
    for event, more, state in (
        ("claim", {}, "claimed"),
        ("register", {}, "registered"),
        ("assign", {"class_group": group.pk}, "established"),
    ):
        assert step(client, entrant, event, **more).status_code == 302
        assert case_of(entrant).state == state
    text = page(client.get(f"/entrants/{entrant.pk}"))
    assert "已办" in text
    assert "建立学籍" in text
    assert "更正基本信息" not in text


def test_a_deferral_is_taken_with_its_paper_in_one_sending(city: SmallCity) -> None:
    client = registrar(city)
    (entrant,) = city.entrants(1)
    step(client, entrant, "claim")
    given = {"deferred_until": "20150920", "cause": "illness", "reason": "住院治疗"}
    assert step(client, entrant, "defer", deferral_proof=proof(), **given).status_code == 302
    case = case_of(entrant)
    assert (case.state, case.due_on) == ("deferred", date(2015, 9, 20))
    with everything():
        paper = Evidence.objects.get(case=case)
        assert paper.kind == "deferral_proof"
        assert bytes(paper.attachment.content) == PAPER
    text = page(client.get(f"/entrants/{entrant.pk}"))
    assert "延期至：2015-09-20" in text
    assert "住院治疗" in text


def test_a_deferral_without_its_answers_comes_back_with_all_faults_and_keeps_no_paper(city: SmallCity) -> None:
    client = registrar(city)
    (entrant,) = city.entrants(1)
    step(client, entrant, "claim")
    answer = step(client, entrant, "defer", deferral_proof=proof(), deferred_until="下周")
    text = page(answer)
    assert answer.status_code == 422
    assert "不是有效日期" in text
    assert "“延期原因”未填写" in text
    assert "须说明理由" in text
    assert not Attachment.objects.exists()
    assert case_of(entrant).state == "claimed"


def test_a_paper_that_is_none_is_refused_at_its_field(city: SmallCity) -> None:
    client = registrar(city)
    (entrant,) = city.entrants(1)
    step(client, entrant, "claim")
    given = {"deferred_until": "2015-09-20", "cause": "illness", "reason": "住院"}
    answer = step(client, entrant, "defer", deferral_proof=proof(b"MZ not a paper"), **given)
    assert answer.status_code == 422
    assert "文件不是可用的" in page(answer)
    assert not Attachment.objects.exists()


def test_a_deferral_too_late_is_refused_with_rule_source_and_remedy(city: SmallCity) -> None:
    client = registrar(city)
    (entrant,) = city.entrants(1)
    step(client, entrant, "claim")
    today(date(2015, 9, 10))
    given = {"deferred_until": "2015-09-20", "cause": "illness", "reason": "住院"}
    answer = step(client, entrant, "defer", deferral_proof=proof(), **given)
    text = page(answer)
    assert answer.status_code == 409
    assert "没有保存" in text
    rule = rulebook_in_force().procedure("entry_registration").transition("claimed", "defer").guards[0]
    assert rule.says.zh in text
    assert rule.source in text
    assert rule.mend.zh in text
    assert not Attachment.objects.exists()


def test_unregistered_is_marked_after_the_deadline_and_filed(city: SmallCity) -> None:
    client = registrar(city)
    (entrant,) = city.entrants(1)
    step(client, entrant, "claim")
    assert "注册期尚未结束" in page(client.get(f"/entrants/{entrant.pk}"))
    early = step(client, entrant, "mark_unregistered", cause="not_arrived", reason="多次联系未到校")
    assert early.status_code == 409
    today(date(2015, 9, 17))
    done = step(client, entrant, "mark_unregistered", cause="not_arrived", reason="多次联系未到校")
    assert done.status_code == 302
    assert case_of(entrant).state == "unregistered"
    deliver_owed()
    with everything():
        assert Filing.objects.filter(office=city.districts[0]).count() == 1


def test_a_wrong_state_is_a_409_that_shows_where_the_case_stands(city: SmallCity) -> None:
    client = registrar(city)
    (entrant,) = city.entrants(1)
    answer = step(client, entrant, "register")
    assert answer.status_code == 409
    assert "当前状态为“未获取”，不能办理“入学注册”" in page(answer)


def test_an_old_page_of_somebody_else_is_a_409(city: SmallCity) -> None:
    (entrant,) = city.entrants(1)
    step(registrar(city), entrant, "claim")
    answer = step(registrar(city), entrant, "claim", version=1)
    assert answer.status_code == 409
    assert "已有新的办理" in page(answer)
    with everything():
        assert Decision.objects.filter(event="claim").count() == 1


def test_sending_the_same_page_twice_does_the_deed_once(city: SmallCity) -> None:
    client = registrar(city)
    (entrant,) = city.entrants(1)
    for _ in range(2):
        answer = step(client, entrant, "claim", version=1)
        assert answer.status_code == 302
    with everything():
        assert Decision.objects.filter(event="claim").count() == 1


@pytest.mark.parametrize("address", ["", "/correction"])
def test_another_schools_entrant_and_an_absent_one_look_alike(city: SmallCity, address: str) -> None:
    (other,) = city.entrants(1, city.schools[1])
    client = registrar(city)
    theirs = client.get(f"/entrants/{other.pk}{address}")
    absent = client.get(f"/entrants/999999{address}")
    assert theirs.status_code == absent.status_code == 404
    assert page(theirs) == page(absent)
    assert client.post(f"/entrants/{other.pk}/step", {"event": "claim", "version": 1}).status_code == 404
    assert client.post(f"/entrants/{other.pk}/number", {"reason": "核对"}).status_code == 404
    assert case_of(other).state == "unclaimed"


def test_the_full_number_is_shown_once_for_a_reason_that_is_kept(city: SmallCity) -> None:
    client = registrar(city)
    (entrant,) = city.entrants(1)
    address = f"/entrants/{entrant.pk}"
    assert client.post(f"{address}/number", {"reason": " "}).status_code == 409
    shown = page(client.post(f"{address}/number", {"reason": "核对户口簿"})).replace(" ", "")
    assert entrant.document_number in shown
    kept = JournalEntry.objects.get(act="reveal_number")
    assert (kept.reason, kept.subject) == ("核对户口簿", f"entrant:{entrant.pk}")
    assert entrant.document_number not in page(client.get(address)).replace(" ", "")


def test_the_admissions_row_is_shown_as_it_came_but_for_identity_numbers(city: SmallCity) -> None:
    row = {
        "登记编号": "DJ1",
        "监护人身份证件号": "110229198003046417",
        "备注": "母110229198105156425",
        "证件类型": "居民身份证",
    }
    (entrant,) = city.entrants(1, verbatim=row)
    text = page(registrar(city).get(f"/entrants/{entrant.pk}"))
    assert "居民身份证" in text
    assert "监护人身份证件号" in text
    for number in ("110229198003046417", "110229198105156425"):
        assert number not in text.replace(" ", "")


def test_a_district_returns_what_a_school_gave_back(city: SmallCity) -> None:
    (entrant,) = city.entrants(1)
    step(registrar(city), entrant, "give_back", cause="moved", reason="已迁往他处")
    officer = district_officer(city)
    assert "请选择一项办理" in page(officer.get(f"/entrants/{entrant.pk}"))
    asked = page(officer.get(f"/entrants/{entrant.pk}?step=reassign_school"))
    assert city.schools[1].name in asked
    assert city.schools[2].name not in asked
    step(officer, entrant, "reassign_school", school=city.schools[1].pk, reason="就近入学")
    case = case_of(entrant)
    assert (case.state, case.school_id) == ("unclaimed", city.schools[1].pk)
    assert city.schools[1].name in page(officer.get(f"/entrants/{entrant.pk}"))
