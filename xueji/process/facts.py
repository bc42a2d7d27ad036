"""Make frozen facts from plain values, of a scenario or of a decision kept: words become enumerations, lists sets."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields
from enum import Enum
from typing import Union, get_args, get_origin, get_type_hints


class FactError(ValueError):
    """A word or a value that the facts of a procedure do not have; the message names it."""


def make_facts(kind: type, given: Mapping[str, object]) -> object:
    """Make facts of a frozen class; what is not given keeps its default.

    A required field that is not given may follow from another value that has it (a grade knows its stage). Raise
    :class:`FactError` for a word or a field that does not exist, or one that is missing.
    """
    hints = get_type_hints(kind)
    known = {field.name: field for field in fields(kind)}
    values = {name: _convert(name, hints[name], value) for name, value in given.items() if name in known}
    for name, field in known.items():
        required = field.default is MISSING and field.default_factory is MISSING
        if required and name not in values:
            values[name] = _follows(name, hints[name], values)
    return kind(**values)


def has_fact(kind: type, name: str) -> bool:
    """Do the facts have a field of this name?"""
    return any(field.name == name for field in fields(kind))


def _follows(name: str, hint: object, values: Mapping[str, object]) -> object:
    for value in values.values():
        found = getattr(value, name, None)
        if isinstance(hint, type) and isinstance(found, hint):
            return found
    message = f"the scenario must give {name}"
    raise FactError(message)


def _convert(name: str, hint: object, value: object) -> object:
    if get_origin(hint) in {Union, types.UnionType}:
        if value is None:
            return None
        options = [option for option in get_args(hint) if option is not type(None)]
        return _convert(name, options[0], value)
    if get_origin(hint) is frozenset:
        members = value if isinstance(value, list) else [value]
        return frozenset(_convert(name, get_args(hint)[0], member) for member in members)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _member(name, hint, value)
    if isinstance(hint, type) and isinstance(value, hint):
        return value
    message = f"{name}: {value!r} is not a value of this fact"
    raise FactError(message)


def _member(name: str, kind: type[Enum], value: object) -> Enum:
    for member in kind:
        if value in {member.name, member.value}:
            return member
    message = f"{name}: {value!r} is none of {', '.join(member.name for member in kind)}"
    raise FactError(message)
