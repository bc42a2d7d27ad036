"""What a file really is, judged by its first bytes and never by its name alone."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from xueji.exchange.intake.workbook.unreadable import UnreadableError

Kind = Literal["workbook", "text"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The name of the stream in which an encrypted workbook hides, as OLE writes it (UTF-16).
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_FOREIGN = (
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"%PDF", "pdf"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
)
_MARKUP = (
    (b"<!doctype html", "html"),
    (b"<html", "html"),
    (b"<?xml", "xml"),
    (b"<table", "html"),
    (b"<workbook", "xml"),
)
_WORKBOOK_NAMES = {".xlsx", ".xlsm", ".xltx", ".xls", ".et"}
_TEXT_NAMES = {".csv", ".txt", ".tsv", ""}
_HEAD_BYTES = 4096
_OLE_SEARCH_BYTES = 4 << 20


def kind_of(path: Path, name: str) -> Kind:
    """Tell a workbook from a text table; `name` is what the sender called the file.

    Raises UnreadableError for everything else, and where the name says one thing and the content another.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
        if head.startswith(_OLE):
            rest = head + file.read(_OLE_SEARCH_BYTES)
            raise UnreadableError("file_encrypted" if _ENCRYPTED in rest else "file_old_excel")
    if not head:
        raise UnreadableError("file_empty")
    suffix = Path(name).suffix.lower()
    if head.startswith(b"PK"):
        if suffix in _TEXT_NAMES - {""}:
            raise UnreadableError("file_name_misleads", suffix=suffix, found="zip")
        return "workbook"
    _refuse_foreign(head)
    if suffix in _WORKBOOK_NAMES:
        raise UnreadableError(
            "file_name_misleads", suffix=suffix, found="text" if _looks_like_text(head) else "unknown"
        )
    if suffix not in _TEXT_NAMES:
        raise UnreadableError("file_wrong_type", found="text" if _looks_like_text(head) else "unknown")
    return "text"


def _refuse_foreign(head: bytes) -> None:
    for magic, found in _FOREIGN:
        if head.startswith(magic):
            raise UnreadableError("file_wrong_type", found=found)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for mark, found in _MARKUP:
        if start.startswith(mark):
            raise UnreadableError("file_wrong_type", found=found)


def _looks_like_text(head: bytes) -> bool:
    return not any(byte < 0x09 for byte in head)  # noqa: PLR2004  (control characters that no table contains)
