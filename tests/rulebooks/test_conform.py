import pytest

from tests.rulebooks.names import DEEDS, EFFECTS
from xueji.process.loading import load_rulebook, rulebook_names
from xueji.process.testing import check_rulebook, conformance_faults, read_scenarios, run_scenario
from xueji.process.testing.reading import Scenario
from xueji.vocabulary.calendar.working_days import national_calendar

CALENDAR = national_calendar()
SCENARIOS = [(name, scenario) for name in rulebook_names() for scenario in read_scenarios(name)]


@pytest.mark.parametrize("name", rulebook_names())
def test_an_edition_is_sound_told_by_its_scenarios_and_printable(name: str) -> None:
    check_rulebook(name, DEEDS, EFFECTS, CALENDAR)


@pytest.mark.parametrize(("name", "scenario"), SCENARIOS, ids=[f"{n}: {s.name}" for n, s in SCENARIOS])
def test_a_scenario_goes_as_it_says(name: str, scenario: Scenario) -> None:
    assert run_scenario(load_rulebook(name), scenario, CALENDAR) == []


def test_the_suite_names_a_deed_that_nobody_does() -> None:
    faults = conformance_faults("beijing_2015", DEEDS - {"hold_place"}, EFFECTS, CALENDAR)
    assert any("hold_place" in fault for fault in faults)
    with pytest.raises(AssertionError, match="hold_place"):
        check_rulebook("beijing_2015", DEEDS - {"hold_place"}, EFFECTS, CALENDAR)


def test_no_two_scenarios_of_an_edition_have_the_same_name() -> None:
    names = [(name, scenario.name) for name, scenario in SCENARIOS]
    assert len(names) == len(set(names))
