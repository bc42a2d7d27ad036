"""An exchange in memory: the protocol of the border and nothing else, as a foreign system would keep it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from xueji.exchange.port import ExchangeDownError, UnsayableError
from xueji.vocabulary.border.messages import Dispatch, Pupil, Tidings
from xueji.vocabulary.border.verbs import FromNation, ToNation
from xueji.vocabulary.text import Text


@dataclass
class Wire:
    """One province's exchange; `answers` are what the province would read."""

    province: str
    said: list[Dispatch] = field(default_factory=list)
    answers: dict[str, Tidings] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    shown: dict[str, Pupil] = field(default_factory=dict)
    down: bool = False
    cannot_carry: str = "nothing"
    dies_after: int = 0
    """So many calls from now the process that made the call dies, after the wire has done what was asked."""

    def take(self, *, after: int, limit: int) -> list[tuple[int, Dispatch]]:
        self._up()
        self._may_die()
        return list(enumerate(self.said, start=1))[after : after + limit]

    def tell(self, tidings: Sequence[Tidings]) -> None:
        self._up()
        if any(each.about == self.cannot_carry for each in tidings):
            raise UnsayableError(Text("太长", "too long"))
        for each in tidings:
            self.answers.setdefault(each.number, each)
        self._may_die()

    def tell_raw(self, texts: Sequence[tuple[str, str]]) -> None:
        self._up()
        for number, text in texts:
            self.raw.setdefault(number, text)
        self._may_die()

    def show_holdings(self, pupils: Sequence[Pupil], gone: Sequence[str]) -> None:
        self._up()
        self.shown |= {pupil["national_number"]: pupil for pupil in pupils}
        for number in gone:
            self.shown.pop(number, None)
        self._may_die()

    def _up(self) -> None:
        if self.down:
            raise ExchangeDownError("cut")

    def _may_die(self) -> None:
        self.dies_after -= 1
        if self.dies_after == 0:
            raise KeyboardInterrupt

    def say(self, verb: ToNation, about: str, body: Any = None, *, key: str = "") -> Dispatch:
        """What the province's courier would have written."""
        dispatch = Dispatch(key or f"{self.province}-{len(self.said)}", verb, about, body or {}, datetime.now(UTC))
        self.said.append(dispatch)
        return dispatch

    def heard(self, about: str = "") -> list[FromNation]:
        """The verbs that came, about one thing or all."""
        return [each.verb for each in self.answers.values() if not about or each.about == about]

    def last(self, verb: FromNation) -> Tidings:
        return next(each for each in reversed(self.answers.values()) if each.verb is verb)
