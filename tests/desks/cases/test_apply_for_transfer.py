"""Starting a case: the child is looked up, what stands against it is told first, then the form, then the case."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.desks.cases.officers import case_now, open_transfer, page, sitting
from tests.pupils import PDF, TRANSFER, Schools, group_of, pupil
from tests.small_city import SmallCity
from xueji.cases.models import Attachment, Case
from xueji.parties.actors import system_actor
from xueji.parties.models import JournalEntry
from xueji.parties.scope import scope
from xueji.records.models import StudentRecord
from xueji.vocabulary.parties import Party


def looked_up(client: Any, record: StudentRecord) -> Any:
    """Look a child up by number and name."""
    with scope(system_actor(Party.CITY)):
        name = record.student.name
    number = f"G {record.document_number[:6]} {record.document_number[6:]}"
    return client.post("/cases/new", {"procedure": TRANSFER, "number": number, "name": name})


def form_of(record: StudentRecord) -> str:
    return f"/cases/new/{TRANSFER}/{record.pk}"


def paper() -> SimpleUploadedFile:
    return SimpleUploadedFile("证明.pdf", PDF, "application/pdf")


def cases_about(record: StudentRecord) -> list[Case]:
    with scope(system_actor(Party.CITY)):
        return list(Case.objects.filter(student_record=record))


def test_a_registrar_finds_the_child_and_opens_the_case(city: SmallCity, schools: Schools) -> None:
    record, clerk = pupil(schools.primary), sitting(city, schools.far_primary)
    group = group_of(schools.far_primary, "P3")
    answer = looked_up(clerk, record)
    assert answer.status_code == 302
    assert answer["Location"] == form_of(record)
    assert JournalEntry.objects.filter(act="look_up_record").count() == 1
    text = page(clerk.get(form_of(record)))
    assert "可以申请" in text
    assert group.name in text
    assert "妫川第一小学" in text
    sent = {"reason_code": "hukou_moved", "class_group": group.pk}
    answer = clerk.post(form_of(record), {**sent, "guardian_application": paper(), "hukou_booklet": paper()})
    assert answer.status_code == 302, page(answer)
    (case,) = cases_about(record)
    assert answer["Location"] == f"/cases/{case.pk}"
    assert case.state == "awaiting_receiving_district_review"


def test_a_paper_that_hangs_on_the_reason_is_asked_only_with_it(city: SmallCity, schools: Schools) -> None:
    record, clerk = pupil(schools.primary), sitting(city, schools.far_primary)
    group = group_of(schools.far_primary, "P3")
    looked_up(clerk, record)
    shown = clerk.get(form_of(record)).content.decode()
    assert 'data-hangs-on="reason_code" data-with="home_moved"' in shown
    assert "“转学原因”为“房产变更”时必填" in page(clerk.get(form_of(record)))
    assert "五证" not in shown.partition('<form class="xj-form"')[2]
    sent = {"reason_code": "home_moved", "class_group": group.pk}
    answer = clerk.post(form_of(record), {**sent, "guardian_application": paper(), "hukou_booklet": paper()})
    assert answer.status_code == 422
    assert "缺少证明材料“变更后的房产证明”" in page(answer)
    assert not Attachment.objects.exists()
    answer = clerk.post(
        form_of(record),
        {**sent, "guardian_application": paper(), "hukou_booklet": paper(), "home_proof": paper()},
    )
    assert answer.status_code == 302
    assert "hukou_booklet" not in cases_about(record)[0].answers


def test_five_proofs_are_asked_of_a_non_local_child(city: SmallCity, schools: Schools) -> None:
    record, clerk = pupil(schools.primary, residency="non_local"), sitting(city, schools.far_primary)
    group_of(schools.far_primary, "P3")
    looked_up(clerk, record)
    assert "五证" in page(clerk.get(form_of(record)))


def test_every_reason_against_it_is_told_before_anything_is_filled_in(city: SmallCity, schools: Schools) -> None:
    record, clerk = pupil(schools.primary, standing="on_leave"), sitting(city, schools.far_primary)
    looked_up(clerk, record)
    answer = clerk.get(form_of(record))
    text = page(answer)
    assert answer.status_code == 200
    assert "不能办理" in text
    assert "该生正在休学，休学期间不予转学。" in text
    assert "请原学校先办理复学" in text
    assert 'class="xj-form"' not in answer.content.decode()


def test_a_wrong_name_and_a_wrong_number_look_alike(city: SmallCity, schools: Schools) -> None:
    record, clerk = pupil(schools.primary), sitting(city, schools.far_primary)
    answer = clerk.post(
        "/cases/new", {"procedure": TRANSFER, "number": f"G{record.document_number}", "name": "别的名字"}
    )
    assert answer.status_code == 422
    assert "没有找到学籍号与姓名都一致" in page(answer)
    assert clerk.get(form_of(record)).status_code == 404
    assert clerk.get("/cases/new/in_city_transfer/999999").status_code == 404
    empty = page(clerk.post("/cases/new", {"procedure": "", "number": "", "name": ""}))
    for told in ("请选择要办理的业务", "请填写全国学籍号", "请填写学生姓名"):
        assert told in empty


def test_an_application_sent_twice_opens_one_case(city: SmallCity, schools: Schools) -> None:
    record, clerk = pupil(schools.primary), sitting(city, schools.far_primary)
    group = group_of(schools.far_primary, "P3")
    looked_up(clerk, record)
    key = clerk.get(form_of(record)).content.decode().partition('name="batch" value="')[2].split('"')[0]
    for _ in range(2):
        sent = {"reason_code": "hukou_moved", "class_group": group.pk, "batch": key}
        answer = clerk.post(form_of(record), {**sent, "guardian_application": paper(), "hukou_booklet": paper()})
        assert answer.status_code == 302
    assert len(cases_about(record)) == 1


def test_a_child_with_an_open_case_is_refused_with_its_reason(city: SmallCity, schools: Schools) -> None:
    _case, record = open_transfer(city, schools)
    clerk = sitting(city, schools.near_primary)
    looked_up(clerk, record)
    assert "不能办理" in page(clerk.get(form_of(record)))


def test_nothing_typed_is_lost_when_something_is_wrong(city: SmallCity, schools: Schools) -> None:
    record, clerk = pupil(schools.primary), sitting(city, schools.far_primary)
    group = group_of(schools.far_primary, "P3")
    looked_up(clerk, record)
    answer = clerk.post(form_of(record), {"reason_code": "other", "class_group": group.pk})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert f'<option value="{group.pk}" selected>' in shown
    assert '<option value="other" selected>' in shown


def test_offices_apply_for_nobody(city: SmallCity, schools: Schools) -> None:
    del schools
    assert sitting(city, city.districts[0]).get("/cases/new").status_code == 403


def test_a_child_that_never_arrived_goes_back_from_its_own_page(city: SmallCity, schools: Schools) -> None:
    case, record = open_transfer(city, schools)
    for place in (city.districts[1], schools.primary, city.districts[0]):
        client = sitting(city, place)
        client.post(f"/cases/{case.pk}/step", {"event": "approve", "version": case_now(case.pk).version})
    assert case_now(case.pk).outcome == "approved"
    clerk = sitting(city, schools.far_primary)
    assert f"/children/{record.student_id}/procedures" in clerk.get(f"/children/{record.student_id}").content.decode()
    assert "转学未到校退回" in page(clerk.get(f"/children/{record.student_id}/procedures"))
    address = f"/cases/new/transfer_return/{record.pk}"
    assert "转往学校" in page(clerk.get(address))
    answer = clerk.post(address, {"return_reason": "stayed", "guardian_statement": paper()})
    assert answer.status_code == 302, page(answer)
    assert "待原学校确认" in page(clerk.get(answer["Location"]))
    again = clerk.get(f"/children/{record.student_id}/procedures").content.decode()
    assert answer["Location"] in again
    assert "aria-disabled" in again
    assert sitting(city, schools.primary).get(address).status_code == 404
