"""Many at once: a reason for each, a result for each, once."""

from __future__ import annotations

from typing import Any

from tests.desks.cases.officers import case_now, events, open_transfer, page, press, sitting
from tests.pupils import Schools
from tests.small_city import SmallCity
from xueji.cases.models import Case

STATE = "procedure=in_city_transfer&state=awaiting_receiving_district_review"


def pick(client: Any, cases: list[Case], deed: str, **sent: Any) -> Any:
    """Tick rows of the list and press a button; follow to the page that asks for reasons."""
    told = {"deed": deed, "pick": [case.pk for case in cases], "filters": STATE, **sent}
    return client.post("/cases/batches", told, follow=True)


def address_of(answer: Any) -> str:
    return str(answer.redirect_chain[-1][0])


def test_many_are_approved_and_each_has_its_line(city: SmallCity, schools: Schools) -> None:
    cases = [open_transfer(city, schools)[0] for _ in range(3)]
    officer = sitting(city, city.districts[1])
    shown = pick(officer, cases, "approve")
    assert "将对选中的 3 件业务一起办理" in page(shown)
    done = officer.post(address_of(shown), {"reason": ""}, follow=True)
    assert "3 件已办理“审核通过”" in page(done)
    assert {case_now(case.pk).state for case in cases} == {"awaiting_sending_school_review"}
    again = officer.post(address_of(shown), {"reason": ""}, follow=True)
    assert "3 件已办理“审核通过”" in page(again)
    assert [events(case) for case in cases] == [["open", "approve"]] * 3


def test_each_refusal_has_its_own_reason_or_the_one_for_all(city: SmallCity, schools: Schools) -> None:
    first, second = (open_transfer(city, schools)[0] for _ in range(2))
    officer = sitting(city, city.districts[1])
    shown = pick(officer, [first, second], "refuse")
    silent = officer.post(address_of(shown), {f"reason-{first.pk}": "户口簿不清"})
    assert silent.status_code == 422
    assert "有 1 件没有理由" in page(silent)
    assert "户口簿不清" in silent.content.decode()
    officer.post(address_of(shown), {"reason": "材料不齐", f"reason-{first.pk}": "户口簿不清"}, follow=True)
    assert "户口簿不清" in page(officer.get(f"/cases/{first.pk}"))
    assert "材料不齐" in page(officer.get(f"/cases/{second.pk}"))


def test_a_row_that_moved_on_is_refused_and_the_rest_is_taken(city: SmallCity, schools: Schools) -> None:
    first, second = (open_transfer(city, schools)[0] for _ in range(2))
    officer = sitting(city, city.districts[1])
    shown = pick(officer, [first, second], "approve")
    press(sitting(city, city.districts[1]), first, "send_back", reason="补材料")
    done = officer.post(address_of(shown), {}, follow=True)
    text = page(done)
    assert "1 件已办理“审核通过”" in text
    assert "1 件没有办理" in text
    assert "已有新的办理" in text
    assert case_now(second.pk).state == "awaiting_sending_school_review"


def test_other_places_cases_cannot_be_slipped_in(city: SmallCity, schools: Schools) -> None:
    case, _record = open_transfer(city, schools)
    answer = pick(sitting(city, city.districts[0]), [case], "approve")
    assert "没有选中业务" in page(answer)
    assert case_now(case.pk).version == 1


def test_all_rows_of_the_filter_are_taken_together(city: SmallCity, schools: Schools) -> None:
    cases = [open_transfer(city, schools)[0] for _ in range(3)]
    officer = sitting(city, city.districts[1])
    shown = pick(officer, [], "approve", everything="1")
    officer.post(address_of(shown), {}, follow=True)
    assert {case_now(case.pk).state for case in cases} == {"awaiting_sending_school_review"}


def test_a_review_goes_from_case_to_case(city: SmallCity, schools: Schools) -> None:
    cases = [open_transfer(city, schools)[0] for _ in range(3)]
    officer = sitting(city, city.districts[1])
    text = page(officer.get("/cases/review"))
    assert "第 1 / 3 件" in text
    first = cases[0]
    sent = {"event": "approve", "version": first.version, "filters": ""}
    answer = officer.post(f"/cases/{first.pk}/review-step", sent, follow=True)
    assert "第 1 / 2 件" in page(answer)
    assert f"/cases/review?case={cases[1].pk}" in str(answer.redirect_chain)
    silent = officer.post(f"/cases/{cases[1].pk}/review-step", {"event": "refuse", "version": 1, "filters": ""})
    assert silent.status_code == 422
    assert "须说明理由" in page(silent)
    for case in cases[1:]:
        sent = {"event": "refuse", "version": 1, "reason": "不符合", "filters": ""}
        answer = officer.post(f"/cases/{case.pk}/review-step", sent, follow=True)
    assert "没有要审核的业务了" in page(answer)


def test_only_steps_of_the_own_side_are_offered_for_many(city: SmallCity, schools: Schools) -> None:
    case, _record = open_transfer(city, schools)
    press(sitting(city, city.districts[1]), case, "approve")
    text = sitting(city, schools.primary).get("/cases").content.decode()
    assert 'value="approve"' in text
    assert 'value="withdraw"' not in text
