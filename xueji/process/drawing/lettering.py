"""How wide a text is, and where it breaks. Measured by rule of thumb: no font is at hand where a diagram is drawn."""

from __future__ import annotations

import re
import unicodedata

_NARROW = 0.58
_TOKENS = re.compile(r"[\x21-\x7e]+\s*|.", re.DOTALL)
_NO_BREAK_BEFORE = "，。、；：）！？／,.;:)"


def width_of(text: str, size: float) -> float:
    """Width of a text in pixels at a font size, slightly generous."""
    return sum(size if unicodedata.east_asian_width(char) in "WFA" else size * _NARROW for char in text)


def wrapped(text: str, width: float, size: float) -> list[str]:
    """Break a text into lines no wider than ``width``; a single long word may stick out."""
    lines: list[str] = []
    line = ""
    for token in _TOKENS.findall(text):
        if line and width_of((line + token).rstrip(), size) > width and token not in _NO_BREAK_BEFORE:
            lines.append(line.rstrip())
            line = token.lstrip()
        else:
            line += token
    return [*lines, line.rstrip()] if line.strip() else lines
