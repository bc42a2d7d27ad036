"""The nation beside the demo, steered as `xueji nation` steers it, and the exchange run when a story says so."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar

from tests.exchange.provinces.country import Province
from xueji.exchange.simulator import steering
from xueji.exchange.simulator.store import pupils
from xueji.exchange.simulator.store.applications import State, application
from xueji.exchange.simulator.store.work import Row, Store, Work
from xueji.vocabulary.border.verbs import Business

BEIJING = "110000"
INNER_MONGOLIA = "150000"
"""The province played by the simulator whose chain has all four levels of S17."""
_PATIENCE = 60
"""Seconds."""
_HOLD_BACK = "UPDATE outbox SET told = %(told)s WHERE about = %(about)s AND verb = 'file_ready'"
_Found = TypeVar("_Found")


@dataclass
class Nation:
    """The nation, and the provinces of the demo, Beijing first."""

    store: Store
    provinces: tuple[Province, ...]
    _asked: set[str] = field(default_factory=set)

    @property
    def beijing(self) -> Province:
        """The first province of the demo."""
        return self.provinces[0]

    @contextmanager
    def work(self) -> Iterator[Work]:
        """One piece of the nation's work."""
        with self.store.work(datetime.now(UTC)) as work:
            yield work

    @contextmanager
    def at_our_word(self) -> Iterator[None]:
        """Stop its clock for as long as the block lasts: what nobody orders does not happen."""
        with self.work() as work:
            pace = float((work.row("SELECT seconds_per_day FROM nation") or {})["seconds_per_day"])
            steering.set_pace(work, 0)
        yield
        with self.work() as work:
            steering.set_pace(work, pace)

    def children(self, grade: str, count: int = 1, *, graduated: bool = False) -> list[Row]:
        """So many children of 内蒙古自治区 about whom nothing is open, never the same ones again."""
        query = (
            "SELECT * FROM pupils WHERE province = %(province)s AND grade = %(grade)s AND open_business = ''"
            " AND standing = %(standing)s AND admitted_by = '' AND national_number <> ALL(%(asked)s) ORDER BY id"
        )
        standing = "left" if graduated else "studying"
        with self.work() as work:
            values = {"province": INNER_MONGOLIA, "grade": grade, "standing": standing, "asked": list(self._asked)}
            found = work.rows(query, values)[:count]
        assert len(found) == count, f"the nation has not enough children of {grade}"
        self._asked |= {row["national_number"] for row in found}
        return found

    def graduates_of(self, school: str, grade: str, count: int) -> list[Row]:
        """So many children of Beijing that have left this school after its last grade, as the nation knows them."""
        query = (
            "SELECT * FROM pupils WHERE province = %(province)s AND school_code = %(school)s AND grade = %(grade)s"
            " AND leaving_outcome = 'graduated' ORDER BY id DESC LIMIT %(count)s"
        )
        values = {"province": BEIJING, "school": school, "grade": grade, "count": count}
        return self._once(partial(_all_of, query=query, values=values))

    def knows(self, number: str) -> None:
        """Exchange until this child of Beijing has been reported and heard of."""
        self._once(partial(_holding, number=number))

    def asks_for(self, number: str, business: Business = Business.TRANSFER) -> str:
        """Let a school of 内蒙古自治区 apply for a child of ours, once the nation knows it; the application's key."""
        return self._once(partial(_ask, number=number, business=business))

    def is_told(self, about: str, *orders: str, at: State | None = None) -> None:
        """Give these orders one after the other, each once the one before has been obeyed, the first not before `at`."""
        for order in orders:
            before = self._once(partial(_obey, about=about, order=order, at=at))
            self._once(partial(_beyond, about=about, before=before))
            at = None

    def approves_last(self, about: str) -> None:
        """Let the last office approve, and keep back what the nation says next: that the file is ready."""
        with self.work() as work:
            steering.cut(work, BEIJING, off=True)
        self.is_told(about, "approve")
        self._once(partial(_stands, about=about, at=State.FILE_READY))
        with self.work() as work:
            work.do(_HOLD_BACK, {"about": about, "told": True})
            steering.cut(work, BEIJING, off=False)

    def says_the_file_is_ready(self, about: str) -> None:
        """Let go of what was kept back."""
        with self.work() as work:
            work.do(_HOLD_BACK, {"about": about, "told": False})

    def exchange(self) -> None:
        """Say what is queued and hear what has come, in all provinces, more often than the worker does every minute."""
        for each in self.provinces:
            each.begin("exchange")
        for each in self.provinces:
            each.finish("exchange")

    def _once(self, deed: Callable[[Work], _Found]) -> _Found:
        """Do something as soon as it is possible, exchanging meanwhile."""
        deadline = time.monotonic() + _PATIENCE
        while True:
            try:
                with self.work() as work:
                    return deed(work)
            except steering.NoSuchThing:
                if time.monotonic() > deadline:
                    raise
            self.exchange()
            time.sleep(0.05)


def _all_of(work: Work, query: str, values: dict[str, Any]) -> list[Row]:
    found = work.rows(query, values)
    if len(found) < values["count"]:
        raise steering.NoSuchThing(query)
    return found


def _holding(work: Work, number: str) -> Row:
    if (found := pupils.holding(work, BEIJING, number)) is None:
        raise steering.NoSuchThing(number)
    return found


def _ask(work: Work, number: str, business: Business) -> str:
    _holding(work, number)
    return steering.ask_for(work, BEIJING, number, business, INNER_MONGOLIA)


def _stands(work: Work, about: str, at: State) -> None:
    found = application(work, about)
    if found is None or found["state"] != at:
        raise steering.NoSuchThing(about)


def _obey(work: Work, about: str, order: str, at: State | None) -> tuple[str, str]:
    """Give an order; answer of where the application stood before it."""
    if at:
        _stands(work, about, at)
    before = _standing(work, about)
    if order == "abort":
        steering.end_abnormally(work, about)
    elif order == "withdraw":
        steering.withdraw_arrival(work, about)
    else:
        steering.answer(work, about, order)
    return before


def _beyond(work: Work, about: str, before: tuple[str, str]) -> None:
    if _standing(work, about) == before:
        raise steering.NoSuchThing(about)


def _standing(work: Work, about: str) -> tuple[str, str]:
    found = application(work, about)
    return (found["state"], found["level"]) if found else ("", "")
