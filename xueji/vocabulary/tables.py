"""Reading the CSV tables that travel with the room."""

from __future__ import annotations

import csv
from datetime import date
from importlib.resources import files


def read_table(package: str, name: str) -> list[dict[str, str]]:
    """Read a CSV table that lies beside the modules of a package; lines that begin with # say where it comes from."""
    lines = files(package).joinpath(name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if line and not line.startswith("#")))


def table_remarks(package: str, name: str) -> dict[str, str]:
    """Read the `# key: value` lines at the head of a table (standard, source, note …)."""
    remarks: dict[str, str] = {}
    for line in files(package).joinpath(name).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            break
        key, _, value = line.lstrip("# ").partition(":")
        remarks[key.strip()] = value.strip()
    return remarks


def date_or_none(text: str) -> date | None:
    """Read an ISO date; an empty cell is no date."""
    return date.fromisoformat(text) if text else None
