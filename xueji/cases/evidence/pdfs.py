"""PDFs: kept as they came if they are nothing but pages. What acts, hides or carries something is refused."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from xueji.cases.evidence.images import PREVIEW_PIXELS, preview_of
from xueji.cases.evidence.unfit import MAX_PAGES, UnfitError

_AFTER_THE_END = 1024
_OBJECTS = 50_000
_NODES = 1_000_000
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTIONS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/GoToE"}
_KEYS = {"/JS", "/EF", "/EmbeddedFiles", "/XFA", "/RichMediaContent"}
_KINDS = {"/EmbeddedFile", "/Filespec", "/RichMedia"}
# Names that mean harm wherever they stand, for readers that rebuild a broken table of objects by searching.
_SPOKEN = (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia")


def look_at_pdf(content: bytes) -> tuple[int, bytes]:
    """The number of pages and a JPEG of the first. Raises UnfitError."""
    _one_file_alone(content)
    pages = _checked(content)
    return pages, _preview(content)


def _one_file_alone(content: bytes) -> None:
    end = content.rfind(b"%%EOF")
    if end < 0:
        raise UnfitError("attachment_damaged")
    if len(content) - end > _AFTER_THE_END + len(b"%%EOF"):
        raise UnfitError("attachment_mixed")
    head = content[:_AFTER_THE_END].lower()
    if b"PK\x05\x06" in content[-66_000:] or any(mark in head for mark in (b"<html", b"<script", b"<!doctype")):
        raise UnfitError("attachment_mixed")


# What a reader of pages stumbles over in a broken file, besides its own errors.
_BROKEN = (OSError, ValueError, LookupError, TypeError, AttributeError, EOFError, ArithmeticError, AssertionError)


def _checked(content: bytes) -> int:
    try:
        pages = _pages(PdfReader(io.BytesIO(content), strict=False), content)
    except DependencyError as error:
        raise UnfitError("attachment_encrypted") from error
    except (PyPdfError, *_BROKEN) as error:
        raise UnfitError("attachment_damaged") from error
    if not 1 <= pages <= MAX_PAGES:
        raise UnfitError("attachment_pages")
    return pages


def _pages(reader: PdfReader, content: bytes) -> int:
    """How many pages an open and passive document has. Raises UnfitError for one that is not."""
    if reader.is_encrypted or "/Encrypt" in reader.trailer:
        raise UnfitError("attachment_encrypted")
    _only_pages(reader, content)
    return len(reader.pages)


def _only_pages(reader: PdfReader, content: bytes) -> None:
    plain = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content)
    if any(name in plain for name in _SPOKEN):
        raise UnfitError("attachment_active")
    for one in _dictionaries(reader):
        if any(key in one for key in _KEYS) or _name(one, "/S") in _ACTIONS or _name(one, "/Type") in _KINDS:
            raise UnfitError("attachment_active")


def _name(one: DictionaryObject, key: str) -> str:
    return str(one.raw_get(key)) if key in one else ""


def _dictionaries(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary that the document can reach, each once; more than a paper has is a trap."""
    waiting: list[Any] = [reader.trailer]
    seen: set[tuple[int, int]] = set()
    for _ in range(_NODES):
        if not waiting:
            return
        node = waiting.pop()
        if isinstance(node, IndirectObject):
            if (node.idnum, node.generation) not in seen:
                seen.add((node.idnum, node.generation))
                waiting.append(node.get_object())
        elif isinstance(node, DictionaryObject):
            yield node
            waiting.extend(node.raw_get(key) for key in node)
        elif isinstance(node, ArrayObject):
            waiting.extend(list.__iter__(node))
        if len(seen) > _OBJECTS:
            break
    raise UnfitError("attachment_too_heavy")


def _preview(content: bytes) -> bytes:
    """The first page as a JPEG of at most 480 pixels, drawn no larger than that whatever its paper pretends to be."""
    try:
        document = pdfium.PdfDocument(content)
        page = document[0]
        wide, high = page.get_size()
        scale = PREVIEW_PIXELS / max(wide, high, 1.0)
        return preview_of(page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB"))
    except (pdfium.PdfiumError, *_BROKEN) as error:
        raise UnfitError("attachment_damaged") from error
