"""A condition that is never broken is a condition left out: for each of them some scenario must go otherwise."""

from __future__ import annotations

import pytest

from tests.faults.seeding import fails
from xueji.process.guards import Guard
from xueji.process.loading import load_rulebook
from xueji.process.testing import read_scenarios, run_scenario
from xueji.process.truth import Truth
from xueji.vocabulary.calendar.working_days import national_calendar

EDITION = "beijing_2015"
CALENDAR = national_calendar()
GUARDS = sorted(
    {
        (procedure.key, guard.name)
        for procedure in load_rulebook(EDITION).procedures.values()
        for transition in procedure.transitions
        for guard in transition.guards
    }
)


def scenarios_go_as_they_say(procedure: str) -> None:
    """A check: what `tests/rulebooks` asks of an edition."""
    book = load_rulebook(EDITION)
    for scenario in read_scenarios(EDITION):
        if scenario.procedure == procedure:
            assert run_scenario(book, scenario, CALENDAR) == []


@pytest.mark.parametrize("procedure", sorted({procedure for procedure, _ in GUARDS}))
def test_without_a_fault_every_scenario_goes_as_it_says(procedure: str) -> None:
    scenarios_go_as_they_say(procedure)


@pytest.mark.parametrize(("procedure", "name"), GUARDS)
def test_a_guard_that_always_holds_is_caught_by_a_scenario(
    procedure: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = Guard.holds
    monkeypatch.setattr(
        Guard, "holds", lambda guard, facts: Truth.HOLDS if guard.name == name else honest(guard, facts)
    )
    assert fails(lambda: scenarios_go_as_they_say(procedure))
