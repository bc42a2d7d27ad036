"""A wire in memory, faithful to the port and faulty by a seed, and a small nation at its other end.

Faults that a real wire has: it is cut before or after a batch was written, it shows a message twice, out of order or
late, and what lies on it may be truncated or poisoned. What it took once it keeps under its key.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any

from xueji.exchange.port import ExchangeDownError, RawMessage, UnreadableError
from xueji.vocabulary.border.messages import Dispatch, Pupil, Tidings
from xueji.vocabulary.border.verbs import FromNation, ToNation
from xueji.vocabulary.text import Text

NOW = datetime(2015, 9, 1, 8, tzinfo=UTC)
BROKEN = Text("消息不完整。", "The message is incomplete.")
UNSAYABLE = Text("含有不能传送的字符。", "It holds a character that cannot be carried.")


@dataclass
class Faults:
    """How often, of a hundred times, the wire does each of these."""

    cut: int = 0
    duplicate: int = 0
    reorder: int = 0
    delay: int = 0
    truncate: int = 0
    poison: int = 0


@dataclass
class Wire:
    """Both ends of one province's exchange. `down` cuts it; `unsayable` are keys that it cannot carry."""

    seed: int = 0
    faults: Faults = field(default_factory=Faults)
    down: bool = False
    unsayable: set[str] = field(default_factory=set)
    name: str = "in memory"
    taken: dict[str, Dispatch] = field(default_factory=dict)
    shown: dict[int, RawMessage] = field(default_factory=dict)
    late: list[tuple[str, str]] = field(default_factory=list)
    holds: dict[str, Pupil] = field(default_factory=dict)
    confirmed: int = 0
    spoiled: int = 0
    told: int = 0

    def __post_init__(self) -> None:
        self.dice = Random(self.seed)  # noqa: S311 - faults of a test

    def hand_over(self, dispatches: Sequence[Dispatch]) -> dict[str, Text]:
        self._up()
        cut = self._happens(self.faults.cut)
        reached = self.dice.randrange(len(dispatches) + 1) if cut else len(dispatches)
        for each in dispatches[:reached]:
            if each.key not in self.unsayable:
                self.taken.setdefault(each.key, each)
        if cut:
            raise ExchangeDownError("cut while writing")
        return {each.key: UNSAYABLE for each in dispatches if each.key in self.unsayable}

    def collect(self, *, after: int, limit: int) -> list[RawMessage]:
        self._up()
        if self._happens(self.faults.cut):
            raise ExchangeDownError("cut while reading")
        return [raw for sequence, raw in sorted(self.shown.items()) if sequence > after][:limit]

    def confirm(self, *, upto: int) -> None:
        self._up()
        if self._happens(self.faults.cut):
            raise ExchangeDownError("cut while confirming")
        self.confirmed = max(self.confirmed, upto)
        self.shown = {sequence: raw for sequence, raw in self.shown.items() if sequence > self.confirmed}

    def understand(self, raw: RawMessage) -> Tidings:
        try:
            told = json.loads(raw.text)
            return Tidings(
                raw.number, FromNation(told["verb"]), told["about"], told["body"], raw.written_at, told["reply"]
            )
        except (ValueError, KeyError, TypeError) as error:
            raise UnreadableError(BROKEN) from error

    def holdings(self) -> Iterator[Pupil]:
        self._up()
        yield from (self.holds[number] for number in sorted(self.holds))

    def tell(
        self, verb: FromNation, about: str, body: dict[str, Any] | None = None, reply: str = "", number: str = ""
    ) -> None:
        """The nation writes one message; faults befall it on the way, and then it is told once more, whole."""
        self.told += 1
        number = number or f"N{self.told:06d}"
        text = json.dumps({"verb": verb.value, "about": about, "body": body or {}, "reply": reply})
        if self._happens(self.faults.truncate):
            self._put(f"{number}-t", text[: self.dice.randrange(len(text))])
            self.spoiled += 1
        if self._happens(self.faults.poison):
            self._put(f"{number}-p", self.dice.choice(["\x00\ud800", "[]", '{"verb":"conquer"}', "null"]))
            self.spoiled += 1
        if self._happens(self.faults.delay):
            self.late.append((number, text))
            return
        self._put(number, text)
        if self._happens(self.faults.duplicate):
            self._put(number, text)

    def let_time_pass(self) -> None:
        """What was delayed comes, in any order."""
        self.dice.shuffle(self.late)
        for number, text in self.late:
            self._put(number, text)
        self.late.clear()

    def _put(self, number: str, text: str) -> None:
        sequence = max(self.shown, default=self.confirmed) + 1
        raw = RawMessage(sequence, number, text, NOW)
        waiting = self.shown.get(sequence - 1)
        if waiting is not None and self._happens(self.faults.reorder) and not self._looked_at(sequence - 1):
            self.shown[sequence - 1] = RawMessage(sequence - 1, number, text, NOW)
            raw = RawMessage(sequence, waiting.number, waiting.text, NOW)
        self.shown[sequence] = raw

    def _looked_at(self, sequence: int) -> bool:
        """Whether our side may have read it already: a place on the wire never changes after that."""
        return sequence <= self.read_upto

    read_upto: int = 0

    def freeze(self) -> None:
        """Note that everything shown until now may have been read."""
        self.read_upto = max(self.shown, default=self.read_upto)

    def _up(self) -> None:
        if self.down:
            raise ExchangeDownError("cut")

    def _happens(self, percent: int) -> bool:
        return self.dice.randrange(100) < percent


@dataclass
class Nation:
    """Answers whatever a province says about records: each key once, in the order in which it lies on the wire."""

    wire: Wire
    heard: list[str] = field(default_factory=list)
    pupils: dict[str, list[str]] = field(default_factory=dict)

    def step(self) -> None:
        for key, said in self.wire.taken.items():
            if key not in self.heard:
                self.heard.append(key)
                self._answer(said)

    def _answer(self, said: Dispatch) -> None:
        self.pupils.setdefault(said.about, []).append(said.key)
        if said.verb is ToNation.REPORT:
            self.wire.tell(FromNation.RECEIVED, said.about, {}, said.key)
        elif said.verb is ToNation.REQUEST_NUMBER:
            pupil = said.body["pupil"]
            new = {"old": pupil["national_number"], "new": f"G{pupil['document_number']}", "name": pupil["name"]}
            self.wire.tell(FromNation.NUMBER_ALLOCATED, said.about, new, said.key)
        elif said.verb is ToNation.SET_STANDING:
            self.wire.tell(FromNation.STANDING_SET, said.about, dict(said.body), said.key)
        elif said.verb in (ToNation.SUBSTANTIATE, ToNation.CORRECT, ToNation.REMOVE):
            closed = {
                "problem": said.body["problem"],
                "national_number": said.body["national_number"],
                "text": "已解除",
            }
            self.wire.tell(FromNation.PROBLEM_CLOSED, said.about, closed, said.key)
