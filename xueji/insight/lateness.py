"""How punctual steps are: what is late now, what was ended late, and how long steps take. One statement a question.

A step is the stay of a case in one state. Who held it is what the rulebook says of that state, whoever ended it: a
case that a timer takes away from a school was late at the school.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import connection

from xueji.cases.notices import first_day_behind
from xueji.insight.figures import AGES, Asked, Figures, PlaceLine, StepLine
from xueji.insight.late_statements import BY_DISTRICT, BY_SCHOOL, BY_STEP
from xueji.parties.actors import Actor
from xueji.parties.calendar import city_calendar
from xueji.parties.scope import UnscopedQueryError, current_actor
from xueji.process.loading import load_rulebook, rulebook_names


def league_of_schools(actor: Actor, asked: Asked, today: date) -> list[PlaceLine]:
    """Every school and office with something late now or ended in the period, the most behind first.

    Only places in the actor's jurisdiction. Raises UnscopedQueryError outside `parties.scope`.
    """
    return _ranked(_read(BY_SCHOOL, actor, asked, today))


def league_of_districts(actor: Actor, asked: Asked, today: date) -> list[PlaceLine]:
    """The same by district, each with its schools."""
    return _ranked(_read(BY_DISTRICT, actor, asked, today))


def step_times(actor: Actor, asked: Asked, today: date) -> list[StepLine]:
    """The same by step, in the order of procedures and of their states."""
    order = {key: place for place, key in enumerate(_known_steps())}
    lines = [StepLine(row[0], row[1], _figures(row[2:])) for row in _read(BY_STEP, actor, asked, today)]
    return sorted(lines, key=lambda line: (order.get((line.procedure, line.state), len(order)), line.state))


def _ranked(rows: Sequence[Sequence[Any]]) -> list[PlaceLine]:
    lines = [PlaceLine(row[0], row[1], row[2], row[3], row[4], _figures(row[5:])) for row in rows]
    return sorted(lines, key=lambda line: (-line.figures.open_late, -(line.figures.share or 0), line.code, line.key))


def _figures(row: Sequence[Any]) -> Figures:
    steps, late, median, p90, open_late, young, middle, old, oldest = row
    return Figures(steps, late, median, p90, open_late, (young, middle, old), oldest)


def _read(statement: str, actor: Actor, asked: Asked, today: date) -> list[Sequence[Any]]:
    if current_actor() is None:
        raise UnscopedQueryError(_read.__module__)
    if actor.school_id and asked.school_id not in {None, actor.school_id}:
        return []
    if actor.district_id and asked.district_id not in {None, actor.district_id}:
        return []
    calendar = city_calendar()
    first, second = (first_day_behind(calendar, today, days + 1) + timedelta(days=1) for days in AGES)
    editions, procedures, states, parties = _holders()
    told: dict[str, Any] = {
        "editions": editions,
        "procedures": procedures,
        "states": states,
        "parties": parties,
        "since": asked.since,
        "until": asked.until,
        "procedure": asked.procedure,
        "state": asked.state,
        "today": today,
        "first": first,
        "second": second,
        "school": actor.school_id or asked.school_id,
        "district": asked.district_id if actor.school_id else actor.district_id or asked.district_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, told)
        return list(cursor.fetchall())


def _holders() -> tuple[list[str], ...]:
    """Edition, procedure, state and the party that holds it: columns of one table, for the statement to join."""
    rows = [
        (book.key, procedure.key, state.key, state.held_by.value)
        for book in map(load_rulebook, rulebook_names())
        for procedure in book.procedures.values()
        for state in procedure.states.values()
        if state.held_by is not None
    ]
    return tuple(list(column) for column in zip(*rows, strict=True))


def _known_steps() -> list[tuple[str, str]]:
    """Every step of every edition, each once, in the order of the rulebooks."""
    _editions, procedures, states, _parties = _holders()
    return list(dict.fromkeys(zip(procedures, states, strict=True)))
