"""Dealing children out to classes: equal, and repeatable by anybody who has the seed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueji.records.balance import Child, Room, deal, summary
from xueji.records.balance.deal import NotEnoughRoomError

CHILDREN = st.lists(
    st.tuples(st.sampled_from("12"), st.dates(date(2008, 9, 1), date(2009, 8, 31))), min_size=1, max_size=120
).map(lambda rows: [Child(key, sex, born) for key, (sex, born) in enumerate(rows, start=1)])


@given(children=CHILDREN, rooms=st.integers(1, 6), seed=st.text(max_size=10))
def test_every_child_gets_one_class_and_sizes_differ_by_few(children: list[Child], rooms: int, seed: str) -> None:
    dealt = deal(children, [Room(key, 120) for key in range(rooms)], seed)
    assert set(dealt) == {child.key for child in children}
    sizes = [list(dealt.values()).count(key) for key in range(rooms)]
    assert max(sizes) - min(sizes) <= 1
    for sex in "12":
        inside = [sum(child.sex == sex and dealt[child.key] == key for child in children) for key in range(rooms)]
        assert max(inside) - min(inside) <= 1


@given(children=CHILDREN, seed=st.text(max_size=10))
def test_the_same_seed_gives_the_same_classes_in_any_order_of_asking(children: list[Child], seed: str) -> None:
    rooms = [Room(1, 120), Room(2, 120), Room(3, 120)]
    assert deal(children, rooms, seed) == deal(children[::-1], rooms[::-1], seed)


def test_another_seed_gives_other_classes() -> None:
    children = [Child(key, "12"[key % 2], date(2009, 1, 1)) for key in range(60)]
    rooms = [Room(1, 30), Room(2, 30)]
    assert deal(children, rooms, "a") != deal(children, rooms, "b")


def test_a_full_class_takes_no_more() -> None:
    children = [Child(key, "1", date(2009, 1, 1)) for key in range(10)]
    dealt = deal(children, [Room(1, 2), Room(2, 8)], "x")
    assert list(dealt.values()).count(1) == 2
    with pytest.raises(NotEnoughRoomError):
        deal(children, [Room(1, 2), Room(2, 7)], "x")


def test_the_summary_counts_children_girls_and_age() -> None:
    children = [Child(1, "1", date(2009, 9, 1)), Child(2, "2", date(2008, 9, 1))]
    assert summary(children, {1: 7, 2: 7}, date(2015, 9, 1)) == {7: {"children": 2, "girls": 1, "mean_age": 6.5}}
