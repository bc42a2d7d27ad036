"""How single values are written on a wire and read from it. What does not fit is named, never bent."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from xueji.vocabulary.text import Text

_DEPTH = 32
_WHOLE = 2**53
_COMPACT = re.compile(r"\d{8}", re.ASCII)
# Half of a character: Python keeps it, UTF-8 does not.
_HALF = re.compile("[\ud800-\udfff]")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

WRONG_VALUE = Text("字段“{field}”的值不符合约定。", "The value of the field “{field}” is not as agreed.")
UNKNOWN_WORD = Text("字段“{field}”的值不在对照表内。", "The value of the field “{field}” is not in the table of words.")
BAD_CHARACTER = Text(
    "字段“{field}”含有不能传送的字符。", "The field “{field}” holds a character that cannot be carried."
)
TOO_DEEP = Text("字段“{field}”的层次过多。", "The field “{field}” is nested too deeply.")


class MisfitError(ValueError):
    """A value or a field that the wire's tables do not allow; `says` names it in both languages."""

    def __init__(self, says: Text, field: str = "") -> None:
        self.says = says.format(field=field)
        super().__init__(self.says.en)


def text(value: Any, field: str) -> str:
    """Pass a text that both a database and JSON can carry."""
    if not isinstance(value, str):
        raise MisfitError(WRONG_VALUE, field)
    if "\0" in value or _HALF.search(value):
        raise MisfitError(BAD_CHARACTER, field)
    return str(value)


def number(value: Any, field: str) -> int:
    """Pass a whole number that every reader of JSON keeps exactly."""
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > _WHOLE:
        raise MisfitError(WRONG_VALUE, field)
    return value


def yes_no(value: Any, field: str) -> bool:
    """Pass a yes or no."""
    if not isinstance(value, bool):
        raise MisfitError(WRONG_VALUE, field)
    return value


def texts(value: Any, field: str) -> list[str]:
    """Pass a list of texts."""
    if not isinstance(value, list):
        raise MisfitError(WRONG_VALUE, field)
    return [text(each, field) for each in value]


def day(value: Any, field: str, *, compact: bool) -> str:
    """Pass a day in the given way of writing, or nothing."""
    written = text(value, field)
    if not written:
        return ""
    if not (_COMPACT if compact else _ISO).fullmatch(written):
        raise MisfitError(WRONG_VALUE, field)
    try:
        date.fromisoformat(written)
    except ValueError:
        raise MisfitError(WRONG_VALUE, field) from None
    return written


def day_turned(value: Any, field: str, *, compact: bool) -> str:
    """Write a day of the other way of writing in the given one."""
    written = day(value, field, compact=not compact)
    if not written:
        return ""
    return written.replace("-", "") if compact else date.fromisoformat(written).isoformat()


def moment_to_wire(value: Any, field: str) -> str:
    """Write a moment with its distance from Greenwich."""
    if not isinstance(value, datetime) or value.utcoffset() is None:
        raise MisfitError(WRONG_VALUE, field)
    return value.isoformat()


def moment_from_wire(value: Any, field: str) -> datetime:
    """Read a moment; one that does not say its distance from Greenwich is none."""
    try:
        moment = datetime.fromisoformat(text(value, field))
    except ValueError as error:
        if isinstance(error, MisfitError):
            raise
        raise MisfitError(WRONG_VALUE, field) from None
    if moment.utcoffset() is None:
        raise MisfitError(WRONG_VALUE, field)
    return moment


def plain(value: Any, field: str, depth: int = 0) -> Any:
    """Pass a JSON value of any shape: texts, numbers, yes and no, nothing, and lists and objects of them."""
    if depth > _DEPTH:
        raise MisfitError(TOO_DEEP, field)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return text(value, field)
    if isinstance(value, int):
        return number(value, field)
    if isinstance(value, float) and math.isfinite(value):
        return value
    if isinstance(value, list):
        return [plain(each, field, depth + 1) for each in value]
    if isinstance(value, Mapping):
        return {text(name, field): plain(each, field, depth + 1) for name, each in value.items()}
    raise MisfitError(WRONG_VALUE, field)
