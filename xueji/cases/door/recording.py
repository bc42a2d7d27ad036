"""Facts as they were seen, kept beside the decision as plain JSON."""

from dataclasses import fields
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import Any


@lru_cache(maxsize=4096)
def facts_as_json(facts: Any) -> dict[str, Any]:
    """A frozen facts object as a JSON-ready dictionary; equal facts are converted once."""
    return {field.name: _plain(getattr(facts, field.name)) for field in fields(facts)}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, frozenset):
        return sorted(_plain(item) for item in value)
    if isinstance(value, date):
        return value.isoformat()
    return value
