"""Does an edition do what its scenarios say? For tests, and for whoever writes a rulebook."""

from xueji.process.testing.conformance import check_rulebook, conformance_faults
from xueji.process.testing.reading import Scenario, ScenarioError, read_scenarios
from xueji.process.testing.running import run_scenario

__all__ = ["Scenario", "ScenarioError", "check_rulebook", "conformance_faults", "read_scenarios", "run_scenario"]
