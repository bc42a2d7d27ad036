"""The help page of a procedure, from the file that decides: who, when, with what, which way, how long, and why not.

Pure data in both languages; the desk renders it as a page and `make docs` as Markdown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from xueji.process.compiled import CompiledProcedure, RouteRow
from xueji.process.drawing.table import StatusRow, status_table
from xueji.process.guards import Guard
from xueji.process.notation import Ask, Asked, Keep, Proof, Within
from xueji.process.parameters import Parameter
from xueji.process.rulebook import CompiledRulebook
from xueji.vocabulary.parties import Party, Role
from xueji.vocabulary.text import Text


@dataclass(frozen=True)
class AskedOf:
    """One thing a step asks: what, of whom, and in which cases only. ``paper``: a proof, not an answer."""

    label: Text
    by: Text
    step: Text
    paper: bool
    required: bool
    only_when: Text | None
    hidden_from: tuple[Text, ...]


@dataclass(frozen=True)
class WayOf:
    """One row of the decision table: for which cases, who decides in turn, who is only informed."""

    name: str
    covers: tuple[Text, ...]
    chain: tuple[Text, ...]
    informed: tuple[Text, ...]
    source: str
    note: Text | None
    since: date | None
    before: date | None


@dataclass(frozen=True)
class ConditionOf:
    """One condition: what is said when it fails, what mends it, where it stands, and when it is asked."""

    rule: str
    says: Text
    mend: Text
    source: str
    asked: Text


@dataclass(frozen=True)
class MayOf:
    """One line of the matrix: a step and the roles that may ever take it."""

    step: Text
    parties: tuple[Text, ...]
    roles: frozenset[Role]


@dataclass(frozen=True)
class Help:
    """Everything there is to say about a procedure, on one day."""

    title: Text
    source: str
    opened_by: Text
    asks: tuple[AskedOf, ...]
    axes: tuple[Text, ...]
    ways: tuple[WayOf, ...]
    states: tuple[StatusRow, ...]
    conditions: tuple[ConditionOf, ...]
    periods: tuple[Parameter, ...]
    matrix: tuple[MayOf, ...]


_AT_OPENING = Text("申请时", "at the application")
_THROUGHOUT = Text("申请时和每次审核通过时", "at the application and at every approval")
_AT_STEPS = Text("办理该环节时", "at that step")
_WARNS = Text("仅提醒，不阻止办理", "a warning only; it refuses nothing")
_ANY = Text("全部", "all")


def help_of(book: CompiledRulebook, procedure: CompiledProcedure, on: date) -> Help:
    """Write the help page of a procedure, with the parameters and the rows of the route as they stand on a day."""
    rows = [row for row in procedure.rows if row.in_force(on)]
    return Help(
        title=procedure.title,
        source=procedure.source,
        opened_by=procedure.opened_by.label,
        asks=tuple(_asks(procedure)),
        axes=tuple(axis.label for axis in procedure.axes),
        ways=tuple(_way(procedure, row) for row in rows),
        states=status_table(procedure, book.parameters, on),
        conditions=tuple(_conditions(procedure)),
        periods=tuple(_periods(book, procedure)),
        matrix=tuple(_matrix(book, procedure)),
    )


def _asks(procedure: CompiledProcedure) -> Iterator[AskedOf]:
    """What each step asks, once, with every party of whom it is asked. A resumed application asks nothing new."""
    found: dict[tuple[str, str], tuple[Asked, Text, dict[Party, None]]] = {}
    for item in procedure.transitions:
        for asked in () if item.resumes else item.asks:
            _, _, parties = found.setdefault((item.event, asked.key), (asked, item.label, {}))
            parties.update(dict.fromkeys(item.by))
    for asked, step, parties in found.values():
        hidden = asked.hidden_from if isinstance(asked, Proof) else ()
        yield AskedOf(
            label=asked.label,
            by=_joined(tuple(parties)),
            step=step,
            paper=not isinstance(asked, Ask),
            required=asked.required,
            only_when=None if asked.when is None else asked.when.applies or asked.when.says,
            hidden_from=tuple(party.label for party in hidden),
        )


def _way(procedure: CompiledProcedure, row: RouteRow) -> WayOf:
    covers = []
    for axis, cover in zip(procedure.axes, row.covers, strict=True):
        labels = [label for code, label in axis.values if code in cover]
        covers.append(
            Text("、".join(label.zh for label in labels), ", ".join(label.en for label in labels)) if labels else _ANY
        )
    return WayOf(
        name=row.name,
        covers=tuple(covers),
        chain=tuple(party.label for party in row.chain),
        informed=tuple(party.label for party in row.filings),
        source=row.source,
        note=row.note,
        since=row.valid_from,
        before=row.valid_before,
    )


def _conditions(procedure: CompiledProcedure) -> Iterator[ConditionOf]:
    at: dict[str, set[str]] = {}
    known: dict[str, Guard] = {}
    for item in procedure.transitions:
        for each in () if item.takes_back else item.guards:
            known.setdefault(each.name, each)
            at.setdefault(each.name, set()).add("open" if item.frm is None else "later")
    for name, each in known.items():
        when = _THROUGHOUT if at[name] == {"open", "later"} else _AT_OPENING if at[name] == {"open"} else _AT_STEPS
        yield ConditionOf(name, each.says, each.mend, each.source, _WARNS if each.warns else when)


def _periods(book: CompiledRulebook, procedure: CompiledProcedure) -> Iterator[Parameter]:
    clocks = [state.clock for state in procedure.states.values()]
    clocks = [clock.otherwise if isinstance(clock, Keep) else clock for clock in clocks]
    named = [clock.param for clock in clocks if isinstance(clock, Within)]
    named += [window.within.param for window in procedure.windows]
    named += [name for row in procedure.rows for name, _ in row.modes]
    for name in dict.fromkeys(named):
        yield book.parameters.parameter(name)


def _matrix(book: CompiledRulebook, procedure: CompiledProcedure) -> Iterator[MayOf]:
    lines: dict[str, tuple[Text, dict[Party, None]]] = {}
    for item in procedure.transitions:
        label, parties = lines.setdefault(item.event, (item.label, {}))
        parties.update(dict.fromkeys(item.by))
    for label, parties in lines.values():
        roles = frozenset(role for party in parties for role in book.roles_of(party))
        yield MayOf(label, tuple(party.label for party in parties), roles)


def _joined(parties: tuple[Party, ...]) -> Text:
    return Text("、".join(party.label.zh for party in parties), ", ".join(party.label.en for party in parties))
