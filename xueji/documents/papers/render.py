"""From a dataclass to a PDF: the data goes to typst as JSON, never as a part of its source."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typst

from xueji.documents.papers.fonts import fonts, missing_glyphs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from _typeshed import DataclassInstance

TEMPLATES = Path(__file__).parent
# Chinese printers set 〓 where a character is missing from the fount.
GETA = "〓"
# Long-term archiving: tagged, all fonts inside.
STANDARD: Final = "a-2a"


@dataclass(frozen=True, slots=True)
class Printed:
    """Who printed a paper and when: `at` by the machine's clock, `city_date` by the city's, which may stand elsewhere.

    `at` carries its time zone and is printed in it, so it is given in the city's zone.
    A paper of a training city says on every page that it has no force.
    """

    by: str
    office: str
    at: datetime
    city_date: date
    training: bool = False


def render(
    template: str, paper: DataclassInstance, *, at: datetime, extra: Mapping[str, object] | None = None
) -> bytes:
    """Draw the template (a file name beside this module) with the fields of a dataclass; return the PDF.

    Characters without a glyph are set as 〓, and the paper lists their code points at its end for writing by hand.
    Equal arguments give equal bytes. Raises FontMissingError, and ValueError when `at` has no time zone; a typst error
    is a fault of the template.
    """
    if at.tzinfo is None:
        message = "the moment of printing needs a time zone"
        raise ValueError(message)
    data: dict[str, object] = {**asdict(paper), **(extra or {})}
    missing = missing_glyphs(_texts(data))
    if missing:
        replaced = dict.fromkeys(map(ord, missing), GETA)
        data = {key: _without(value, replaced) for key, value in data.items()}
    data["missing"] = [f"U+{ord(character):04X}" for character in missing]
    return typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=fonts(),
        format="pdf",
        pdf_standards=[STANDARD],
        sys_inputs={"paper": json.dumps(data, ensure_ascii=False, default=_written)},
        timestamp=int(at.timestamp()),
    )


def _written(value: object) -> str:
    """Write dates as people read them: 2015-09-16, 2015-09-16 14:05."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    message = f"a paper cannot hold a {type(value).__name__}"
    raise TypeError(message)


def _texts(value: object) -> Iterator[str]:
    """Walk through every text of nested mappings and sequences."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


def _without(value: object, replaced: dict[int, str]) -> object:
    """Return the same with every missing character replaced."""
    if isinstance(value, str):
        return value.translate(replaced)
    if isinstance(value, dict):
        return {key: _without(one, replaced) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_without(one, replaced) for one in value]
    return value
