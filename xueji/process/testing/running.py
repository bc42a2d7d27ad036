"""Run one scenario against an edition and list every difference from what it says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from xueji.process.clocks import Calendar, due_on, open_windows
from xueji.process.compiled import CompiledProcedure
from xueji.process.decision import Accepted, Refused, Verdict, decide, missing_answers, route_row
from xueji.process.facts import FactError, has_fact, make_facts
from xueji.process.notation import OPEN, Clock, Keep
from xueji.process.rulebook import CompiledRulebook
from xueji.process.testing.reading import Scenario, ScenarioError
from xueji.vocabulary.parties import Party

_GRAMMAR = frozenset({"state", "on", "due", "entered", "answers", "row"})
_EXPECTED = frozenset({"state", "refused", "unknown", "do", "owe", "due", "closed", "marks", "row", "missing", "path"})


def run_scenario(rulebook: CompiledRulebook, scenario: Scenario, calendar: Calendar) -> list[str]:
    """Compare a scenario with the edition's verdict; an empty list means that they agree.

    Raise :class:`ScenarioError` for a scenario that does not say enough, or says a word nobody knows.
    """
    run = _Run(rulebook, scenario, calendar)
    return [f"{scenario.where}: {scenario.name}: {difference}" for difference in run.differences()]


class _Run:
    def __init__(self, rulebook: CompiledRulebook, scenario: Scenario, calendar: Calendar) -> None:
        self.rulebook = rulebook
        self.procedure = rulebook.procedure(scenario.procedure)
        self.given, self.then = scenario.given, scenario.then
        self.steps = scenario.steps
        self.when: Mapping[str, object] = self.steps[0]
        self.calendar = calendar
        self.on = _day(self.given, "on") or rulebook.rulebook.in_force_from
        self.anchors = {key: value for key, value in self.given.items() if isinstance(value, date)}
        self.state = _text(self.given, "state")
        self.facts = self._facts()
        self.row = self._row()
        _refuse_unknown_words(self.then)

    def differences(self) -> list[str]:
        """List what the verdict on the last step says otherwise than the scenario."""
        path: list[str] = []
        verdict = self._decide()
        for step in self.steps[1:]:
            if isinstance(verdict, Refused):
                return [f"{self.when} is refused: {[reason.rule for reason in verdict.reasons]}"]
            path.append(verdict.to)
            self.state, self.when = verdict.to, step
            verdict = self._decide()
        found = self._found(verdict)
        found["path"] = (*path, found["state"])
        wanted = {key: _in_order(value) if key == "path" else _comparable(value) for key, value in self.then.items()}
        return [
            f"{key}: expected {value!r}, got {found.get(key)!r}"
            for key, value in wanted.items()
            if found.get(key) != value
        ]

    def _decide(self) -> Verdict:
        return decide(
            self.procedure,
            state=self.state,
            event=str(self.when.get("event", OPEN)),
            by=_party(self.when),
            facts=self.facts,
            row=self.row,
        )

    def _found(self, verdict: Verdict) -> dict[str, object]:
        row = self.procedure.row(self.row).name if self.row is not None else None
        found: dict[str, object] = {"row": row, "missing": self._missing()}
        if isinstance(verdict, Refused):
            refused = _comparable([reason.rule for reason in verdict.reasons])
            return {**found, "refused": refused, "marks": _comparable(list(verdict.marks)), "state": "refused"}
        due = self._next_due(verdict) if "due" in self.then else None
        return {
            **found,
            "state": verdict.to,
            "refused": _comparable([]),
            "do": _comparable(list(verdict.do)),
            "owe": _comparable(list(verdict.owe)),
            "closed": verdict.closed,
            "unknown": _comparable([reason.rule for reason in verdict.unknown]),
            "due": due,
        }

    def _missing(self) -> object:
        transition = self.procedure.transition(self.state, str(self.when.get("event", OPEN)), self.row)
        if transition is None:
            return _comparable([])
        answers, reason = _answers(self.when), str(self.when.get("reason", ""))
        faults = missing_answers(transition, answers, reason, self.facts)
        return _comparable([fault.field for fault in faults])

    def _next_due(self, verdict: Accepted) -> object:
        return _comparable(self._due(verdict.clock, self.on, self._present_due(), _answers(self.when)))

    def _present_due(self) -> date | None:
        given = _day(self.given, "due")
        if given is not None or self.state is None:
            return given
        clock = self.procedure.state(self.state).clock
        if isinstance(clock, Keep) or (clock is not None and not self._can_begin(clock)):
            return None
        return self._due(clock, _day(self.given, "entered") or self.on, None, _answers(self.given))

    def _can_begin(self, clock: Clock) -> bool:
        since, answer = getattr(clock, "since", ""), getattr(clock, "answer", "")
        if answer:
            return answer in _answers(self.given)
        return since in self.anchors or (since == "entered" and "entered" in self.given)

    def _due(
        self, clock: Clock | None, entered: date, before: date | None, answers: Mapping[str, object]
    ) -> date | None:
        return due_on(
            clock,
            entered_on=entered,
            anchors=self.anchors,
            answers=answers,
            previous_due=before,
            parameters=self.rulebook.parameters,
            calendar=self.calendar,
            on=self.on,
        )

    def _facts(self) -> object:
        kind = self.procedure.facts
        if kind is None:
            message = f"{self.procedure.key} declares no facts"
            raise ScenarioError(message)
        strange = [key for key in self.given if not has_fact(kind, key) and key not in _GRAMMAR | self.anchors.keys()]
        if strange:
            message = f"given has words that are no fact of {self.procedure.key}: {', '.join(strange)}"
            raise ScenarioError(message)
        try:
            return make_facts(kind, {**self._periods(kind), **self.given})
        except FactError as error:
            raise ScenarioError(str(error)) from error

    def _periods(self, kind: type) -> dict[str, object]:
        periods: dict[str, object] = {}
        if all(window.within.since in self.anchors for window in self.procedure.windows):
            periods.update(_windows(self.rulebook, self.procedure, self.anchors, self.calendar, self.on))
        due = self._present_due()
        if has_fact(kind, "due_passed"):
            periods["due_passed"] = due is not None and self.on > due
        return periods

    def _row(self) -> int | None:
        if not self.procedure.rows:
            return None
        values = {axis.key: str(getattr(self.facts, axis.key)) for axis in self.procedure.axes}
        return route_row(self.procedure, values, on=self.on)


def _windows(
    rulebook: CompiledRulebook,
    procedure: CompiledProcedure,
    anchors: Mapping[str, date],
    calendar: Calendar,
    on: date,
) -> dict[str, bool]:
    return open_windows(procedure, anchors=anchors, parameters=rulebook.parameters, calendar=calendar, on=on)


def _refuse_unknown_words(then: Mapping[str, object]) -> None:
    strange = sorted(then.keys() - _EXPECTED)
    if strange:
        message = f"then has words nobody compares: {', '.join(strange)}; known: {', '.join(sorted(_EXPECTED))}"
        raise ScenarioError(message)


def _party(when: Mapping[str, object]) -> Party:
    name = str(when.get("by"))
    if name not in Party.__members__:
        message = f"when must say by whom, one of {', '.join(Party.__members__)}; it says {name}"
        raise ScenarioError(message)
    return Party[name]


def _day(given: Mapping[str, object], key: str) -> date | None:
    value = given.get(key)
    if value is not None and not isinstance(value, date):
        message = f"{key} must be a date such as 2015-09-16, not {value!r}"
        raise ScenarioError(message)
    return value


def _text(given: Mapping[str, object], key: str) -> str | None:
    value = given.get(key)
    return None if value is None else str(value)


def _answers(part: Mapping[str, object]) -> Mapping[str, object]:
    value = part.get("answers")
    return value if isinstance(value, dict) else {}


def _comparable(value: object) -> object:
    """Compare lists without regard to order, and everything else as it is."""
    return tuple(sorted(str(item) for item in value)) if isinstance(value, list | tuple) else value


def _in_order(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
