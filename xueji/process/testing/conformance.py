"""The suite that every edition passes: sound, as its scenarios say, all of it shown by some scenario, and printable."""

from __future__ import annotations

import json
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from xueji.process.clocks import Calendar
from xueji.process.compiled import CompiledProcedure
from xueji.process.drawing import as_json, diagram_svg
from xueji.process.loading import load_rulebook
from xueji.process.rulebook import CompiledRulebook
from xueji.process.soundness import check
from xueji.process.testing.reading import Scenario, read_scenarios
from xueji.process.testing.running import run_scenario


def check_rulebook(name: str, deeds: frozenset[str], effects: frozenset[str], calendar: Calendar) -> None:
    """Raise ``AssertionError`` with every fault of an edition, one a line."""
    faults = conformance_faults(name, deeds, effects, calendar)
    if faults:
        raise AssertionError("\n".join(faults))


def conformance_faults(name: str, deeds: frozenset[str], effects: frozenset[str], calendar: Calendar) -> list[str]:
    """List what keeps an edition from being used: unsound, against its scenarios, untold, or not printable."""
    rulebook = load_rulebook(name)
    faults = [f"{fault.where}: {fault.says.en} ({fault.rule})" for fault in check(rulebook.rulebook, deeds, effects)]
    scenarios = read_scenarios(name)
    for scenario in scenarios:
        faults.extend(run_scenario(rulebook, scenario, calendar))
    for procedure in rulebook.procedures.values():
        own = [scenario for scenario in scenarios if scenario.procedure == procedure.key]
        faults.extend(_untold(procedure, own))
        faults.extend(_unprintable(procedure))
    faults.extend(_unwritable(rulebook))
    return faults


def _untold(procedure: CompiledProcedure, scenarios: list[Scenario]) -> Iterator[str]:
    """Find states that no scenario reaches and conditions that no scenario breaks."""
    reached = {str(scenario.then.get("state")) for scenario in scenarios}
    broken: set[str] = set()
    for scenario in scenarios:
        path = scenario.then.get("path")
        reached.update(map(str, path) if isinstance(path, list) else ())
        for key in ("refused", "unknown"):
            rules = scenario.then.get(key)
            broken.update(map(str, rules) if isinstance(rules, list) else ())
    for key in procedure.states:
        if key not in reached:
            yield f"{procedure.key}/{key}: no scenario reaches this state"
    for rule in sorted({guard.name for item in procedure.transitions for guard in item.guards} - broken):
        yield f"{procedure.key}: no scenario breaks the condition {rule}"


def _unprintable(procedure: CompiledProcedure) -> Iterator[str]:
    for language in ("zh", "en"):
        try:
            ET.fromstring(diagram_svg(procedure, language))  # noqa: S314 - our own drawing
        except ET.ParseError as error:
            yield f"{procedure.key}: the diagram ({language}) is not well-formed: {error}"


def _unwritable(rulebook: CompiledRulebook) -> Iterator[str]:
    written = as_json(rulebook)
    if json.loads(json.dumps(written, ensure_ascii=False)) != written:
        yield f"{rulebook.key}: its JSON form does not survive being written and read"
