from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.process.loans import library
from xueji.process.facts import FactError, make_facts
from xueji.process.rulebook import compile_rulebook
from xueji.process.testing import Scenario, ScenarioError, read_scenarios, run_scenario
from xueji.process.testing.reading import read_scenario_file
from xueji.vocabulary.calendar.working_days import national_calendar

GIVEN = MappingProxyType({"state": "on_shelf", "on": date(2015, 9, 7), "term_start": date(2015, 9, 1)})


def differences(given: dict[str, object], when: object, then: dict[str, object], procedure: str = "loan") -> list[str]:
    steps = tuple(when) if isinstance(when, list) else (when,)
    scenario = Scenario("x.yaml", "name", procedure, {**GIVEN, **given}, steps, then, "rule")
    return run_scenario(compile_rulebook(library()), scenario, national_calendar())


LEND = {"by": "SCHOOL", "event": "lend"}


def test_a_scenario_that_agrees_has_no_difference() -> None:
    then = {"state": "lent", "do": ["lend"], "owe": [], "due": date(2015, 9, 30)}
    assert differences({}, {**LEND, "answers": {"until": date(2015, 9, 30)}}, then) == []


def test_a_difference_names_the_file_the_scenario_and_what_was_found() -> None:
    found = differences({}, LEND, {"state": "missing", "do": []})
    assert found == [
        "x.yaml: name: state: expected 'missing', got 'lent'",
        "x.yaml: name: do: expected (), got ('lend',)",
    ]


def test_a_refusal_is_compared_by_its_rules_in_any_order() -> None:
    given: dict[str, object] = {"card_valid": False, "damaged": True}
    then: dict[str, object] = {"refused": ["book_is_whole", "card_is_valid"], "marks": ["note_doubt"]}
    assert differences(given, LEND, then) == []
    assert differences(given, LEND, {"refused": ["card_is_valid"]})
    assert differences({}, LEND, {"refused": ["card_is_valid"]})


def test_a_forgotten_refusal_is_a_difference() -> None:
    assert differences({"damaged": True}, LEND, {"state": "lent"})


def test_a_path_is_compared_in_order() -> None:
    steps = [{"by": "DISTRICT", "event": "open"}, {"by": "SCHOOL", "event": "approve"}]
    given: dict[str, object] = {"state": None, "kind": "atlas"}
    path = ["awaiting_school_review", "awaiting_city_review"]
    assert differences(given, steps, {"path": path, "row": "atlas"}, "purchase") == []
    assert differences(given, steps, {"path": path[::-1]}, "purchase")


def test_a_step_refused_on_the_way_is_a_difference() -> None:
    steps = [{"by": "DISTRICT", "event": "open"}, {"by": "SCHOOL", "event": "approve"}]
    found = differences({"state": None, "damaged": True}, steps, {"state": "school_approved"}, "purchase")
    assert "book_is_whole" in found[0]


def test_periods_follow_from_the_day() -> None:
    assert differences({"on": date(2015, 9, 16)}, LEND, {"state": "lent"}) == []


def test_words_nobody_knows_are_refused() -> None:
    with pytest.raises(ScenarioError, match="color"):
        differences({"color": "red"}, LEND, {"state": "lent"})
    with pytest.raises(ScenarioError, match="color"):
        differences({}, LEND, {"color": "red"})
    with pytest.raises(ScenarioError, match="SHCOOL"):
        differences({}, {"by": "SHCOOL", "event": "lend"}, {"state": "lent"})
    with pytest.raises(ScenarioError, match="on must be a date"):
        differences({"on": "someday"}, LEND, {"state": "lent"})


def test_chinese_words_are_read_as_english_ones(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(
        "流程: loan\n给定: {日期: 2015-09-07}\n情形:\n"
        "- {名称: 借, 给定: {状态: on_shelf}, 当: {单位: SCHOOL, 操作: lend}, 则: {拒绝: [a]}, 依据: 规}\n",
        encoding="utf-8",
    )
    assert read_scenario_file(file) == [
        Scenario(
            "a.yaml",
            "借",
            "loan",
            {"on": date(2015, 9, 7), "state": "on_shelf"},
            ({"by": "SCHOOL", "event": "lend"},),
            {"refused": ["a"]},
            "规",
        )
    ]


@pytest.mark.parametrize(
    "text",
    [
        "procedure: loan\nscenarios:\n- {name: a, when: {by: SCHOOL}, then: {state: lent}}\n",
        "procedure: loan\nscenarios:\n- {name: a, when: [lend], then: {state: lent}, because: x}\n",
        "procedure: loan\nscenarios:\n- {name: a, when: {by: SCHOOL}, then: [lent], because: x}\n",
        "procedure: loan\n",
        "scenarios:\n- {name: a, when: {by: SCHOOL}, then: {state: lent}, because: x}\n",
        "- a\n",
        "procedure: [loan\n",
    ],
)
def test_a_faulty_file_is_refused_with_a_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"a\.yaml"):
        read_scenario_file(file)


def test_every_scenario_of_an_edition_says_why() -> None:
    assert all(scenario.because for scenario in read_scenarios("beijing_2015"))


class Color(StrEnum):
    RED = "red"
    BLUE = "blue"

    @property
    def warm(self) -> bool:
        return self is Color.RED


@dataclass(frozen=True)
class PaintFacts:
    warm: bool
    color: Color | None = None
    seen: frozenset[Color] = field(default_factory=frozenset)


def test_words_become_members_and_lists_become_sets() -> None:
    made = make_facts(PaintFacts, {"color": "RED", "seen": ["red", "BLUE"]})
    assert made == PaintFacts(warm=True, color=Color.RED, seen=frozenset(Color))


def test_a_word_that_is_no_member_and_a_missing_fact_are_refused() -> None:
    with pytest.raises(FactError, match="green"):
        make_facts(PaintFacts, {"color": "green"})
    with pytest.raises(FactError, match="warm"):
        make_facts(PaintFacts, {})
    with pytest.raises(FactError, match="warm"):
        make_facts(PaintFacts, {"warm": "yes"})
