"""The compiled form of a procedure: plain tables that can be decided upon, drawn and printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from xueji.process.guards import Guard
from xueji.process.notation import OPEN, Asked, Axis, Branch, Clock, Outcome, Subject, Then, Tone, Window
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text


@dataclass(frozen=True)
class CompiledState:
    """Where a case can stand; open states have a holder, closed ones an outcome."""

    key: str
    label: Text
    held_by: Party | None
    clock: Clock | None
    closed: Outcome | None
    ours: bool
    note: Text | None
    no_clock_because: Text | None

    @property
    def kind(self) -> str:
        """``"open"`` or ``"closed"``."""
        return "open" if self.closed is None else "closed"


@dataclass(frozen=True)
class Transition:
    """One event of one state (of one row, where there is a route). ``frm`` is None for the opening.

    ``result`` is the label of the verdict just given (转出学校审核通过), shown in the rail and the timeline;
    ``must_know`` names guards that refuse here while unknown. ``takes_back``: it undoes the actor's own last decision,
    which the door checks, and is left out of drawings. ``resumes``: what was answered before need not be said again.
    ``skips``: it leads past states that usually come between, and is left out of drawings too.
    """

    frm: str | None
    event: str
    label: Text
    by: tuple[Party, ...]
    branches: tuple[Branch, ...]
    guards: tuple[Guard, ...]
    asks: tuple[Asked, ...]
    then: Then
    needs_reason: bool
    primary: bool
    tone: Tone
    source: str
    row: int | None = None
    result: Text | None = None
    must_know: frozenset[str] = frozenset()
    restarts_clock: bool = False
    takes_back: bool = False
    resumes: bool = False
    skips: bool = False

    @property
    def targets(self) -> tuple[str, ...]:
        """Every state this event may lead to."""
        return tuple(dict.fromkeys(branch.to for branch in self.branches))

    @property
    def consequences(self) -> Then:
        """Everything that may follow from this event, on whichever way it leads."""
        return sum((branch.then for branch in self.branches), self.then)


@dataclass(frozen=True)
class RouteRow:
    """One row of the decision table as it stands from ``valid_from`` on (None: always, until a later version).

    ``number`` is what a case keeps for life. A new dated value makes a new version at the end of the table, so that
    no old number ever changes its meaning. ``filings`` are offices that are informed, not asked.
    """

    number: int
    name: str
    covers: tuple[frozenset[str], ...]
    chain: tuple[Party, ...]
    filings: tuple[Party, ...]
    modes: tuple[tuple[str, str], ...]
    valid_from: date | None
    valid_before: date | None
    source: str
    note: Text | None

    def in_force(self, day: date) -> bool:
        """Is this version of the row the one that opens cases on that day?"""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_before is None or day < self.valid_before
        )


Index = tuple[str | None, str, int | None]


@dataclass(frozen=True, eq=False)
class CompiledProcedure:
    """One procedure of one edition, ready to decide. Compared by identity; look things up, never change them."""

    key: str
    title: Text
    source: str
    about: Subject
    opened_by: Party
    states: Mapping[str, CompiledState]
    transitions: tuple[Transition, ...]
    rows: tuple[RouteRow, ...]
    axes: tuple[Axis, ...]
    asks: tuple[Asked, ...]
    facts: type | None
    windows: tuple[Window, ...]
    newcomer: bool
    index: Mapping[Index, Transition]

    @property
    def opening(self) -> Transition:
        """Find the transition that opens a case; of the first row, where there is a route."""
        return self.index[None, OPEN, self.rows[0].number if self.rows else None]

    def transition(self, state: str | None, event: str, row: int | None = None) -> Transition | None:
        """Find the transition of a state (None: before opening) for an event, or None."""
        return self.index.get((state, event, row))

    def transitions_from(self, state: str | None, row: int | None = None) -> tuple[Transition, ...]:
        """List what can happen in a state, in the order of the procedure file."""
        return tuple(item for item in self.transitions if item.frm == state and item.row == row)

    def state(self, key: str) -> CompiledState:
        """Find a state by key; raise ``KeyError`` for a state this edition does not have."""
        return self.states[key]

    def row(self, number: int) -> RouteRow:
        """Find a row of the route by its number; raise ``KeyError`` when there is none."""
        for row in self.rows:
            if row.number == number:
                return row
        raise KeyError(number)
