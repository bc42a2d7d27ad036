"""Cells as they stand in a sheet, and how they cross the pipe between child and parent: JSON, never pickle."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

Plain = str | int | float | bool | date | datetime | time | timedelta


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that holds a formula; `value` is what the program that wrote the file last reckoned. It is never run."""

    value: Plain


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell that shows an error such as #N/A."""


# An empty cell is the empty string.
Cell = Plain | Formula | CellError
Row = tuple[int, list[Cell]]


@dataclass(frozen=True, slots=True)
class SheetHead:
    """The first rows of one sheet, each with its number in the sheet."""

    name: str
    rows: list[Row]


def encode(message: object) -> bytes:
    """Write one message, or one row of a message, as JSON."""
    return _ENCODER.encode(message).encode()


def decode(line: bytes) -> dict[str, Any]:
    """Read a message; raises ValueError if it is not one."""
    message = json.loads(line, object_hook=_untagged)
    if not isinstance(message, dict):
        text = "a message of the child is a JSON object"
        raise ValueError(text)  # noqa: TRY004  (the sender's value is wrong, not our type)
    return message


def _tagged(cell: object) -> dict[str, Any]:
    match cell:
        case Formula(value):
            return {"formula": value}
        case CellError():
            return {"error": True}
        case datetime():
            return {"datetime": cell.isoformat()}
        case date():
            return {"date": cell.isoformat()}
        case time():
            return {"time": cell.isoformat()}
        case timedelta():
            return {"seconds": cell.total_seconds()}
    text = f"no cell: {cell!r}"
    raise TypeError(text)


def _untagged(found: dict[str, Any]) -> Any:
    if len(found) != 1:
        return found
    ((tag, value),) = found.items()
    make = _TAGS.get(tag)
    return make(value) if make is not None else found


_TAGS: dict[str, Callable[[Any], Cell]] = {
    "formula": Formula,
    "error": lambda _: CellError(),
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "seconds": lambda seconds: timedelta(seconds=seconds),
}
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_tagged)
