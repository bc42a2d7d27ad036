"""The roads across the line: through every chain of reviews, between two connected provinces, and back."""

from __future__ import annotations

import pytest

from tests.exchange.simulator.conftest import Country, application
from xueji.exchange.simulator import steering
from xueji.exchange.simulator.knowledge.reading import played_provinces
from xueji.exchange.simulator.store.pupils import pupil_of
from xueji.vocabulary.border.verbs import Business, FromNation, ToNation


@pytest.mark.parametrize("province", played_provinces(), ids=lambda each: each.code)
def test_an_application_passes_every_level_of_the_sending_province(country: Country, province: object) -> None:
    played = next(each for each in played_provinces() if each == province)
    wire = country.wires["110000"]
    child = country.child(province=played.code)
    country.apply(child)
    country.run(15)
    levels = [each.body["level"] for each in wire.answers.values() if each.verb is FromNation.REVIEWED]
    assert levels == list(played.levels)
    assert wire.heard()[-1] is FromNation.FILE_READY
    request = wire.say(ToNation.REQUEST_FILE, "case:1")
    country.run(4)
    sent = wire.last(FromNation.FILE_SENT)
    assert sent.in_reply_to == request.key
    assert sent.body["pupil"] == pupil_of(child)
    assert sent.body["form"]
    assert sent.body["spells"][0]["school"] == child["school"]
    assert wire.shown[child["national_number"]]["school"] == "清溪小学"
    assert country.child("standing = 'transferred_out'", played.code)["id"] == child["id"]


def test_a_continuation_is_reviewed_by_the_district_alone(country: Country) -> None:
    leaver = country.child("leaving_outcome <> '' AND open_business = '' AND admitted_by = ''", "150000")
    country.apply(leaver, business="continuation")
    country.run(10)
    reviews = [
        each.body["level"] for each in country.wires["110000"].answers.values() if each.verb is FromNation.REVIEWED
    ]
    assert reviews == ["district"]
    assert country.wires["110000"].heard()[-1] is FromNation.FILE_READY


def test_a_refusal_ends_the_application_with_a_reason_and_a_new_one_may_come(country: Country) -> None:
    wire, child = country.wires["110000"], country.child()
    country.do(steering.set_temper, "130000", {"approving": 0.0})
    country.apply(child)
    country.run(10)
    review = wire.last(FromNation.REVIEWED)
    assert review.body["approved"] is False
    assert review.body["text"]
    country.apply(child, about="case:2")
    country.run(3)
    assert FromNation.CHECK_PASSED in wire.heard("case:2")


def test_an_open_application_can_be_withdrawn_and_the_child_is_free(country: Country) -> None:
    wire, child = country.wires["110000"], country.child()
    country.apply(child)
    country.run(3)
    said = wire.say(ToNation.WITHDRAW, "case:1")
    country.run(5)
    assert wire.last(FromNation.WITHDRAWN).in_reply_to == said.key
    country.apply(child, about="case:2")
    country.run(3)
    assert wire.heard("case:2")[0] is FromNation.CHECK_PASSED


def test_a_finished_application_cannot_be_withdrawn(country: Country) -> None:
    wire = country.wires["110000"]
    country.apply(country.child())
    country.run(10)
    wire.say(ToNation.REQUEST_FILE, "case:1")
    country.run(4)
    wire.say(ToNation.WITHDRAW, "case:1")
    country.run(4)
    assert wire.heard()[-1] is FromNation.WITHDRAWAL_REFUSED


def _between(country: Country) -> dict[str, object]:
    """Let 990000 report a child and 110000 ask for it."""
    child = {
        **pupil_of(country.child()),
        "national_number": "G990101200805050011",
        "document_number": "",
        "document_type": "Z",
        "province": "990000",
    }
    country.wires["990000"].say(ToNation.REPORT, "record:5", {"event": "assign", "pupil": child})
    country.run()
    country.wires["110000"].say(ToNation.APPLY, "case:9", application(child, "110000"))
    country.run(4)
    return child


def test_a_child_moves_between_two_connected_provinces(two_provinces: Country) -> None:
    child = _between(two_provinces)
    here, there = two_provinces.wires["110000"], two_provinces.wires["990000"]
    number = str(child["national_number"])
    assert number in there.shown
    assert there.heard("case:9") == [FromNation.APPLICATION_ARRIVED]
    for level, last in (("school", False), ("district", True)):
        there.say(ToNation.REVIEW, "case:9", {"level": level, "approved": True, "text": "同意", "last": last})
        two_provinces.run()
    here.say(ToNation.REQUEST_FILE, "case:9")
    two_provinces.run()
    assert there.heard("case:9")[-1] is FromNation.FILE_REQUESTED
    file = {"pupil": {key: child[key] for key in pupil_of(None)}, "form": {"name": child["name"]}, "spells": []}
    there.say(ToNation.RELEASE_FILE, "case:9", file)
    two_provinces.run()
    assert here.heard("case:9") == [
        FromNation.CHECK_PASSED,
        FromNation.REVIEWED,
        FromNation.REVIEWED,
        FromNation.FILE_READY,
        FromNation.FILE_SENT,
    ]
    assert dict(here.last(FromNation.FILE_SENT).body) == file
    assert number in here.shown
    assert number not in there.shown


@pytest.mark.parametrize(("levels", "said_last"), [(["school", "district"], None), (["school"], True)])
def test_the_last_review_is_the_one_that_the_province_calls_last(
    two_provinces: Country, levels: list[str], said_last: bool | None
) -> None:
    _between(two_provinces)
    there = two_provinces.wires["990000"]
    for level in levels:
        body = {"level": level, "approved": True, "text": ""}
        there.say(ToNation.REVIEW, "case:9", body if said_last is None else body | {"last": said_last})
    two_provinces.run()
    assert two_provinces.wires["110000"].heard("case:9")[-1] is FromNation.FILE_READY


def test_a_refusal_of_a_connected_province_is_mirrored_and_ends_it(two_provinces: Country) -> None:
    _between(two_provinces)
    verdict = {"level": "school", "approved": False, "text": "材料不齐"}
    two_provinces.wires["990000"].say(ToNation.REVIEW, "case:9", verdict)
    two_provinces.run(5)
    assert dict(two_provinces.wires["110000"].last(FromNation.REVIEWED).body) == verdict
    assert two_provinces.sql("SELECT state FROM applications")[0]["state"] == "refused"


def test_a_withdrawal_reaches_the_other_connected_province(two_provinces: Country) -> None:
    _between(two_provinces)
    two_provinces.wires["110000"].say(ToNation.WITHDRAW, "case:9")
    two_provinces.run(5)
    assert two_provinces.wires["990000"].heard("case:9")[-1] is FromNation.APPLICATION_WITHDRAWN


def test_an_invented_school_takes_one_of_our_children(country: Country) -> None:
    wire = country.wires["110000"]
    pupil = {
        **pupil_of(country.child()),
        "national_number": "G110101200805050011",
        "document_number": "110101200805050011",
    }
    wire.say(ToNation.REPORT, "record:3", {"event": "assign", "pupil": pupil})
    country.run()
    about = country.do(steering.ask_for, "110000", pupil["national_number"], Business.TRANSFER)
    country.run(4)
    assert wire.heard(about) == [FromNation.APPLICATION_ARRIVED]
    wire.say(ToNation.REVIEW, about, {"level": "school", "approved": True, "text": "", "last": False})
    wire.say(ToNation.REVIEW, about, {"level": "district", "approved": True, "text": "", "last": True})
    country.run(5)
    assert wire.heard(about)[-1] is FromNation.FILE_REQUESTED
    wire.say(ToNation.RELEASE_FILE, about, {"pupil": pupil, "form": {}, "spells": []})
    country.run()
    assert wire.heard(about)[-1] is FromNation.RECEIVED
    assert pupil["national_number"] not in wire.shown


def test_invented_schools_apply_by_themselves_each_month(country: Country) -> None:
    wire = country.wires["110000"]
    pupil = {
        **pupil_of(country.child()),
        "national_number": "G110101200805050011",
        "document_number": "110101200805050011",
    }
    wire.say(ToNation.REPORT, "record:3", {"event": "assign", "pupil": pupil})
    country.do(steering.set_habits, 1, scans=False)
    country.run(65)
    assert FromNation.APPLICATION_ARRIVED in wire.heard()
