"""Why a file is refused as a whole: one sentence and one remedy for every rule (refusals.csv)."""

from __future__ import annotations

from functools import cache

from xueji.vocabulary.faults import Fault
from xueji.vocabulary.tables import read_table
from xueji.vocabulary.text import Text

_PACKAGE = "xueji.exchange.intake"


class FileRefused(Exception):
    """A file that cannot be read as a list; `rule` is a stable key, `says` names the fault, `mend` the remedy."""

    def __init__(self, rule: str, says: Text, mend: Text) -> None:
        """Keep rule, sentence and remedy."""
        super().__init__(f"{rule}: {says.en}")
        self.rule = rule
        self.says = says
        self.mend = mend

    @property
    def fault(self) -> Fault:
        """The same as a plain value."""
        return Fault(self.rule, self.says, self.mend)


def refusal(rule: str, **details: object) -> FileRefused:
    """Return the refusal of a rule of the table, its gaps filled with the details. Raises KeyError if it is unknown."""
    fault = _sentences()[rule]
    if "found" in details:
        details["found"] = _kinds().get(str(details["found"]), _kinds()["unknown"])
    return FileRefused(rule, fault.says.format(**details), fault.mend.format(**details))


def refusal_rules() -> tuple[str, ...]:
    """Return the keys of all rules by which a file can be refused."""
    return tuple(_sentences())


@cache
def _sentences() -> dict[str, Fault]:
    return {
        row["rule"]: Fault(row["rule"], Text(row["says_zh"], row["says_en"]), Text(row["mend_zh"], row["mend_en"]))
        for row in read_table(_PACKAGE, "refusals.csv")
    }


@cache
def _kinds() -> dict[str, Text]:
    return {row["kind"]: Text(row["zh"], row["en"]) for row in read_table(_PACKAGE, "file_kinds.csv")}
