"""What the rules of a take-over say, and how a reason is kept: with its sentences, or with the gaps to fill them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from xueji.exchange.intake.verdicts.outcome import Finding, Weight
from xueji.exchange.models.takeover import TakenVerdict
from xueji.vocabulary.faults import BadValueError
from xueji.vocabulary.tables import read_table
from xueji.vocabulary.text import Text

REFUSE, WARN = "refuse", "warn"
Reason = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A rule: its weight, its sentence and its remedy, both with gaps."""

    weight: str
    says: Text
    mend: Text


def broken(rule: str, field: str = "", **gaps: object) -> Reason:
    """A reason by a rule of rules.csv. Raises KeyError for a rule that is not there."""
    told = {name: _plain(value) for name, value in gaps.items()}
    return {"field": field, "rule": rule, "weight": sentences()[rule].weight, "gaps": told}


def found(field: str, finding: Finding) -> Reason:
    """A reason by a rule of the intake or the vocabulary, with its sentences as they are. A note warns."""
    says, mend = finding.says, finding.mend
    return {
        "field": field,
        "rule": finding.rule,
        "weight": REFUSE if finding.weight is Weight.REJECT else WARN,
        "says": [says.zh, says.en],
        "mend": [mend.zh, mend.en],
    }


def of_value(field: str, bad: BadValueError) -> Reason:
    """A reason by a rule of the vocabulary that a value breaks."""
    says, mend = bad.says, bad.mend
    return {
        "field": field,
        "rule": bad.rule,
        "weight": REFUSE,
        "says": [says.zh, says.en],
        "mend": [mend.zh, mend.en],
    }


def told(reason: Mapping[str, Any]) -> tuple[Text, Text]:
    """What a kept reason says, and what mends it."""
    if "says" in reason:
        return Text(*reason["says"]), Text(*reason["mend"])
    sentence = sentences()[reason["rule"]]
    gaps = {"field": reason["field"], **{name: _filled(value) for name, value in reason["gaps"].items()}}
    return sentence.says.format(**gaps), sentence.mend.format(**gaps)


def verdict_of(reasons: list[Reason]) -> TakenVerdict:
    """The verdict that the gravest reason demands."""
    if not reasons:
        return TakenVerdict.ACCEPT
    refused = any(reason["weight"] == REFUSE for reason in reasons)
    return TakenVerdict.REFUSE if refused else TakenVerdict.WARN


def gist(rule: str) -> Text:
    """A rule in a few words, where many rows are summed up; a rule without one is named by its key."""
    return _gists().get(rule, Text(rule, rule))


@cache
def _gists() -> dict[str, Text]:
    rows = read_table("xueji.exchange.takeover", "gists.csv")
    return {row["rule"]: Text(row["zh"], row["en"]) for row in rows}


@cache
def sentences() -> dict[str, Sentence]:
    """Every rule of rules.csv by its key."""
    return {
        row["rule"]: Sentence(row["weight"], Text(row["says_zh"], row["says_en"]), Text(row["mend_zh"], row["mend_en"]))
        for row in read_table("xueji.exchange.takeover", "rules.csv")
    }


def _plain(value: object) -> object:
    return [value.zh, value.en] if isinstance(value, Text) else value


def _filled(value: object) -> object:
    return Text(*value) if isinstance(value, list) else value
