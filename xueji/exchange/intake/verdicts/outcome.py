"""What the judging of a list yields: findings, reasons, the verdict on a row, the verdict on the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cache

from xueji.exchange.intake.workbook.cells import Cell
from xueji.vocabulary.faults import Fault
from xueji.vocabulary.tables import read_table
from xueji.vocabulary.text import Text


class Weight(IntEnum):
    """What a finding does to its row: nothing, flag it as a possible duplicate, or keep it out."""

    NOTE = 0
    PROBLEM = 1
    REJECT = 2


class Verdict(StrEnum):
    """The verdict on a row. A problem row is imported as an entrant, but no record is established until resolved."""

    ACCEPT = "accept"
    PROBLEM = "problem"
    REJECT = "reject"


_VERDICTS = (Verdict.ACCEPT, Verdict.PROBLEM, Verdict.REJECT)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found in a cell, not yet tied to a column."""

    rule: str
    weight: Weight
    says: Text
    mend: Text


@dataclass(frozen=True, slots=True)
class Reason:
    """A finding tied to the heading of its column as the file has it ("" if it concerns the whole row or file)."""

    field: str
    rule: str
    weight: Weight
    says: Text
    mend: Text


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of rules.csv: its stable key, its weight, its sentence and its remedy, both with gaps."""

    key: str
    weight: Weight
    says: Text
    mend: Text

    def found(self, **gaps: object) -> Finding:
        """Say that the rule is broken, or, for a note, that it applies."""
        return Finding(self.key, self.weight, self.says.format(**gaps), self.mend.format(**gaps))


@dataclass(frozen=True, slots=True)
class RowVerdict:
    """The verdict on one row, with every reason at once; reasons of an accepted row are notes.

    `values` are the tidied values by field key (None for a rejected row): text, codes, a date for birth_date, and
    under "form" the answers of the national form. `cells` are the row as the file has it.
    """

    row: int
    verdict: Verdict
    reasons: tuple[Reason, ...]
    values: Mapping[str, object] | None
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class FileVerdict:
    """Whether the file could be read as a list ("read" or "refused"), and what is to be said about it as a whole."""

    name: str
    sheet: str
    header_row: int | None
    verdict: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on a file and on each of its rows, in the order of the sheet."""

    file: FileVerdict
    rows: Sequence[RowVerdict]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows there are, and how many of each verdict."""
        counted = Counter(row.verdict for row in self.rows)
        return {"rows": len(self.rows)} | {verdict.value: counted[verdict] for verdict in _VERDICTS}


def verdict_of(reasons: Sequence[Reason]) -> Verdict:
    """Return the verdict that the gravest reason demands."""
    return _VERDICTS[max((reason.weight for reason in reasons), default=Weight.NOTE)]


def rule(key: str) -> Rule:
    """Return a rule by its key. Raises KeyError if rules.csv has none."""
    return _rules()[key]


def rule_keys() -> tuple[str, ...]:
    """Return the keys of all rules of rules.csv."""
    return tuple(_rules())


def rejected(fault: Fault) -> Finding:
    """Turn a fault of the vocabulary into a finding that keeps the row out."""
    return Finding(fault.rule, Weight.REJECT, fault.says, fault.mend)


@cache
def _rules() -> dict[str, Rule]:
    return {
        row["rule"]: Rule(
            row["rule"],
            Weight[row["weight"].upper()],
            Text(row["says_zh"], row["says_en"]),
            Text(row["mend_zh"], row["mend_en"]),
        )
        for row in read_table("xueji.exchange.intake.verdicts", "rules.csv")
    }
