"""Find editions by name. Nobody imports a rulebook; they are loaded from here."""

from __future__ import annotations

import pkgutil
from datetime import date
from functools import cache
from importlib import import_module

from xueji.process.rulebook import CompiledRulebook, Rulebook, compile_rulebook

HOME = "xueji.rulebooks"
"""The package whose members are the editions; one that declares no RULEBOOK is shared text, not an edition."""


class UnknownRulebookError(LookupError):
    """A name that no edition has; the message lists those there are."""


@cache
def load_rulebook(name: str) -> CompiledRulebook:
    """Load and compile an edition by name; raise :class:`UnknownRulebookError` for any other name."""
    if name not in rulebook_names():
        message = f"没有名为 {name} 的规则集; no rulebook is called {name}; there are: {', '.join(rulebook_names())}"
        raise UnknownRulebookError(message)
    return compile_rulebook(_written(name))


@cache
def rulebook_names() -> tuple[str, ...]:
    """List the editions, by name."""
    home = import_module(HOME)
    members = sorted(item.name for item in pkgutil.iter_modules(home.__path__) if item.ispkg)
    return tuple(name for name in members if hasattr(import_module(f"{HOME}.{name}"), "RULEBOOK"))


def editions_of(jurisdiction: str) -> tuple[CompiledRulebook, ...]:
    """List the editions of a jurisdiction, oldest first."""
    loaded = (load_rulebook(name) for name in rulebook_names())
    own = (item for item in loaded if item.rulebook.jurisdiction == jurisdiction)
    return tuple(sorted(own, key=lambda item: item.rulebook.in_force_from))


def edition_in_force(jurisdiction: str, on: date) -> CompiledRulebook:
    """Find the edition that governs a case opened on this day; raise :class:`UnknownRulebookError` before the first."""
    in_force = [item for item in editions_of(jurisdiction) if item.rulebook.in_force_from <= on]
    if not in_force:
        message = f"{jurisdiction} 在 {on.isoformat()} 没有有效的规则集; no edition is in force on that day"
        raise UnknownRulebookError(message)
    return in_force[-1]


def _written(name: str) -> Rulebook:
    written = import_module(f"{HOME}.{name}").RULEBOOK
    if not isinstance(written, Rulebook):
        message = f"{HOME}.{name}.RULEBOOK is not a Rulebook"
        raise TypeError(message)
    return written
