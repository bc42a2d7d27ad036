"""Code tables (代码表) of the national standards. The tables are data: `codes/<name>.csv`, each naming its standard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from xueji.vocabulary.tables import date_or_none, read_table, table_remarks
from xueji.vocabulary.text import Text

_PACKAGE = "xueji.vocabulary.codes"


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """One code; `also` are other ways in which lists write it, `note` keeps the tag of how sure the row is."""

    code: str
    label: Text
    valid_from: date | None
    valid_to: date | None
    also: tuple[str, ...]
    note: str

    @property
    def zh(self) -> str:
        """The Chinese label."""
        return self.label.zh

    @property
    def en(self) -> str:
        """The English label."""
        return self.label.en

    def in_force(self, on: date) -> bool:
        """Whether the code may be used on that day (the last day included)."""
        started = self.valid_from is None or self.valid_from <= on
        return started and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True, eq=False)
class CodeTable:
    """A code table: its name here, the standard it comes from, a title, and its entries in the standard's order."""

    name: str
    standard: str
    title: Text
    entries: tuple[CodeEntry, ...]
    by_code: Mapping[str, CodeEntry]
    by_text: Mapping[str, str]

    def __contains__(self, code: object) -> bool:
        """Whether the code is in the table, whatever the day."""
        return code in self.by_code

    def entry(self, code: str) -> CodeEntry | None:
        """Return the entry of a code; None if the table does not know it."""
        return self.by_code.get(code)

    def label(self, code: str) -> Text | None:
        """Return the label of a code; None if the table does not know it."""
        entry = self.by_code.get(code)
        return None if entry is None else entry.label

    def code_of(self, text: str) -> str | None:
        """Read a code, a Chinese or English label, or a common way to write it ("汉族" -> "01"); None if it is none."""
        found = self.by_text.get(text)
        if found is None:
            found = self.by_text.get(_plain(text))
        return found

    def entries_on(self, on: date) -> tuple[CodeEntry, ...]:
        """Return the entries in force on a day."""
        return tuple(entry for entry in self.entries if entry.in_force(on))


@cache
def code_table(name: str) -> CodeTable:
    """Return a table by its name, such as "ethnicity". Raises KeyError naming the tables there are."""
    if name not in code_table_names():
        message = f"no code table {name!r}; there are: {', '.join(code_table_names())}"
        raise KeyError(message)
    remarks = table_remarks(_PACKAGE, f"{name}.csv")
    entries = tuple(_entry(row) for row in read_table(_PACKAGE, f"{name}.csv"))
    return CodeTable(
        name=name,
        standard=remarks["standard"],
        title=Text(remarks["title_zh"], remarks["title_en"]),
        entries=entries,
        by_code=MappingProxyType({entry.code: entry for entry in entries}),
        by_text=MappingProxyType(_spellings(entries)),
    )


@cache
def code_table_names() -> tuple[str, ...]:
    """Return the names of all tables."""
    found = (path.name for path in files(_PACKAGE).iterdir())
    return tuple(sorted(file.removesuffix(".csv") for file in found if file.endswith(".csv")))


def _entry(row: Mapping[str, str]) -> CodeEntry:
    return CodeEntry(
        code=row["code"],
        label=Text(row["zh"], row["en"]),
        valid_from=date_or_none(row["valid_from"]),
        valid_to=date_or_none(row["valid_to"]),
        also=tuple(filter(None, row["also"].split("|"))),
        note=row["note"],
    )


def _spellings(entries: tuple[CodeEntry, ...]) -> dict[str, str]:
    """Map every spelling to its code. A code stands before a label, a label before another way to write it."""
    spellings: dict[str, str] = {}
    for ways in (_codes, _labels, _others):
        for entry in entries:
            for way in ways(entry):
                spellings.setdefault(way, entry.code)
                spellings.setdefault(_plain(way), entry.code)
    return spellings


def _codes(entry: CodeEntry) -> tuple[str, ...]:
    return (entry.code,)


def _labels(entry: CodeEntry) -> tuple[str, ...]:
    # Drop-down lists of the national template show code and label together.
    return entry.zh, entry.en, f"{entry.code}{entry.zh}", f"{entry.code}-{entry.zh}"


def _others(entry: CodeEntry) -> tuple[str, ...]:
    return entry.also


def _plain(text: str) -> str:
    return "".join(text.split()).replace("（", "(").replace("）", ")").casefold()
