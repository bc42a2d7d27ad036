"""Numbers, standings and problem records, as the nation decides about them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.exchange.simulator.conftest import Country
from xueji.exchange.simulator.engine.problems import scan
from xueji.exchange.simulator.engine.problems import settle as settle_centrally
from xueji.exchange.simulator.engine.registering import issue_formal_numbers
from xueji.exchange.simulator.store.pupils import pupil_of
from xueji.vocabulary.border.verbs import FromNation, ToNation
from xueji.vocabulary.numbers.resident_id import resident_id_check_char


def _pupil(country: Country, serial: int = 1, **other: Any) -> dict[str, Any]:
    body = f"11010120080505{serial * 2 + 1:03d}"
    document = body + resident_id_check_char(body)
    return {
        **pupil_of(country.child()),
        "national_number": f"L{document}",
        "name": "周子涵",
        "sex": "1",
        "birth_date": "2008-05-05",
        "document_number": document,
        **other,
    }


def _report(country: Country, pupil: dict[str, Any], record: str = "record:1", province: str = "110000") -> None:
    country.wires[province].say(ToNation.REPORT, record, {"event": "assign", "pupil": pupil})
    country.run()


def test_a_report_is_received_and_shown_back(country: Country) -> None:
    pupil = _pupil(country)
    _report(country, pupil)
    wire = country.wires["110000"]
    assert wire.heard() == [FromNation.RECEIVED]
    assert wire.shown[pupil["national_number"]] == pupil
    _report(country, pupil | {"school": "新校"})
    assert wire.shown[pupil["national_number"]]["school"] == "新校"


def test_a_number_is_allocated_at_the_end_of_the_month(country: Country) -> None:
    wire, pupil = country.wires["110000"], _pupil(country, national_number="")
    _report(country, pupil)
    said = wire.say(ToNation.REQUEST_NUMBER, "record:1", pupil)
    country.run(28)
    assert FromNation.NUMBER_ALLOCATED not in wire.heard()
    country.run(3)
    answer = wire.last(FromNation.NUMBER_ALLOCATED)
    assert answer.in_reply_to == said.key
    assert dict(answer.body) == {"old": "", "new": f"G{pupil['document_number']}", "name": pupil["name"]}
    assert f"G{pupil['document_number']}" in wire.shown


def test_no_number_is_allocated_to_a_child_that_another_province_holds(country: Country) -> None:
    other = country.child("national_number LIKE 'G%%'")
    pupil = {**pupil_of(other), "national_number": ""}
    country.wires["110000"].say(ToNation.REQUEST_NUMBER, "record:1", {"pupil": pupil})
    country.run(31)
    assert "转学" in country.wires["110000"].last(FromNation.NUMBER_REFUSED).body["text"]


@pytest.mark.parametrize("wrong", [{"document_number": "110101200805050000"}, {"document_type": "Z"}, {"sex": "2"}])
def test_no_number_is_allocated_without_a_verified_identity(country: Country, wrong: dict[str, str]) -> None:
    country.wires["110000"].say(ToNation.REQUEST_NUMBER, "record:1", _pupil(country, national_number="") | wrong)
    country.run(31)
    assert country.wires["110000"].heard() == [FromNation.NUMBER_REFUSED]


def test_in_spring_temporary_numbers_become_formal_ones(country: Country) -> None:
    wire, pupil = country.wires["110000"], _pupil(country)
    _report(country, pupil)
    unverified = _pupil(country, 2, document_type="Z", document_number="")
    _report(country, unverified, "record:2")
    country.do(issue_formal_numbers)
    country.run()
    answer = wire.last(FromNation.NUMBER_ALLOCATED)
    assert answer.about == "record:1"
    assert dict(answer.body) == {
        "old": pupil["national_number"],
        "new": f"G{pupil['document_number']}",
        "name": pupil["name"],
    }
    assert set(wire.shown) == {f"G{pupil['document_number']}", unverified["national_number"]}


def test_the_standing_changes_a_day_after_it_was_asked(country: Country) -> None:
    wire, pupil = country.wires["110000"], _pupil(country, standing="left")
    _report(country, pupil)
    wire.say(ToNation.SET_STANDING, "record:1", {"national_number": pupil["national_number"], "standing": "studying"})
    country.run()
    assert FromNation.STANDING_SET not in wire.heard()
    country.run(1)
    assert wire.heard()[-1] is FromNation.STANDING_SET
    assert wire.shown[pupil["national_number"]]["standing"] == "studying"


def _doubt(country: Country, **other: Any) -> dict[str, Any]:
    """Report two records of one child from both provinces, and let the scan find them; return our row."""
    pupil = _pupil(country, **other)
    _report(country, pupil)
    twin = pupil | {"national_number": "L" + pupil["national_number"][1:-4] + "999X"}
    _report(country, twin, "record:8", "990000")
    country.do(scan)
    country.run()
    return pupil


def test_the_scan_raises_a_problem_on_both_sides_once(two_provinces: Country) -> None:
    pupil = _doubt(two_provinces)
    ours = two_provinces.wires["110000"].last(FromNation.PROBLEM_RAISED)
    theirs = two_provinces.wires["990000"].last(FromNation.PROBLEM_RAISED)
    assert ours.body["problem"] == theirs.body["problem"]
    assert ours.body["kind"] == "same_document"
    assert ours.body["ours"] == pupil == {**theirs.body["other"], "national_number": pupil["national_number"]}
    assert ours.body["other_province"] == "990000"
    assert two_provinces.do(scan) == 0


def test_without_a_document_name_sex_and_birth_date_make_a_double(two_provinces: Country) -> None:
    _doubt(two_provinces, document_number="", document_type="Z")
    assert two_provinces.wires["110000"].last(FromNation.PROBLEM_RAISED).body["kind"] == "same_likeness"


def test_an_unsound_id_is_a_problem_by_itself_and_cannot_be_substantiated(country: Country) -> None:
    wire, pupil = country.wires["110000"], _pupil(country, document_number="110101200805050000")
    _report(country, pupil)
    country.do(scan)
    country.run()
    raised = wire.last(FromNation.PROBLEM_RAISED)
    assert raised.body["kind"] == "wrong_document"
    answer = {"problem": raised.body["problem"], "national_number": pupil["national_number"], "text": ""}
    wire.say(ToNation.SUBSTANTIATE, "record:1", answer)
    country.run()
    assert wire.heard()[-1] is FromNation.PROBLEM_REFUSED
    good = _pupil(country)
    wire.say(ToNation.CORRECT, "record:1", answer | {"pupil": good | {"national_number": pupil["national_number"]}})
    country.run()
    assert wire.heard()[-1] is FromNation.PROBLEM_CLOSED


def _answer(country: Country, verb: ToNation, province: str = "110000", **other: Any) -> FromNation:
    wire = country.wires[province]
    raised = wire.last(FromNation.PROBLEM_RAISED)
    number = raised.body["ours"]["national_number"]
    wire.say(verb, raised.about, {"problem": raised.body["problem"], "national_number": number, "text": "", **other})
    country.run()
    return wire.heard()[-1]


def test_a_correction_closes_the_problem_for_both_only_when_the_rows_differ(two_provinces: Country) -> None:
    pupil = _doubt(two_provinces)
    assert _answer(two_provinces, ToNation.CORRECT) is FromNation.PROBLEM_REFUSED
    _report(two_provinces, pupil | {"document_number": _pupil(two_provinces, 5)["document_number"]})
    assert _answer(two_provinces, ToNation.CORRECT) is FromNation.PROBLEM_CLOSED
    assert two_provinces.wires["990000"].heard()[-1] is FromNation.PROBLEM_CLOSED


def test_a_removal_of_a_temporary_number_needs_a_studying_child(two_provinces: Country) -> None:
    pupil = _doubt(two_provinces, standing="dropped_out")
    assert _answer(two_provinces, ToNation.REMOVE) is FromNation.PROBLEM_REFUSED
    wire = two_provinces.wires["110000"]
    wire.say(ToNation.SET_STANDING, "record:1", {"national_number": pupil["national_number"], "standing": "studying"})
    two_provinces.run(2)
    assert _answer(two_provinces, ToNation.REMOVE) is FromNation.PROBLEM_CLOSED
    assert pupil["national_number"] not in wire.shown
    assert two_provinces.wires["990000"].heard()[-1] is FromNation.PROBLEM_CLOSED


def test_what_both_sides_substantiate_is_settled_centrally(two_provinces: Country) -> None:
    _doubt(two_provinces)
    _answer(two_provinces, ToNation.SUBSTANTIATE)
    _answer(two_provinces, ToNation.SUBSTANTIATE, "990000")
    two_provinces.run(5)
    endings = {wire.heard()[-1] for wire in two_provinces.wires.values()}
    assert endings == {FromNation.PROBLEM_CLOSED, FromNation.PROBLEM_REFUSED}
    loser = next(code for code, wire in two_provinces.wires.items() if wire.heard()[-1] is FromNation.PROBLEM_REFUSED)
    assert _answer(two_provinces, ToNation.REMOVE, loser) is FromNation.PROBLEM_CLOSED


def test_a_played_province_answers_for_its_own_side(country: Country) -> None:
    other = country.child("national_number LIKE 'G%%'")
    _report(country, {**pupil_of(other), "national_number": "L" + other["national_number"][1:]})
    country.do(scan)
    country.run()
    _answer(country, ToNation.SUBSTANTIATE)
    country.run(8)
    assert country.wires["110000"].heard()[-1] in (FromNation.PROBLEM_CLOSED, FromNation.PROBLEM_REFUSED)


def test_a_settlement_may_be_steered(two_provinces: Country) -> None:
    _doubt(two_provinces)
    _answer(two_provinces, ToNation.SUBSTANTIATE)
    problem = two_provinces.sql("SELECT key FROM problems")[0]["key"]
    two_provinces.do(settle_centrally, problem, {"side": 1})
    two_provinces.run()
    assert two_provinces.wires["110000"].heard()[-1] is FromNation.PROBLEM_CLOSED
