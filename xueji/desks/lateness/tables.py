"""The league table and the table of steps, as they stand on the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from xueji.desks.design.parts import Cell, Column, Figure, Label, Row
from xueji.desks.lateness.asking import Question
from xueji.desks.lateness.ways import late_cases
from xueji.insight.figures import AGES, Figures, PlaceLine, StepLine
from xueji.parties.actors import Actor
from xueji.parties.rulebook import jurisdiction
from xueji.process.compiled import CompiledProcedure, CompiledState
from xueji.process.loading import editions_of


def summary(lines: Sequence[PlaceLine] | Sequence[StepLine]) -> list[Figure]:
    """The sums of a table."""
    late = sum(line.figures.open_late for line in lines)
    steps, behind = sum(line.figures.steps for line in lines), sum(line.figures.late for line in lines)
    share = Figures(steps=steps, late=behind).share
    return [
        Figure(_("现在逾期未办"), late, tone="late" if late else "done"),
        Figure(_("期内办结的环节"), steps),
        Figure(
            _("其中逾期办结"),
            behind,
            note="" if share is None else _("占 %(share)s%%") % {"share": share},
            tone="late" if behind else "plain",
        ),
    ]


def _figure_columns() -> list[Column]:
    first, second = AGES
    return [
        Column("open_late", _("现在逾期"), "number"),
        Column("young", _("1–%(days)s日") % {"days": first}, "number", on_phone=False),
        Column("middle", _("%(from)s–%(to)s日") % {"from": first + 1, "to": second}, "number", on_phone=False),
        Column("old", _("超过%(days)s日") % {"days": second}, "number"),
        Column("oldest", _("最早到期"), "date"),
        Column("steps", _("期内办结"), "number"),
        Column("late", _("逾期办结"), "number"),
        Column("share", _("逾期率")),
        Column("median", _("用时中位数"), "number", on_phone=False),
        Column("p90", _("九成不超过"), "number", on_phone=False),
    ]


def place_columns(first: Label) -> list[Column]:
    """Columns of the league table; `first` names what a row is."""
    return [Column("name", first, "open"), *_figure_columns()]


def step_columns() -> list[Column]:
    """Columns of the table of steps."""
    return [Column("step", _("环节")), Column("holder", _("办理单位"), on_phone=False), *_figure_columns()]


def place_row(line: PlaceLine, url: str | None, note: Label | None = None) -> Row:
    """One place; it opens on what is late there, step by step."""
    name: Any = Cell(line.name, note) if note else line.name
    return Row(line.key, {"name": name, **_cells(line.figures, None)}, url, _tone(line.figures))


def step_row(line: StepLine, question: Question, actor: Actor) -> Row:
    """One step; the number late now leads to the very cases, where a list has them."""
    procedure, state = step_of(line)
    cells = {
        "step": Cell(step_label(state, line.state), procedure.title if procedure else line.procedure),
        "holder": state.held_by.label if state and state.held_by else "",
        **_cells(line.figures, late_cases(line.procedure, line.state, question, actor)),
    }
    return Row(f"{line.procedure}.{line.state}", cells, None, _tone(line.figures))


def step_of(line: StepLine) -> tuple[CompiledProcedure | None, CompiledState | None]:
    """The procedure and the state of a line, as the latest edition that knows them says it."""
    for edition in reversed(editions_of(jurisdiction())):
        procedure = edition.procedures.get(line.procedure)
        if procedure and line.state in procedure.states:
            return procedure, procedure.states[line.state]
    return None, None


def _cells(figures: Figures, url: str | None) -> dict[str, Any]:
    young, middle, old = figures.ages
    late = figures.open_late or None
    return {
        "open_late": Cell(late, tone="late", url=url) if late else None,
        "young": young or None,
        "middle": middle or None,
        "old": old or None,
        "oldest": figures.oldest,
        "steps": figures.steps or None,
        "late": figures.late or None,
        "share": "—" if figures.share is None else f"{figures.share}%",
        "median": days_told(figures.median),
        "p90": days_told(figures.p90),
    }


def days_told(days: float | None) -> float | None:
    """Days with at most one decimal; whole ones without."""
    if days is None:
        return None
    rounded = round(days, 1)
    return int(rounded) if rounded == int(rounded) else rounded


def _tone(figures: Figures) -> Any:
    return "late" if figures.open_late else "plain"


def step_label(state: CompiledState | None, key: str) -> Label:
    """What people call the step; its key where no edition knows it."""
    return state.label if state else key
