"""The reviewed tables, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from xueji.vocabulary.border.verbs import Business, RemoteLevel
from xueji.vocabulary.codes.tables import code_table
from xueji.vocabulary.tables import read_table
from xueji.vocabulary.text import Text

_HERE = "xueji.exchange.simulator.knowledge"


@dataclass(frozen=True, slots=True)
class CheckError:
    """One way in which a check fails; `code` may be empty, `says` is the nation's own wording beside our English."""

    key: str
    code: str
    says: Text
    business: str
    who_mends: str

    def fits(self, business: Business) -> bool:
        """Whether an application of this business can meet it."""
        return self.business in ("both", business)


@dataclass(frozen=True, slots=True)
class PlayedProvince:
    """A province that the simulator plays: its chain of reviews, its pace in days, and its districts by code."""

    code: str
    levels: tuple[RemoteLevel, ...]
    days_from: float
    days_to: float
    approving: float
    districts: tuple[tuple[str, str], ...]


@cache
def check_errors() -> dict[str, CheckError]:
    """All errors of the check, by key."""
    return {
        row["key"]: CheckError(row["key"], row["code"], Text(row["text"], row["en"]), row["business"], row["who_mends"])
        for row in read_table(_HERE, "errors.csv")
    }


@cache
def played_provinces() -> tuple[PlayedProvince, ...]:
    """The provinces that nobody but the simulator plays."""
    return tuple(
        PlayedProvince(
            row["code"],
            tuple(RemoteLevel(level) for level in row["levels"].split()),
            float(row["days_from"]),
            float(row["days_to"]),
            float(row["approving"]),
            tuple((code, name) for code, name in (each.split() for each in row["districts"].split("|"))),
        )
        for row in read_table(_HERE, "provinces.csv")
    )


@cache
def refusals() -> tuple[str, ...]:
    """Sentences with which an invented office refuses."""
    return tuple(row["text"] for row in read_table(_HERE, "refusals.csv"))


@cache
def words(kind: str) -> tuple[str, ...]:
    """Syllables of one kind: surname, given_1 (boys), given_2 (girls), school."""
    return next(tuple(row["words"].split()) for row in read_table(_HERE, "names.csv") if row["kind"] == kind)


def province_name(code: str) -> Text:
    """What a province is called; its code where nobody knows it."""
    entry = code_table("province").entry(code)
    return entry.label if entry else Text(code, code)
