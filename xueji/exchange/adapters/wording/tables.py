"""The reviewed tables of one wire: what it calls our messages, their fields, and the words that stand in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from xueji.vocabulary.border.verbs import FromNation, ToNation
from xueji.vocabulary.tables import read_table, table_remarks

FORM = "form"
"""The body that holds the 72-item form; a wire that names its items has them from the national form itself."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of message: its code on the wire, and the body it carries."""

    code: str
    body: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a body: our name, the wire's, how its value is written, and whether it may be left out."""

    ours: str
    wire: str
    type: str
    required: bool


@dataclass(frozen=True, slots=True, eq=False)
class Fields:
    """The fields of one body. An `open` one carries fields that no table names as they are."""

    fields: tuple[Field, ...]
    by_ours: Mapping[str, Field]
    by_wire: Mapping[str, Field]
    open: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """All tables of a wire. `compact_days` says that it writes days as 20150901."""

    kinds: Mapping[ToNation | FromNation, Kind]
    verbs: Mapping[str, ToNation | FromNation]
    bodies: Mapping[str, Fields]
    to_wire: Mapping[str, Mapping[str, str]]
    from_wire: Mapping[str, Mapping[str, str]]
    compact_days: bool


@cache
def wording_of(package: str) -> Wording:
    """Read the tables that lie in a package, once."""
    kinds = {_verb(row): Kind(row["code"], row["body"]) for row in read_table(package, "kinds.csv")}
    remarks = table_remarks(package, "fields.csv")
    values = read_table(package, "values.csv")
    return Wording(
        kinds=kinds,
        verbs={kind.code: verb for verb, kind in kinds.items()},
        bodies=_bodies(package, form_named=remarks["form"] == "national"),
        to_wire=_pairs(values, "ours", "wire"),
        from_wire=_pairs(values, "wire", "ours"),
        compact_days=remarks["days"] == "compact",
    )


def _verb(row: Mapping[str, str]) -> ToNation | FromNation:
    return ToNation(row["verb"]) if row["direction"] == "up" else FromNation(row["verb"])


def _bodies(package: str, *, form_named: bool) -> dict[str, Fields]:
    found: dict[str, list[Field]] = {}
    for row in read_table(package, "fields.csv"):
        found.setdefault(row["body"], []).append(Field(row["ours"], row["wire"], row["type"], row["required"] == "yes"))
    bodies = {body: _fields(fields) for body, fields in found.items()}
    items = read_table("xueji.vocabulary.form", "items.csv") if form_named else []
    named = [Field(row["key"], row["national"], "plain", required=False) for row in items if row["national"]]
    return {**bodies, FORM: _fields(named, is_open=True)}


def _fields(fields: list[Field], *, is_open: bool = False) -> Fields:
    by_ours, by_wire = {field.ours: field for field in fields}, {field.wire: field for field in fields}
    return Fields(tuple(fields), by_ours, by_wire, is_open)


def _pairs(rows: list[dict[str, Any]], left: str, right: str) -> dict[str, dict[str, str]]:
    pairs: dict[str, dict[str, str]] = {}
    for row in rows:
        pairs.setdefault(row["field"], {})[row[left]] = row[right]
    return pairs
