"""Scenarios: cases in YAML that a registrar can read and add (given / when / then / because).

A file names its procedure and what is given in all its scenarios unless one says otherwise::

    procedure: loan
    given: {opened: 2015-09-01}
    scenarios:
      - name: 第十个工作日之后不能续借
        given: {state: lent, on: 2015-09-17}
        when: {by: DISTRICT, event: renew}
        then: {refused: [within_loan_period]}
        because: 第十四条

``when`` may be a list of steps, taken one after the other with the same facts; ``then`` speaks of the last one, and
``path`` names every state passed. The words may be Chinese: 流程 给定 情形 名称 当 则 依据, and inside them
状态 日期 期限 单位 操作 拒绝; a file may name more of its own under ``words`` (用语).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

import yaml

from xueji.process.loading import HOME, load_rulebook

_WORDS = {
    "用语": "words",
    "流程": "procedure",
    "给定": "given",
    "情形": "scenarios",
    "名称": "name",
    "当": "when",
    "则": "then",
    "依据": "because",
    "状态": "state",
    "日期": "on",
    "期限": "due",
    "单位": "by",
    "操作": "event",
    "拒绝": "refused",
}


class ScenarioError(ValueError):
    """A scenario that cannot be read; the message names the file, the scenario and what is missing."""


@dataclass(frozen=True)
class Scenario:
    """One case: what is given, who does what, what comes of it, and why."""

    where: str
    name: str
    procedure: str
    given: Mapping[str, object]
    steps: tuple[Mapping[str, object], ...]
    then: Mapping[str, object]
    because: str


def read_scenarios(rulebook: str) -> tuple[Scenario, ...]:
    """Read every ``scenarios/*.yaml`` of an edition; raise :class:`ScenarioError` for a faulty one.

    What its predecessor's files say goes on holding, on their own days, unless the edition has a file of that name.
    """
    found = _files_of(rulebook)
    return tuple(scenario for name in sorted(found) for scenario in read_scenario_file(found[name]))


def _files_of(rulebook: str) -> dict[str, Traversable]:
    predecessor = load_rulebook(rulebook).rulebook.predecessor
    inherited = _files_of(predecessor) if predecessor else {}
    folder = files(f"{HOME}.{rulebook}") / "scenarios"
    return {**inherited, **{item.name: item for item in folder.iterdir() if item.name.endswith(".yaml")}}


def read_scenario_file(item: Traversable) -> list[Scenario]:
    """Read one file of scenarios; raise :class:`ScenarioError` for a faulty one."""
    try:
        written = yaml.safe_load(item.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        message = f"{item.name}: not valid YAML: {error}"
        raise ScenarioError(message) from error
    document = _plain(written, _WORDS | _own_words(written))
    complete = isinstance(document, dict) and document.get("procedure") and isinstance(document.get("scenarios"), list)
    if not isinstance(document, dict) or not complete:
        message = f"{item.name}: a scenario file is a mapping with procedure, given and scenarios"
        raise ScenarioError(message)
    common = document.get("given") or {}
    return [_scenario(item.name, str(document["procedure"]), common, body) for body in document["scenarios"]]


def _scenario(file: str, procedure: str, common: Mapping[str, object], body: Mapping[str, object]) -> Scenario:
    missing = [key for key in ("name", "when", "then", "because") if not body.get(key)]
    if missing:
        message = f"{file}: scenario {body.get('name')!r} lacks {', '.join(missing)}"
        raise ScenarioError(message)
    return Scenario(
        where=file,
        name=str(body["name"]),
        procedure=procedure,
        given={**common, **_mapping(file, body, "given")},
        steps=_steps(file, body),
        then=_mapping(file, body, "then"),
        because=str(body["because"]),
    )


def _steps(file: str, body: Mapping[str, object]) -> tuple[Mapping[str, object], ...]:
    when = body["when"]
    steps = when if isinstance(when, list) else [when]
    if not all(isinstance(step, dict) for step in steps):
        message = f"{file}: when of scenario {body.get('name')!r} must be a step (by, event) or a list of steps"
        raise ScenarioError(message)
    return tuple(steps)


def _mapping(file: str, body: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = body.get(key) or {}
    if not isinstance(value, dict):
        message = f"{file}: {key} of scenario {body.get('name')!r} must be a mapping"
        raise ScenarioError(message)
    return value


def _own_words(written: object) -> dict[str, str]:
    words = written.get("words") or written.get("用语") if isinstance(written, dict) else None
    return {str(key): str(value) for key, value in words.items()} if isinstance(words, dict) else {}


def _plain(value: object, words: Mapping[str, str]) -> object:
    """Read Chinese words as English ones; a bare ``on`` is a yes in YAML 1.1, and here it is the day."""
    if isinstance(value, dict):
        named = {"on" if key is True else words.get(str(key), str(key)): item for key, item in value.items()}
        return {key: _plain(item, words) for key, item in named.items()}
    if isinstance(value, list):
        return [_plain(item, words) for item in value]
    return value
