"""A body in our words becomes one in the wire's words, field by field, and back again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from xueji.exchange.adapters.wording import values
from xueji.exchange.adapters.wording.tables import Field, Fields, Wording
from xueji.exchange.adapters.wording.values import UNKNOWN_WORD, MisfitError
from xueji.vocabulary.text import Text

_NOT_AN_OBJECT = Text("消息内容不是约定的结构。", "The content of the message is not built as agreed.")
_UNKNOWN_FIELD = Text("消息内容有未约定的字段“{field}”。", "The content holds a field that was not agreed: “{field}”.")
_MISSING_FIELD = Text("消息内容缺少字段“{field}”。", "The content lacks the field “{field}”.")
_SHOWN = 40

_SIMPLE: Mapping[str, Callable[[Any, str], Any]] = {
    "text": values.text,
    "number": values.number,
    "yes_no": values.yes_no,
    "texts": values.texts,
    "plain": values.plain,
    # What stands within the envelope is looked at as a body of its own.
    "content": lambda value, _: value,
}


def to_wire(wording: Wording, body: str, value: Any) -> dict[str, Any]:
    """Write a body in the wire's words. Raises MisfitError, naming the field in our words."""
    fields = wording.bodies[body]
    return {
        field.wire: _turned(wording, field, name, each, outward=True)
        for field, name, each in _paired(value, fields, fields.by_ours)
    }


def from_wire(wording: Wording, body: str, value: Any) -> dict[str, Any]:
    """Read a body in our words. Raises MisfitError, naming the field in the wire's words."""
    fields = wording.bodies[body]
    return {
        field.ours: _turned(wording, field, name, each, outward=False)
        for field, name, each in _paired(value, fields, fields.by_wire)
    }


def _paired(value: Any, fields: Fields, known: Mapping[str, Field]) -> Iterator[tuple[Field, str, Any]]:
    if not isinstance(value, Mapping):
        raise MisfitError(_NOT_AN_OBJECT)
    for name in known:
        if known[name].required and name not in value:
            raise MisfitError(_MISSING_FIELD, name)
    for name, each in value.items():
        yield known.get(name) or _unnamed(name, fields), name, each


def _unnamed(name: Any, fields: Fields) -> Field:
    """A field of an open body that no table names; one that would come back as another is not let through."""
    if not fields.open or not isinstance(name, str) or name in fields.by_ours or name in fields.by_wire:
        raise MisfitError(_UNKNOWN_FIELD, str(name)[:_SHOWN].encode(errors="replace").decode())
    same = values.text(name, name)
    return Field(same, same, "plain", required=False)


def _turned(wording: Wording, field: Field, name: str, value: Any, *, outward: bool) -> Any:
    if field.type == "day":
        turn = values.day_turned if wording.compact_days else values.day
        return turn(value, name, compact=outward and wording.compact_days)
    if field.type == "word":
        return _word((wording.to_wire if outward else wording.from_wire)[field.ours], value, name)
    if field.type.startswith("body:"):
        return (to_wire if outward else from_wire)(wording, field.type.removeprefix("body:"), value)
    return _SIMPLE[field.type](value, name)


def _word(words: Mapping[str, str], value: Any, name: str) -> str:
    written = values.text(value, name)
    if written and written not in words:
        raise MisfitError(UNKNOWN_WORD, name)
    return words[written] if written else ""
