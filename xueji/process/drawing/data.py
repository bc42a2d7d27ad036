"""A rulebook as plain data: the documented contract of ``xueji rulebook show NAME --json`` (format 1).

Every text is ``{"zh", "en"}``; keys are only ever added within one format number.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from xueji.process.compiled import CompiledProcedure, CompiledState, RouteRow, Transition
from xueji.process.compiler.keys import approved_key
from xueji.process.drawing.table import clock_text
from xueji.process.guards import Guard
from xueji.process.notation import Ask, Asked, Clock, Keep, Until, Within
from xueji.process.parameters import Parameter, Parameters
from xueji.process.rulebook import CompiledRulebook
from xueji.vocabulary.text import Text

FORMAT = 1

Json = Mapping[str, Any]


def as_json(compiled: CompiledRulebook, on: date | None = None) -> dict[str, Any]:
    """Write an edition as JSON-serialisable data; day counts are those of ``on`` (default: the edition's first day)."""
    rulebook = compiled.rulebook
    day = on or rulebook.in_force_from
    return {
        "format": FORMAT,
        "key": rulebook.key,
        "jurisdiction": rulebook.jurisdiction,
        "title": _text(rulebook.title),
        "in_force_from": rulebook.in_force_from.isoformat(),
        "predecessor": rulebook.predecessor,
        "as_of": day.isoformat(),
        "levels": [{"party": party.value, "name": _text(name)} for party, name in rulebook.levels.items()],
        "posts": [
            {"role": role.value, "at": party.value, "label": _text(role.label), "decides": role in rulebook.deciding}
            for role, party in rulebook.posts.items()
        ],
        "exceptions": [{"kind": str(kind), "granted_by": by.value} for kind, by in rulebook.exceptions.items()],
        "office_acts": {act: sorted(roles) for act, roles in sorted(rulebook.office_acts.items())},
        "parameters": [_parameter(item) for item in rulebook.parameters.describe()],
        "labels": sorted(rulebook.labels),
        "procedures": [_procedure(compiled, item, day) for item in compiled.procedures.values()],
    }


def _procedure(compiled: CompiledRulebook, procedure: CompiledProcedure, day: date) -> Json:
    parameters = compiled.parameters
    actors = sorted({party for item in procedure.transitions for party in item.by})
    return {
        "key": procedure.key,
        "title": _text(procedure.title),
        "source": procedure.source,
        "opens": compiled.opens(procedure.key),
        "about": procedure.about.value,
        "opened_by": procedure.opened_by.value,
        "actors": [
            {"party": party.value, "label": _text(party.label), "roles": sorted(compiled.roles_of(party))}
            for party in actors
        ],
        "windows": [
            {"fact": window.fact, "clock": _clock(window.within, parameters, day)} for window in procedure.windows
        ],
        "states": [_state(state, parameters, day) for state in procedure.states.values()],
        "transitions": [_transition(procedure, item) for item in procedure.transitions],
        "axes": [
            {
                "key": axis.key,
                "label": _text(axis.label),
                "values": [{"code": code, "label": _text(label)} for code, label in axis.values],
            }
            for axis in procedure.axes
        ],
        "routes": [_route(procedure, row) for row in procedure.rows],
        "guards": [_guard(item) for item in _guards(procedure).values()],
    }


def _guards(procedure: CompiledProcedure) -> dict[str, Guard]:
    found: dict[str, Guard] = {}
    for item in procedure.transitions:
        branches = (branch.when for branch in item.branches if branch.when is not None)
        asked = (question.when for question in item.asks if question.when is not None)
        for guard in (*item.guards, *branches, *asked):
            found.setdefault(guard.name, guard)
    return found


def _guard(guard: Guard) -> Json:
    return {
        "rule": guard.name,
        "says": _text(guard.says),
        "mend": _text(guard.mend),
        "source": guard.source,
        "unknown_says": _text(guard.unknown_says) if guard.unknown_says is not None else None,
        "unknown_passes": guard.unknown_passes,
        "warns": guard.warns,
        "marks": list(guard.marks),
    }


def _state(state: CompiledState, parameters: Parameters, day: date) -> Json:
    return {
        "key": state.key,
        "label": _text(state.label),
        "kind": state.kind,
        "outcome": state.closed,
        "holder": state.held_by.value if state.held_by is not None else None,
        "clock": _clock(state.clock, parameters, day) if state.clock is not None else None,
        "no_clock_because": _text(state.no_clock_because) if state.no_clock_because is not None else None,
        "ours": state.ours,
        "note": _text(state.note) if state.note is not None else None,
    }


def _clock(clock: Clock, parameters: Parameters, day: date) -> Json:
    says = _text(clock_text(clock, parameters, day))
    if isinstance(clock, Within):
        days = parameters.days(clock.param, day)
        source = parameters.parameter(clock.param).on(day).source
        return {
            "kind": "within",
            "parameter": clock.param,
            "since": clock.since,
            "working_days": days,
            "source": source,
            "says": says,
        }
    if isinstance(clock, Until):
        return {"kind": "until", "answer": clock.answer, "says": says}
    otherwise = _clock(clock.otherwise, parameters, day) if isinstance(clock, Keep) and clock.otherwise else None
    return {"kind": "keep", "otherwise": otherwise, "says": says}


def _transition(procedure: CompiledProcedure, item: Transition) -> Json:
    return {
        "from": item.frm,
        "event": item.event,
        "label": _text(item.label),
        "by": [party.value for party in item.by],
        "to": [
            {
                "when": branch.when.name if branch.when is not None else None,
                "state": branch.to,
                "do": list(branch.then.do),
                "owe": list(branch.then.owe),
            }
            for branch in item.branches
        ],
        "row": item.row,
        "row_name": procedure.row(item.row).name if item.row is not None else None,
        "result": _text(item.result) if item.result is not None else None,
        "guards": [guard.name for guard in item.guards],
        "must_know": sorted(item.must_know),
        "asks": [_asked(asked) for asked in item.asks],
        "needs_reason": item.needs_reason,
        "do": list(item.then.do),
        "owe": list(item.then.owe),
        "primary": item.primary,
        "tone": item.tone,
        "skips": item.skips,
        "source": item.source,
    }


def _asked(asked: Asked) -> Json:
    if isinstance(asked, Ask):
        choices: object = asked.choices
        if isinstance(asked.choices, tuple):
            choices = [{"code": code, "label": _text(label)} for code, label in asked.choices]
        return {
            "key": asked.key,
            "label": _text(asked.label),
            "kind": asked.kind,
            "choices": choices,
            "required": asked.required,
            "ours": asked.ours,
        }
    return {
        "key": asked.key,
        "label": _text(asked.label),
        "kind": "proof",
        "when": asked.when.name if asked.when is not None else None,
        "required": asked.required,
    }


def _route(procedure: CompiledProcedure, row: RouteRow) -> Json:
    covers = {
        axis.key: [code for code, _ in axis.values if not cover or code in cover]
        for axis, cover in zip(procedure.axes, row.covers, strict=True)
    }
    return {
        "row": row.number,
        "name": row.name,
        "covers": covers,
        "chain": [party.value for party in row.chain],
        "filings": [party.value for party in row.filings],
        "modes": dict(row.modes),
        "completes_at": approved_key(row.chain[-1]),
        "valid_from": row.valid_from.isoformat() if row.valid_from is not None else None,
        "valid_before": row.valid_before.isoformat() if row.valid_before is not None else None,
        "source": row.source,
        "note": _text(row.note) if row.note is not None else None,
    }


def _parameter(parameter: Parameter) -> Json:
    return {
        "name": parameter.name,
        "title": _text(parameter.title),
        "unit": parameter.unit,
        "values": [
            {"from": item.since.isoformat(), "value": item.value, "source": item.source, "tag": item.tag}
            for item in parameter.values
        ],
    }


def _text(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
