"""A letter comes back as it was written, or not at all."""

from __future__ import annotations

import contextlib

import orjson
from hypothesis import given
from hypothesis import strategies as some

from tests.exchange.adapters.conftest import BATCH, KEY, PROVINCE, UNIFIED
from tests.exchange.adapters.said import any_dispatch, dispatches, every_tidings
from xueji.exchange.adapters.wording.letters import Scribe
from xueji.exchange.adapters.wording.tables import wording_of
from xueji.exchange.port import UnreadableError
from xueji.vocabulary.border.messages import Dispatch


@given(said=any_dispatch)
def test_a_body_comes_back_from_either_wording_as_it_went(said: Dispatch) -> None:
    for package in (BATCH, UNIFIED):
        scribe = Scribe(wording_of(package), PROVINCE, KEY)
        letter = scribe.write_dispatch(said)
        assert scribe.read_dispatch(letter.number, letter.content) == said


@given(cut=some.integers(0, 400), put=some.text(max_size=3))
def test_no_damage_to_a_message_leads_to_anything_but_unreadable(cut: int, put: str) -> None:
    for package in (BATCH, UNIFIED):
        scribe = Scribe(wording_of(package), PROVINCE, KEY)
        sound = scribe.write_tidings(every_tidings()[1])
        for text in (sound.content[:cut] + put, sound.content[:cut] + put + sound.content[cut:], put):
            with contextlib.suppress(UnreadableError):
                assert scribe.read_tidings(sound.number, text) == every_tidings()[1]


def test_what_lies_on_the_wire_of_2015_is_in_the_national_style() -> None:
    letter = Scribe(wording_of(BATCH), PROVINCE, KEY).write_dispatch(dispatches(1)[0])
    assert (letter.kind, letter.subject) == ("S01", "record:0")
    content = orjson.loads(letter.content)
    assert set(content) == {"xxbh", "xxlx", "ywbh", "fssj", "nr", "qm"}
    shown = content["nr"]["xs"]
    assert (shown["xm"], shown["csrq"], shown["lxrq"], shown["xjzt"]) == ("𬍛·阿卜杜拉", "20060101", "", "1")


def test_what_lies_on_the_wire_of_2017_has_names_of_its_own() -> None:
    letter = Scribe(wording_of(UNIFIED), PROVINCE, KEY).write_dispatch(dispatches(1)[0])
    assert (letter.kind, letter.subject) == ("reportChange", "record:0")
    shown = orjson.loads(letter.content)["content"]["student"]
    assert (shown["fullName"], shown["dateOfBirth"], shown["recordStatus"]) == ("𬍛·阿卜杜拉", "2006-01-01", "STUDYING")
