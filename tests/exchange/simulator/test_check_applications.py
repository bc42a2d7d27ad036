"""Every error of the check follows from what the nation's store holds."""

from __future__ import annotations

from typing import Any

import pytest

from tests.exchange.simulator.conftest import Country
from xueji.exchange.simulator import steering
from xueji.exchange.simulator.knowledge.reading import check_errors
from xueji.vocabulary.border.verbs import FromNation, ToNation

_LEAVER = "leaving_outcome = 'graduated' AND open_business = '' AND admitted_by = ''"
_STUDYING = "standing = 'studying' AND open_business = ''"
_PROBLEM = """
    INSERT INTO problems (key, kind, raised) VALUES ('p', 'same_document', 0);
    INSERT INTO sides (problem, side, province, pupil) SELECT 'p', 1, province, id FROM pupils WHERE id = %(id)s
"""
_BY_DATA = {
    "wrong_data": ("transfer", _STUDYING, "", {"name": "别人"}),
    "open_business": ("transfer", _STUDYING, "UPDATE pupils SET open_business = 'province' WHERE id = %(id)s", {}),
    "absent": ("transfer", _STUDYING, "", {"national_number": "G130102200001010000"}),
    "absent_graduate": ("continuation", _LEAVER, "", {"national_number": "L130102200001010000"}),
    "name_differs": ("continuation", _LEAVER, "", {"name": "别人"}),
    "not_graduate": ("continuation", _STUDYING, "", {}),
    "progression": ("continuation", _LEAVER, "UPDATE pupils SET open_business = 'province' WHERE id = %(id)s", {}),
    "admitted": ("continuation", _LEAVER, "UPDATE pupils SET admitted_by = '他校' WHERE id = %(id)s", {}),
    "problem_record": (
        "transfer",
        _STUDYING,
        _PROBLEM,
        {},
    ),
}


@pytest.mark.parametrize("error", check_errors())
def test_every_error_text_is_reached_by_data(country: Country, error: str) -> None:
    business, where, change, other = _BY_DATA[error]
    child = country.child(where)
    for statement in filter(None, change.split(";")):
        country.sql(statement, **({"id": child["id"]} if "%(id)s" in statement else {}))
    country.apply(child, business=business, **other)
    country.run(3)
    answer = country.wires["110000"].last(FromNation.CHECK_FAILED)
    expected = check_errors()[error]
    assert dict(answer.body) == {"code": expected.code, "text": expected.says.zh}
    assert answer.in_reply_to == country.wires["110000"].said[0].key


def test_the_texts_are_those_of_the_slides() -> None:
    texts = {error.says.zh for error in check_errors().values()}
    assert "学籍号在毕业省存在,但学籍号和姓名不匹配！" in texts
    assert {error.code for error in check_errors().values()} == {"2001", "2002", "2003", ""}


@pytest.mark.parametrize("letter", ["L", "G", "J"])
def test_temporary_and_education_numbers_count_as_much_as_formal_ones(country: Country, letter: str) -> None:
    child = country.child()
    number = letter + child["national_number"][1:]
    country.sql("UPDATE pupils SET national_number = %(n)s WHERE id = %(id)s", n=number, id=child["id"])
    country.apply(child | {"national_number": number})
    country.run(3)
    assert FromNation.CHECK_PASSED in country.wires["110000"].heard()


def test_a_child_that_left_its_school_cannot_transfer(country: Country) -> None:
    country.apply(country.child(_LEAVER))
    country.run(3)
    assert country.wires["110000"].last(FromNation.CHECK_FAILED).body["code"] == "2002"


def test_a_second_application_for_a_child_meets_the_first(country: Country) -> None:
    child = country.child()
    country.apply(child)
    country.run(3)
    country.apply(child, about="case:2")
    country.run(3)
    assert country.wires["110000"].last(FromNation.CHECK_FAILED).about == "case:2"


def test_a_corrected_application_is_checked_again(country: Country) -> None:
    child = country.child()
    country.apply(child, name="别人")
    country.run(3)
    country.apply(child)
    country.run(3)
    assert country.wires["110000"].heard()[:2] == [FromNation.CHECK_FAILED, FromNation.CHECK_PASSED]


@pytest.mark.parametrize("wrong", ["710000", "110000"])
def test_a_wrong_province_is_met_with_silence(country: Country, wrong: str) -> None:
    country.apply(country.child(), sending_province=wrong)
    country.run(20)
    assert country.wires["110000"].heard() == []


def test_a_lost_attachment_is_met_with_silence_until_somebody_releases_it(country: Country) -> None:
    country.sql("UPDATE provinces SET losing = 1")
    country.apply(country.child(), attachments=["0" * 64])
    country.run(20)
    assert country.wires["110000"].heard() == []
    country.do(steering.release, "case:1")
    country.run()
    assert country.wires["110000"].heard() == [FromNation.CHECK_PASSED]


def test_dice_may_be_weighed_so_that_checks_fail(country: Country) -> None:
    country.do(steering.set_temper, "130000", {"failing": 1.0})
    country.apply(country.child())
    country.run(3)
    assert country.wires["110000"].last(FromNation.CHECK_FAILED).body["text"] in {
        error.says.zh for error in check_errors().values()
    }


@pytest.mark.parametrize("body", [{}, {"business": "moving"}, {"business": None}])
def test_an_application_without_its_fields_is_rejected_and_blocks_nothing(country: Country, body: Any) -> None:
    wire = country.wires["110000"]
    wire.say(ToNation.APPLY, "case:0", body)
    country.apply(country.child())
    country.run(3)
    assert wire.heard("case:0") == [FromNation.REJECTED]
    assert wire.heard("case:1")[0] is FromNation.CHECK_PASSED
