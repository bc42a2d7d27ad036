"""The one font of the papers, and which characters it cannot draw."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from fontTools.ttLib import TTCollection  # type: ignore[import-untyped]  # the library has no types
from typst import Fonts

from xueji.vocabulary.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

FAMILY = "Noto Sans CJK SC"
PACKAGE = "noto_cjk_sans_otc"
FILE = "NotoSansCJK-Regular.ttc"


class FontMissingError(RuntimeError):
    """The Chinese font is not installed, so no paper can be drawn; `says` and `mend` are for people."""

    says = Text(
        zh=f"缺少中文字库 {FILE}，不能打印。",
        en=f"The Chinese font {FILE} is missing, so nothing can be printed.",
    )
    mend = Text(
        zh="请在服务器上执行 pip install noto-cjk-sans-otc==0.0.1 后重试。",
        en="Run pip install noto-cjk-sans-otc==0.0.1 on the server and try again.",
    )

    def __init__(self) -> None:
        """Speak both sentences in English, for the log."""
        super().__init__(f"{self.says.en} {self.mend.en}")


def font_file() -> Path:
    """Return the font file that came with the Python package; raises FontMissingError.

    Fonts of the operating system are never used: a paper must look the same on every machine.
    """
    found = find_spec(PACKAGE)
    places = list(found.submodule_search_locations or ()) if found else []
    for place in places:
        if (path := Path(place) / FILE).is_file():
            return path
    raise FontMissingError


@cache
def fonts() -> Fonts:
    """Return the loaded font for typst; raises FontMissingError."""
    return Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(font_file().parent)])


@cache
def drawable() -> frozenset[int]:
    """Return every code point that the simplified Chinese face can draw; raises FontMissingError."""
    with TTCollection(str(font_file()), lazy=True) as collection:
        for face in collection:
            if face["name"].getDebugName(1) == FAMILY:
                return frozenset(face.getBestCmap())
    raise FontMissingError


def missing_glyphs(text: str | Iterable[str]) -> tuple[str, ...]:
    """Return the characters of a text that the font cannot draw, each once, in order; raises FontMissingError.

    The font covers the unified ideographs, extension A and parts of extensions B to F (王𬍛 can be drawn);
    newer extensions have no glyph. Line breaks and tabs are layout, not glyphs.
    """
    known = drawable()
    characters = "".join(text)
    return tuple(dict.fromkeys(one for one in characters if ord(one) not in known and one not in "\n\r\t"))
