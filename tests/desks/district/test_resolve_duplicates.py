"""A doubt with two sides: seen by both schools, decided by the later one's district."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.desks.district.people import browser, page, take
from tests.small_city import resident_id
from xueji.cases.doubts import flag_doubts
from xueji.cases.models import Case, Evidence
from xueji.parties.models import JournalEntry, School
from xueji.parties.scope import scope
from xueji.records.models import Entrant, ProblemRecord
from xueji.vocabulary.parties import Role

if TYPE_CHECKING:
    from tests.small_city import SmallCity

DOCUMENT = resident_id(77)
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"
    b"\x00\x00\x00\x0cIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\r\xefF\xb8\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture
def doubt(town: SmallCity) -> ProblemRecord:
    return make_doubt(town, town.schools[0], town.schools[1])


def make_doubt(town: SmallCity, first: School, second: School) -> ProblemRecord:
    town.entrants(1, first, name="王小明", document_number=DOCUMENT, grade="P1")
    flagged = town.entrants(1, second, name="王晓明", document_number=DOCUMENT, grade="P1")[0]
    with scope(town.city_officer()):
        assert flag_doubts([flagged.pk], date(2015, 9, 1)) == [flagged.pk]
        return ProblemRecord.objects.get(flagged=flagged)


def entrant_named(town: SmallCity, name: str) -> Entrant:
    with scope(town.city_officer()):
        return Entrant.objects.get(name=name)


def test_both_sides_stand_side_by_side_with_the_differing_character_marked(
    town: SmallCity, doubt: ProblemRecord
) -> None:
    shown = page(browser(town.district_officer()), f"/duplicates/{doubt.pk}")
    assert "王<mark>晓</mark>明" in shown
    assert "王<mark>小</mark>明" in shown
    assert DOCUMENT not in shown
    assert DOCUMENT[-4:] not in shown


def test_a_school_sees_the_other_child_only_masked_and_decides_nothing(town: SmallCity, doubt: ProblemRecord) -> None:
    client = browser(town.actor())
    assert "王＊＊" in page(client, "/duplicates")
    shown = page(client, f"/duplicates/{doubt.pk}")
    assert "王小明" in shown
    assert "晓" not in shown
    assert "由区县核实后处理" in shown
    assert client.post(f"/duplicates/{doubt.pk}/resolve", {"choice": "different", "reason": "x"}).status_code == 403


def test_a_doubt_of_others_does_not_exist(town: SmallCity, doubt: ProblemRecord) -> None:
    elsewhere = browser(town.actor(Role.DISTRICT_OFFICER, town.districts[1]))
    page(elsewhere, f"/duplicates/{doubt.pk}", 404)
    assert elsewhere.post(f"/duplicates/{doubt.pk}/resolve", {"choice": "different", "reason": "x"}).status_code == 404
    page(browser(town.actor(at=town.schools[2])), f"/duplicates/{doubt.pk}", 404)
    assert "王晓明" not in page(elsewhere, "/duplicates")


def test_two_different_children_are_declared_with_reason_and_proof(town: SmallCity, doubt: ProblemRecord) -> None:
    client = browser(town.district_officer())
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415

    sent = {
        "choice": "different",
        "reason": "派出所证明二人系堂兄弟",
        "paper": SimpleUploadedFile("证明.png", PNG, "image/png"),
    }
    answer = client.post(f"/duplicates/{doubt.pk}/resolve", sent)
    assert answer.status_code == 302, answer.content.decode()
    shown = page(client, f"/duplicates/{doubt.pk}")
    assert "派出所证明二人系堂兄弟" in shown
    assert "没有产生新的疑点" in shown
    with scope(town.city_officer()):
        assert Evidence.objects.get().case.entrant_id == doubt.flagged_id
    assert JournalEntry.objects.filter(act="resolve_possible_duplicate", subject=f"problem:{doubt.pk}").count() == 1


def test_it_refuses_without_a_reason_and_keeps_what_was_typed(town: SmallCity, doubt: ProblemRecord) -> None:
    answer = browser(town.district_officer()).post(
        f"/duplicates/{doubt.pk}/resolve",
        {
            "choice": "correct",
            "name": "王晓鸣",
            "sex": "1",
            "birth_date": "20090304",
            "document_type": "1",
            "reason": "",
        },
    )
    assert answer.status_code == 422
    assert "王晓鸣" in answer.content.decode()
    assert "没有填写" in answer.content.decode()


def test_a_corrected_number_ends_the_doubt(town: SmallCity, doubt: ProblemRecord) -> None:
    client, right = browser(town.district_officer()), resident_id(78)
    sent = {"choice": "correct", "reason": "户口簿", "name": "王晓明", "sex": "1", "document_type": "1"}
    answer = client.post(
        f"/duplicates/{doubt.pk}/resolve", {**sent, "birth_date": f"{right[6:14]}", "document_number": right}
    )
    assert answer.status_code == 302, answer.content.decode()
    assert entrant_named(town, "王晓明").document_number == right
    assert "待处理" not in page(client, f"/duplicates/{doubt.pk}")


def test_a_correction_that_resembles_a_third_child_leaves_a_new_doubt(town: SmallCity) -> None:
    third = resident_id(79)
    town.entrants(1, name="李四", document_number=third)
    doubt = make_doubt(town, town.schools[0], town.schools[1])
    client = browser(town.district_officer())
    sent = {"choice": "correct", "reason": "户口簿", "name": "王晓明", "sex": "1", "document_type": "1"}
    client.post(f"/duplicates/{doubt.pk}/resolve", {**sent, "birth_date": third[6:14], "document_number": third})
    assert "处理新的疑点" in page(client, f"/duplicates/{doubt.pk}")


def test_the_later_entrant_is_withdrawn(town: SmallCity, doubt: ProblemRecord) -> None:
    browser(town.district_officer()).post(f"/duplicates/{doubt.pk}/resolve", {"choice": "withdraw", "reason": "同一人"})
    with scope(town.city_officer()):
        assert Case.objects.get(entrant_id=doubt.flagged_id).state == "withdrawn"
        assert Case.objects.get(entrant_id=doubt.other_entrant_id).state == "unclaimed"


def test_a_side_whose_case_is_closed_cannot_be_withdrawn_and_the_page_says_why(
    town: SmallCity, doubt: ProblemRecord
) -> None:
    officer = town.district_officer()
    take(officer, [entrant_named(town, "王小明")], "withdraw_entrant")
    assert "该新生的业务已办结" in page(browser(officer), f"/duplicates/{doubt.pk}")


def test_the_other_sides_district_may_only_withdraw_its_own(town: SmallCity) -> None:
    doubt = make_doubt(town, town.schools[2], town.schools[0])
    client = browser(town.actor(Role.DISTRICT_OFFICER, town.districts[1]))
    assert "该疑点由延庆县处理" in page(client, f"/duplicates/{doubt.pk}")
    refused = client.post(f"/duplicates/{doubt.pk}/resolve", {"choice": "different", "reason": "两人"})
    assert refused.status_code == 422
    taken = client.post(f"/duplicates/{doubt.pk}/resolve", {"choice": "withdraw_other", "reason": "已回原籍"})
    assert taken.status_code == 302
    with scope(town.city_officer()):
        assert Case.objects.get(entrant_id=doubt.other_entrant_id).state == "withdrawn"
