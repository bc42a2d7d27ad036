"""What the page shows, read in one transaction."""

from __future__ import annotations

from typing import Any

from xueji.exchange.simulator.knowledge.reading import check_errors, province_name
from xueji.exchange.simulator.store.applications import State
from xueji.exchange.simulator.store.work import Row, Work
from xueji.vocabulary.border.verbs import Business, RemoteLevel

_LOG_ROWS = 40
_APPLICATIONS = 30
_OPEN = tuple(state.value for state in State if state.open)


def shown(work: Work, *, before: int | None) -> dict[str, Any]:
    """Everything on the page; `before` is the number of a row of the log, for the older ones."""
    return {
        "today": work.today,
        "days": work.days,
        "nation": work.row("SELECT * FROM nation"),
        "provinces": [_province(row) for row in work.rows(_PROVINCES)],
        "applications": [
            _application(row) for row in work.rows(_WAITING, {"open": list(_OPEN), "limit": _APPLICATIONS})
        ],
        "waiting": (work.row(_COUNT, {"open": list(_OPEN)}) or {"n": 0})["n"],
        "problems": work.rows(_PROBLEMS),
        "log": _log(work, before),
        "errors": list(check_errors().values()),
        "businesses": list(Business),
    }


def _province(row: Row) -> Row:
    levels = [RemoteLevel(level) for level in row["levels"]]
    shares = {name: round(row[name] * 100) for name in ("approving", "failing", "silent", "losing")}
    return row | {"name": province_name(row["code"]), "chain": " → ".join(_LEVELS[level] for level in levels)} | shares


def _application(row: Row) -> Row:
    return row | {
        "state": State(row["state"]),
        "from": province_name(row["sending"]),
        "to": province_name(row["applicant"]),
        "business": Business(row["business"]).label,
        "invented": row["about"].startswith("n-"),
        "errors": [error for error in check_errors().values() if error.fits(Business(row["business"]))],
    }


def _log(work: Work, before: int | None) -> dict[str, Any]:
    rows = work.rows(
        "SELECT * FROM log WHERE %(before)s::bigint IS NULL OR id < %(before)s ORDER BY id DESC LIMIT %(limit)s",
        {"before": before, "limit": _LOG_ROWS + 1},
    )
    more = len(rows) > _LOG_ROWS
    kept = rows[:_LOG_ROWS]
    return {"rows": kept, "older": kept[-1]["id"] if more else None, "later": before is not None}


_PROVINCES = """
    SELECT provinces.*, (SELECT count(*) FROM pupils WHERE province = code
        AND standing NOT IN ('transferred_out', 'canceled')) AS children,
        (SELECT count(*) FROM outbox WHERE province = code AND NOT told) AS untold
    FROM provinces ORDER BY connected DESC, code
"""
_WAITING = """
    SELECT applications.*, (SELECT min(due) FROM agenda WHERE agenda.about = applications.about) AS due
    FROM applications WHERE state = ANY(%(open)s) ORDER BY opened DESC, about DESC LIMIT %(limit)s
"""
_COUNT = "SELECT count(*) AS n FROM applications WHERE state = ANY(%(open)s)"
_PROBLEMS = """
    SELECT problems.key, problems.kind, string_agg(sides.province || ' ' || pupils.name || ' '
        || CASE sides.answer WHEN '' THEN '—' ELSE sides.answer END, ' / ' ORDER BY side) AS sides
    FROM problems JOIN sides ON problem = problems.key JOIN pupils ON pupils.id = pupil
    WHERE problems.open GROUP BY problems.key, problems.kind, problems.raised ORDER BY problems.raised DESC LIMIT 20
"""
_LEVELS = {
    RemoteLevel.SCHOOL: "学校",
    RemoteLevel.DISTRICT: "区县",
    RemoteLevel.PREFECTURE: "地市",
    RemoteLevel.PROVINCE: "省级",
}
