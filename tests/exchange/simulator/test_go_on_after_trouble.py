"""Seeds, restarts, cut wires and messages that are wrong on purpose."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest

from tests.exchange.simulator.conftest import CALM, NOW, Country
from tests.exchange.simulator.wires import Wire
from xueji.exchange.simulator import steering
from xueji.exchange.simulator.engine.calendar import adjust_term
from xueji.exchange.simulator.founding import found
from xueji.exchange.simulator.store.pupils import pupil_of
from xueji.vocabulary.border.verbs import FromNation, ToNation


def _story(country: Country) -> list[tuple[float, str, str]]:
    country.do(steering.set_temper, "130000", {"approving": 0.5, "failing": 0.3, "silent": 0.2})
    for number, child in enumerate(country.sql("SELECT * FROM pupils WHERE province = '130000' ORDER BY id LIMIT 12")):
        country.apply(child, about=f"case:{number}")
    country.run(12)
    return [(row["days"], row["about"], row["zh"]) for row in country.sql("SELECT * FROM log ORDER BY id")]


def test_the_same_seed_gives_the_same_log(country: Country) -> None:
    first = _story(country)
    country.store.close()
    with psycopg.connect(country.url) as database:
        database.execute("DROP SCHEMA public CASCADE")
        database.execute("CREATE SCHEMA public")
    found(country.url, ["110000"], now=NOW, charter=CALM)
    again = Country(country.url, {"110000": Wire("110000")})
    again.sql("UPDATE provinces SET approving = 1")
    assert _story(again) == first
    assert len({text for _, _, text in first}) > 5  # not one story twelve times
    again.store.close()


@pytest.mark.parametrize("calls", range(1, 16))
def test_a_nation_killed_at_any_call_answers_everything_once(country: Country, calls: int) -> None:
    wire = country.wires["110000"]
    child = country.child()
    wire.say(
        ToNation.REPORT, "record:1", {"event": "assign", "pupil": dict(pupil_of(child)) | {"national_number": "L1"}}
    )
    country.apply(child)
    wire.dies_after = calls
    with pytest.raises(KeyboardInterrupt):
        country.run(15)
    country.start()
    country.run(15)
    assert wire.heard("record:1") == [FromNation.RECEIVED]
    assert wire.heard("case:1") == [
        FromNation.CHECK_PASSED,
        FromNation.REVIEWED,
        FromNation.REVIEWED,
        FromNation.FILE_READY,
    ]
    assert list(wire.shown) == ["L1"]


def test_a_message_said_twice_is_acted_upon_once(country: Country) -> None:
    wire = country.wires["110000"]
    country.apply(country.child())
    wire.said.append(wire.said[0])
    country.run(3)
    assert wire.heard().count(FromNation.CHECK_PASSED) == 1


def test_a_wire_that_is_down_loses_nothing_and_holds_up_no_other(two_provinces: Country) -> None:
    here, there = two_provinces.wires["110000"], two_provinces.wires["990000"]
    there.down = True
    two_provinces.apply(two_provinces.child())
    there.say(ToNation.WITHDRAW, "case:absent")
    two_provinces.run(3)
    assert FromNation.CHECK_PASSED in here.heard()
    assert two_provinces.sql("SELECT trouble FROM provinces WHERE code = '990000'")[0]["trouble"]
    there.down = False
    two_provinces.run()
    assert there.heard() == [FromNation.REJECTED]
    assert two_provinces.sql("SELECT trouble FROM provinces WHERE code = '990000'")[0]["trouble"] == ""


def test_a_message_that_the_wire_cannot_carry_stands_in_no_other_ones_way(country: Country) -> None:
    wire = country.wires["110000"]
    wire.cannot_carry = "case:1"
    for about in ("case:0", "case:1", "case:2"):
        wire.say(ToNation.WITHDRAW, about)
    country.run(1)
    assert wire.heard("case:0") == wire.heard("case:2") == [FromNation.REJECTED]
    assert wire.heard("case:1") == []
    assert [row["about"] for row in country.sql("SELECT about FROM log WHERE zh LIKE '%%太长%%'")] == ["case:1"]


def test_a_cut_wire_is_neither_read_nor_written(country: Country) -> None:
    country.do(steering.cut, "110000", off=True)
    country.apply(country.child())
    country.run(5)
    assert country.wires["110000"].heard() == []
    country.do(steering.cut, "110000", off=False)
    country.run(5)
    assert FromNation.CHECK_PASSED in country.wires["110000"].heard()


def test_the_adjustment_of_terms_ends_what_has_not_been_checked(country: Country) -> None:
    children = country.sql(
        "SELECT * FROM pupils WHERE province = '130000' AND standing = 'studying' ORDER BY id LIMIT 2"
    )
    country.apply(children[0], about="case:1")
    country.run(6)
    country.apply(children[1], about="case:2")
    country.run()
    assert country.do(adjust_term) == 1
    country.run(5)
    assert country.wires["110000"].heard("case:2") == [FromNation.ABORTED]
    assert FromNation.ABORTED not in country.wires["110000"].heard("case:1")


def test_orders_go_before_the_dice(country: Country) -> None:
    wire, child = country.wires["110000"], country.child()
    country.apply(child, name="别人")
    country.run()
    country.do(steering.answer, "case:1", "pass")
    country.run()
    country.do(steering.answer, "case:1", "refuse:章不清楚")
    country.run()
    assert wire.last(FromNation.REVIEWED).body["text"] == "章不清楚"
    with pytest.raises(steering.NoSuchThing):
        country.do(steering.answer, "case:1", "approve")


def test_a_check_may_be_failed_with_a_chosen_error(country: Country) -> None:
    country.apply(country.child())
    country.run()
    with pytest.raises(steering.NoSuchThing):
        country.do(steering.answer, "case:1", "fail:no_such_error")
    country.do(steering.answer, "case:1", "fail:problem_record")
    country.run()
    assert country.wires["110000"].last(FromNation.CHECK_FAILED).body["code"] == "2003"


def test_messages_may_come_early_twice_and_broken(country: Country) -> None:
    wire = country.wires["110000"]
    country.apply(country.child())
    country.run()
    country.do(steering.speak_early, "case:1")
    country.do(steering.send_poison, "110000")
    country.run(10)
    country.do(steering.speak_again, "case:1")
    country.run()
    assert wire.heard()[0] is FromNation.FILE_READY
    assert wire.heard()[-2:] == [FromNation.FILE_READY] * 2
    assert len(wire.raw) == 1


def test_the_clock_runs_at_the_pace_it_is_given(country: Country) -> None:
    country.do(steering.set_pace, 2.0)
    for second in range(0, 61, 4):
        country.nation.step(NOW + timedelta(seconds=second))
    with country.store.work(NOW + timedelta(seconds=60)) as work:
        assert work.days == pytest.approx(30)
        steering.set_pace(work, 0)
    country.nation.step(NOW + timedelta(hours=60))
    with country.store.work(NOW + timedelta(hours=60)) as work:
        assert work.today.isoformat() == "2015-10-01"


def test_while_nobody_is_the_nation_its_time_stands(country: Country) -> None:
    country.do(steering.set_pace, 2.0)
    with country.store.work(NOW + timedelta(days=3)) as work:
        assert work.days < 3


def test_nobody_decides_for_a_connected_province(two_provinces: Country) -> None:
    child = two_provinces.child()
    two_provinces.sql("UPDATE pupils SET province = '990000' WHERE id = %(id)s", id=child["id"])
    two_provinces.apply(child | {"province": "990000"})
    two_provinces.run(4)
    with pytest.raises(steering.NoSuchThing):
        two_provinces.do(steering.answer, "case:1", "approve")


def test_a_nation_is_founded_once_and_may_be_joined_later(country: Country) -> None:
    before = country.sql("SELECT count(*) AS n FROM pupils")
    found(country.url, ["110000", "990000"], now=NOW, charter=CALM)
    assert country.sql("SELECT count(*) AS n FROM pupils") == before
    country.wires["990000"] = Wire("990000")
    country.start()
    country.wires["990000"].say(ToNation.WITHDRAW, "case:absent")
    country.run()
    assert country.wires["990000"].heard() == [FromNation.REJECTED]
