"""Residency of a child (户籍类别) and the dated categories that are treated as local."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from xueji.vocabulary.tables import date_or_none, read_table
from xueji.vocabulary.text import Text


class Residency(StrEnum):
    """How a child stands to the place: local hukou, treated as local, non-local, or of foreign nationality.

    FOREIGN is nationality only: children from Hong Kong, Macao and Taiwan are never FOREIGN.
    """

    LOCAL = "local"
    AS_LOCAL = "as_local"
    NON_LOCAL = "non_local"
    FOREIGN = "foreign"

    @property
    def label(self) -> Text:
        """The name people read."""
        return _LABELS[self]

    @property
    def counts_as_local(self) -> bool:
        """Whether rules for local children apply (本市户籍 or 按本市户籍对待; S4)."""
        return self is Residency.LOCAL or self is Residency.AS_LOCAL


def parse_residency(text: str) -> Residency | None:
    """Read a residency as lists write it (本市户籍, 按本市户籍对待, 外籍 …); None if it is none of them."""
    found = _WRITTEN.get(text)
    if found is None:
        found = _WRITTEN.get("".join(text.split()))
    return found


@dataclass(frozen=True, slots=True)
class AsLocalCategory:
    """A category of children treated as local (按本市户籍对待): which proof it asks and how long that proof lasts.

    `expires` is "never", "with_proof" (the proof names an end) or "yearly" (to be shown again every school year).
    `note` keeps the tag of how sure the row is.
    """

    code: str
    label: Text
    proof: Text
    expires: str
    valid_from: date | None
    valid_to: date | None
    note: str

    def in_force(self, on: date) -> bool:
        """Whether the category may be used on that day (the last day included)."""
        started = self.valid_from is None or self.valid_from <= on
        return started and (self.valid_to is None or on <= self.valid_to)


@cache
def as_local_categories() -> tuple[AsLocalCategory, ...]:
    """Return every category ever in force, in the order of their codes."""
    return tuple(
        AsLocalCategory(
            code=row["code"],
            label=Text(row["zh"], row["en"]),
            proof=Text(row["proof_zh"], row["proof_en"]),
            expires=row["expires"],
            valid_from=date_or_none(row["valid_from"]),
            valid_to=date_or_none(row["valid_to"]),
            note=row["note"],
        )
        for row in read_table("xueji.vocabulary.people", "as_local_categories.csv")
    )


def as_local_category(code_or_text: str, on: date | None = None) -> AsLocalCategory | None:
    """Find a category by its code or Chinese label, in force on a day if one is given; None if there is none."""
    for category in as_local_categories():
        if code_or_text in (category.code, category.label.zh) and (on is None or category.in_force(on)):
            return category
    return None


_LABELS = {
    Residency.LOCAL: Text("本市户籍", "Local hukou"),
    Residency.AS_LOCAL: Text("按本市户籍对待", "Treated as local"),
    Residency.NON_LOCAL: Text("非本市户籍", "Non-local hukou"),
    Residency.FOREIGN: Text("外籍", "Foreign nationality"),
}

_WRITTEN = {
    **{residency.value: residency for residency in Residency},
    **{label.zh: residency for residency, label in _LABELS.items()},
    "本省户籍": Residency.LOCAL,
    "本地户籍": Residency.LOCAL,
    "按本省户籍对待": Residency.AS_LOCAL,
    "按本地户籍对待": Residency.AS_LOCAL,
    "非本省户籍": Residency.NON_LOCAL,
    "非本地户籍": Residency.NON_LOCAL,
    "非本市户籍(不按本市户籍对待)": Residency.NON_LOCAL,
    "非本市户籍（不按本市户籍对待）": Residency.NON_LOCAL,
    "外国籍": Residency.FOREIGN,
}
