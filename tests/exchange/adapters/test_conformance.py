"""What both wires keep alike: what is said arrives as it was said, in order, once, whatever is cut in between."""

from __future__ import annotations

import logging
from dataclasses import replace

import orjson
import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests.exchange.adapters.conftest import KEY, PROVINCE, Wire
from tests.exchange.adapters.said import (
    MOMENT,
    any_dispatch,
    dispatches,
    every_dispatch,
    every_tidings,
    pupil,
)
from xueji.exchange.adapters.wording.letters import Scribe
from xueji.exchange.adapters.wording.tables import wording_of
from xueji.exchange.port import ExchangeDownError, NationalSystem, RawMessage, UnreadableError, UnsayableError
from xueji.vocabulary.border.messages import Dispatch, Tidings
from xueji.vocabulary.border.verbs import FromNation, ToNation

_ALL = 1_000_000


def _taken(wire: Wire) -> list[Dispatch]:
    return [said for _, said in wire.theirs.take(after=0, limit=_ALL)]


def _heard(ours: NationalSystem) -> list[Tidings]:
    return [ours.understand(raw) for raw in ours.collect(after=0, limit=_ALL)]


def _scribe(wire: Wire) -> Scribe:
    return Scribe(wording_of(wire.package), PROVINCE, KEY)


def _unreadable(ours: NationalSystem, raw: RawMessage) -> UnreadableError:
    with pytest.raises(UnreadableError) as caught:
        ours.understand(raw)
    assert caught.value.says.zh.endswith("。")
    assert caught.value.says.en.endswith(".")
    return caught.value


def test_every_verb_with_every_body_is_taken_as_it_was_said(wire: Wire) -> None:
    said = every_dispatch()
    assert {each.verb for each in said} == set(ToNation)
    assert wire.ours.hand_over(said) == {}
    assert _taken(wire) == said


def test_everything_the_nation_tells_is_understood_as_it_was_told(wire: Wire) -> None:
    told = every_tidings()
    assert {each.verb for each in told} == set(FromNation)
    wire.theirs.tell(told)
    assert _heard(wire.ours) == told


def test_places_rise_and_reading_goes_on_from_any_of_them(wire: Wire) -> None:
    for start in (0, 40, 80):
        wire.ours.hand_over(dispatches(40, start=start))
    pages: list[tuple[int, Dispatch]] = []
    while page := wire.theirs.take(after=pages[-1][0] if pages else 0, limit=7):
        assert len(page) <= 7
        pages += page
    assert [said for _, said in pages] == dispatches(120)
    assert [place for place, _ in pages] == sorted({place for place, _ in pages})


def test_answers_are_collected_page_by_page_and_stay_until_they_are_confirmed_and_after(wire: Wire) -> None:
    wire.theirs.tell(every_tidings())
    whole = wire.ours.collect(after=0, limit=_ALL)
    assert wire.ours.collect(after=whole[2].sequence, limit=3) == whole[3:6]
    assert wire.ours.collect(after=whole[-1].sequence, limit=3) == []
    wire.ours.confirm(upto=whole[-1].sequence)
    wire.ours.confirm(upto=whole[0].sequence)
    with psycopg.connect(wire.exchange.nation) as nation:
        assert nation.execute("SELECT upto FROM confirmed").fetchone() == (whole[-1].sequence,)
    assert wire.ours.collect(after=0, limit=_ALL) == whole


def test_saying_and_telling_again_changes_nothing(wire: Wire) -> None:
    for again in ([*dispatches(5), *dispatches(5)], dispatches(8), dispatches(3)):
        wire.ours.hand_over(again)
    assert _taken(wire) == dispatches(8)
    told = every_tidings()
    for repeated in (told[:4], told, [*told, *told]):
        wire.theirs.tell(repeated)
    assert _heard(wire.ours) == told


def test_a_key_that_is_said_with_other_words_keeps_the_first_ones(wire: Wire) -> None:
    first = Dispatch("same", ToNation.WITHDRAW, "110000-1", {"text": "一"}, MOMENT)
    wire.ours.hand_over([first])
    wire.ours.hand_over([Dispatch("same", ToNation.WITHDRAW, "110000-1", {"text": "二"}, MOMENT)])
    assert _taken(wire) == [first]


def test_nothing_said_writes_nothing(wire: Wire) -> None:
    assert wire.ours.hand_over([]) == {}
    wire.theirs.tell([])
    wire.theirs.show_holdings([], [])
    assert wire.exchange.count("upload_batch") == wire.exchange.count("download_batch") == 0


_MANY = 2_200


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.8, 0.97])
def test_a_cut_in_the_midst_of_handing_over_is_mended_by_a_repeat_and_says_everything_once(
    wire: Wire, share: float
) -> None:
    wire.ours.hand_over(dispatches(_MANY))
    wire.relay.sent, wire.relay.cut_after = 0, int(wire.relay.sent * share)
    with pytest.raises(ExchangeDownError):
        wire.ours.hand_over(dispatches(_MANY, start=_MANY))
    half_done = _taken(wire)
    assert half_done == dispatches(len(half_done))
    assert len(half_done) < 2 * _MANY
    wire.relay.mend()
    assert wire.ours.hand_over(dispatches(_MANY, start=_MANY)) == {}
    assert _taken(wire) == dispatches(2 * _MANY)


def test_a_batch_that_was_cut_is_not_there_at_all(wire: Wire) -> None:
    wire.ours.hand_over(dispatches(300))
    wire.relay.sent, wire.relay.cut_after = 0, int(wire.relay.sent * 0.9)
    with pytest.raises(ExchangeDownError):
        wire.ours.hand_over(dispatches(300, start=300))
    assert wire.exchange.count("upload") == 300
    assert wire.exchange.count("upload_batch") == 1


def test_when_only_the_answer_was_lost_a_repeat_still_says_everything_once(wire: Wire) -> None:
    wire.ours.hand_over(dispatches(50))
    # What a transaction ends with, or a request, lies within its last bytes; keys are as long as those before.
    wire.relay.sent, wire.relay.deaf_after = 0, _length_of_another_fifty(wire) - 5
    with pytest.raises(ExchangeDownError):
        wire.ours.hand_over(dispatches(50, start=20_050))
    assert wire.exchange.count("upload") == 150
    wire.relay.mend()
    wire.ours.hand_over(dispatches(50, start=20_050))
    assert [each.key for each in _taken(wire)[100:]] == [each.key for each in dispatches(50, start=20_050)]
    assert wire.exchange.count("upload") == 150


def _length_of_another_fifty(wire: Wire) -> int:
    wire.relay.sent = 0
    wire.ours.hand_over(dispatches(50, start=10_050))
    length, wire.relay.sent = wire.relay.sent, 0
    return length


@pytest.mark.parametrize("share", [0.0, 0.4, 0.9])
def test_a_cut_in_the_midst_of_telling_leaves_nothing_half_done_and_a_repeat_tells_it_once(
    wire: Wire, share: float
) -> None:
    told = every_tidings()
    wire.theirs.tell(told[:12])
    wire.nation_relay.sent, wire.nation_relay.cut_after = 0, int(wire.nation_relay.sent * share)
    with pytest.raises(ExchangeDownError):
        wire.theirs.tell(told)
    assert _heard(wire.ours) == told[:12]
    wire.nation_relay.mend()
    wire.theirs.tell(told)
    assert _heard(wire.ours) == told


def test_sessions_that_the_database_ends_are_opened_anew(wire: Wire) -> None:
    wire.ours.hand_over(dispatches(3))
    assert _taken(wire) == dispatches(3)
    with psycopg.connect(wire.exchange.admin, autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    for call in (lambda: wire.ours.hand_over(dispatches(5)), lambda: wire.theirs.take(after=0, limit=1)):
        with pytest.raises(ExchangeDownError):
            call()
    wire.ours.hand_over(dispatches(5))
    assert _taken(wire) == dispatches(5)


def test_a_wire_that_is_down_says_so_on_every_call_and_works_again_afterwards(wire: Wire) -> None:
    wire.ours.hand_over(dispatches(1))
    wire.theirs.take(after=0, limit=1)
    for relay in (wire.relay, wire.nation_relay):
        relay.sent, relay.cut_after = 0, 0
    for call in (
        lambda: wire.ours.hand_over(dispatches(9)),
        lambda: wire.ours.collect(after=0, limit=1),
        lambda: wire.ours.confirm(upto=1),
        lambda: list(wire.ours.holdings()),
        lambda: wire.theirs.take(after=0, limit=1),
        lambda: wire.theirs.tell(every_tidings()),
        lambda: wire.theirs.tell_raw([("N", "")]),
        lambda: wire.theirs.show_holdings([pupil()], []),
    ):
        with pytest.raises(ExchangeDownError):
            call()
    wire.relay.mend()
    wire.nation_relay.mend()
    assert wire.ours.hand_over(dispatches(9)) == {}
    assert _taken(wire) == dispatches(9)


@pytest.mark.parametrize(
    ("verb", "body", "named"),
    [
        (ToNation.WITHDRAW, {"unheard_of": 1}, "unheard_of"),
        (ToNation.WITHDRAW, {"text": "a\0b"}, "text"),
        (ToNation.WITHDRAW, {"text": "\ud800"}, "text"),
        (ToNation.WITHDRAW, {"text": 5}, "text"),
        (ToNation.WITHDRAW, {5: "text"}, "5"),
        (ToNation.WITHDRAW, {"text": "x" * 1_100_000}, ""),
        (ToNation.WITHDRAW, [], ""),
        (ToNation.REPORT, {"event": "left"}, "pupil"),
        (ToNation.REPORT, {"event": "left", "pupil": None}, ""),
        (ToNation.REPORT, {"event": "left", "pupil": pupil(birth_date="2015-02-30")}, "birth_date"),
        (ToNation.REPORT, {"event": "left", "pupil": pupil(birth_date="20150203")}, "birth_date"),
        (ToNation.REPORT, {"event": "left", "pupil": pupil(school_year=True)}, "school_year"),
        (ToNation.REPORT, {"event": "left", "pupil": pupil(standing="在读")}, "standing"),
        (ToNation.REVIEW, {"level": "school", "approved": 1, "text": ""}, "approved"),
        (ToNation.RELEASE_FILE, {"pupil": pupil(), "form": {"x": float("nan")}, "spells": []}, "x"),
        (ToNation.RELEASE_FILE, {"pupil": pupil(), "form": {"x": MOMENT}, "spells": []}, "x"),
        (ToNation.RELEASE_FILE, {"pupil": pupil(), "form": {}, "spells": [2**60]}, "spells"),
    ],
)
def test_what_cannot_be_said_is_named_and_everything_else_is_handed_over(
    wire: Wire, verb: ToNation, body: dict[str, object], named: str
) -> None:
    bad = Dispatch("bad", verb, "110000-9", body, MOMENT)
    refused = wire.ours.hand_over([*dispatches(2), bad, *dispatches(2, start=2)])
    assert list(refused) == ["bad"]
    assert named in refused["bad"].en
    assert refused["bad"].zh.endswith("。")
    assert _taken(wire) == dispatches(4)


@pytest.mark.parametrize(
    "bad",
    [
        Dispatch("bad", ToNation.WITHDRAW, "a\0", {}, MOMENT),
        Dispatch("bad", ToNation.WITHDRAW, "a", {}, MOMENT.replace(tzinfo=None)),
        Dispatch("", ToNation.WITHDRAW, "a", {}, MOMENT),
        Dispatch("\0", ToNation.WITHDRAW, "a", {}, MOMENT),
        Dispatch("k" * 201, ToNation.WITHDRAW, "a", {}, MOMENT),
        Dispatch("bad", ToNation.WITHDRAW, "a" * 201, {}, MOMENT),
    ],
)
def test_a_message_whose_head_cannot_be_carried_is_named_too(wire: Wire, bad: Dispatch) -> None:
    assert list(wire.ours.hand_over([bad, *dispatches(1)])) == [bad.key]
    assert _taken(wire) == dispatches(1)


def test_the_nation_cannot_tell_what_no_table_knows_and_then_tells_nothing(wire: Wire) -> None:
    bad = Tidings("N", FromNation.CHECK_FAILED, "a", {"code": "2001"}, MOMENT)
    with pytest.raises(UnsayableError):
        wire.theirs.tell([*every_tidings(), bad])
    with pytest.raises(UnsayableError):
        wire.theirs.tell_raw([("N", "\0")])
    with pytest.raises(UnsayableError):
        wire.theirs.show_holdings([pupil(left_on="today")], [])
    assert wire.ours.collect(after=0, limit=1) == []


def _broken(scribe: Scribe) -> dict[str, tuple[str, str]]:
    """What may lie under a number, and what is said of it. Nothing else is wrong with it than what its number says."""
    said, told = dispatches(1)[0], every_tidings()[-1]
    sound = {name: scribe.write_tidings(replace(told, number=name)).content for name in ("cut", "changed", "bare")}
    elsewhere = replace(scribe, province="990000").write_tidings(replace(told, number="elsewhere")).content
    unsigned = {name: value for name, value in orjson.loads(sound["bare"]).items() if name != scribe._signature_name}
    return {
        "cut": (sound["cut"][:-80], "incomplete"),
        "changed": (sound["changed"].replace("G1101", "G1102"), "signature does not fit"),
        "elsewhere": (elsewhere, "signature does not fit"),
        "moved": (sound["cut"], "not that of the place"),
        "said": (scribe.write_dispatch(replace(said, key="said")).content, "Unknown kind"),
        "bare": (orjson.dumps(unsigned).decode(), "no signature"),
        "empty": ("", "incomplete"),
        "list": ("[1]", "incomplete"),
        "null": ("null", "incomplete"),
        "deep": ('{"a":' * 500 + "1" + "}" * 500, "no signature"),
        "deeper": (f'{{"{scribe._signature_name}":"x","a":' + '{"a":' * 500 + "1" + "}" * 501, "incomplete"),
        "long": ("x" * 1_100_000, "too long"),
    }


def test_whatever_is_broken_on_the_way_down_comes_as_it_is_and_is_called_unreadable(wire: Wire) -> None:
    broken = _broken(_scribe(wire))
    wire.theirs.tell_raw([(number, text) for number, (text, _) in broken.items()])
    raws = wire.ours.collect(after=0, limit=_ALL)
    assert [raw.number for raw in raws] == list(broken)
    assert [raw.text for raw in raws[:-1]] == [text for text, _ in broken.values()][:-1]
    for raw in raws:
        assert broken[raw.number][1] in _unreadable(wire.ours, raw).says.en


@pytest.mark.parametrize(
    "change", [{"kind": "unheard-of"}, {"body": {}}, {"body": 7}, {"at": "yesterday"}, {"new": "x"}]
)
def test_a_signed_message_of_an_unknown_kind_or_build_is_called_unreadable(
    wire: Wire, change: dict[str, object]
) -> None:
    scribe = _scribe(wire)
    names = {name: field.wire for name, field in scribe.wording.bodies["message"].by_ours.items()}
    envelope = orjson.loads(scribe.write_tidings(every_tidings()[-1]).content)
    envelope.pop(scribe._signature_name)
    envelope[names["number"]] = "N"
    envelope.update({names.get(name, name): value for name, value in change.items()})
    signed = orjson.dumps({**envelope, scribe._signature_name: scribe._signature(envelope)}).decode()
    _unreadable(wire.ours, RawMessage(1, "N", signed, MOMENT))


def test_what_the_nation_cannot_read_it_answers_with_rejected_once_and_takes_the_rest(wire: Wire) -> None:
    wire.ours.hand_over(dispatches(5))
    with psycopg.connect(wire.exchange.admin) as admin:
        admin.execute("UPDATE upload SET content = replace(content, 'P3', 'P4') WHERE seq = 2")
        admin.execute("UPDATE upload SET content = left(content, 80) WHERE seq = 4")
    for _ in range(2):
        assert [place for place, _ in wire.theirs.take(after=0, limit=_ALL)] == [1, 3, 5]
    heard = _heard(wire.ours)
    assert [each.in_reply_to for each in heard] == ["case-1-report", "case-3-report"]
    assert {each.verb for each in heard} == {FromNation.REJECTED}
    assert all(each.body["text"] for each in heard)


def test_a_batch_with_rows_taken_away_is_noticed_and_its_other_messages_are_taken(
    wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    wire.ours.hand_over(dispatches(3))
    wire.theirs.tell(every_tidings()[:3])
    with caplog.at_level(logging.WARNING):
        assert len(_taken(wire)) == len(_heard(wire.ours)) == 3
        assert not caplog.records
    wire.ours.hand_over(dispatches(3, start=3))
    wire.theirs.tell(every_tidings()[3:6])
    with psycopg.connect(wire.exchange.admin) as admin:
        admin.execute("DELETE FROM upload WHERE seq = 5")
        admin.execute("DELETE FROM download WHERE seq = (SELECT min(seq) + 4 FROM download)")
    with caplog.at_level(logging.WARNING):
        assert len(_taken(wire)) == len(_heard(wire.ours)) == 5
    assert [record.getMessage() for record in caplog.records] == [
        "batch 2 of upload is not as it was signed",
        "batch 2 of download is not as it was signed",
    ]


def test_another_key_is_not_believed(wire: Wire) -> None:
    wire.ours.hand_over(dispatches(1))
    wire.theirs.tell(every_tidings()[:1])
    wire.theirs._scribe = Scribe(wording_of(wire.package), PROVINCE, b"another key")  # type: ignore[attr-defined]
    assert _taken(wire) == []
    raws = wire.ours.collect(after=0, limit=_ALL)
    assert len(raws) == 2
    assert wire.ours.understand(raws[0]) == every_tidings()[0]
    _unreadable(wire.ours, raws[1])


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=some.lists(any_dispatch, max_size=4, unique_by=lambda each: each.key))
def test_whatever_can_be_said_arrives_with_every_character(wire: Wire, said: list[Dispatch]) -> None:
    with psycopg.connect(wire.exchange.admin) as admin:
        admin.execute("TRUNCATE upload, upload_batch")
    assert wire.ours.hand_over(said) == {}
    assert _taken(wire) == said


def test_holdings_are_shown_changed_and_taken_away_and_read_by_ascending_number(wire: Wire) -> None:
    wire.theirs.show_holdings([pupil("L2"), pupil("G1", left_on="2015-07-01"), pupil("g0"), pupil("L2", name="后")], [])
    wire.theirs.show_holdings([pupil("G1", name="")], ["g0", "absent"])
    assert list(wire.ours.holdings()) == [pupil("G1", name=""), pupil("L2", name="后")]


def test_holdings_are_streamed_and_leave_the_wire_free_meanwhile(wire: Wire) -> None:
    numbers = [f"G{number:018d}" for number in range(5_000)]
    wire.theirs.show_holdings([pupil(number) for number in reversed(numbers)], [])
    wire.relay.received = 0
    stream = wire.ours.holdings()
    assert next(stream)["national_number"] == numbers[0]
    first = wire.relay.received
    assert wire.ours.hand_over(dispatches(1)) == {}
    assert [each["national_number"] for each in stream] == numbers[1:]
    assert first < wire.relay.received / 2
