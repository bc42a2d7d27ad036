"""The ZIP package of a workbook: its parts are checked and counted before any of them is parsed."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.parsers import expat

from xueji.exchange.intake.workbook.unreadable import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from xueji.exchange.intake.limits import Limits

_CHUNK = 1 << 20
_ENCRYPTED_FLAG = 0x1
_WORKBOOK = "xl/workbook.xml"
_WORKBOOK_RELS = "xl/_rels/workbook.xml.rels"
_SHEETS = "xl/worksheets/"
_KEPT = ("[Content_Types].xml", "_rels/.rels", _WORKBOOK, _WORKBOOK_RELS, "xl/sharedStrings.xml", "xl/styles.xml")
_FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY", b"<!doctype", b"<!entity")
_OVERLAP = 16


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A visible worksheet: its name and the part of the package that holds it."""

    name: str
    part: str


class Package:
    """An opened workbook. Only parts asked for are unpacked, each under a common budget of bytes."""

    def __init__(self, path: Path, limits: Limits) -> None:
        """Open the package and check its directory. Raises UnreadableError naming the rule broken."""
        self._limits = limits
        self._budget = limits.inflated_bytes
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise UnreadableError("file_damaged") from error
        self._infos = {info.filename.replace("\\", "/"): info for info in self._zip.infolist()}
        self._check_directory()
        self._refuse_other_documents()

    def kept_parts(self) -> dict[str, bytes]:
        """Return the parts that every reading needs: content types, relations, workbook, strings, styles."""
        return {name: self.read(name) for name in _KEPT if name in self._infos}

    def look_through(self) -> None:
        """Unpack the XML parts that will not be read, so that a document type is found wherever it hides."""
        for name in self._infos:
            read_later = name in _KEPT or name.startswith(_SHEETS)
            if name.lower().endswith((".xml", ".rels", ".vml")) and not read_later:
                for _ in self.stream(name):
                    pass

    def sheets(self) -> list[SheetPart]:
        """List the visible worksheets in the order of the workbook."""
        targets = {
            relation.get("Id", ""): _part_of(relation.get("Target", ""))
            for relation in _elements(self.read(_WORKBOOK_RELS), "Relationship")
            if relation.get("Type", "").endswith("/worksheet")
        }
        found = []
        for sheet in _elements(self.read(_WORKBOOK), "sheet"):
            part = targets.get(sheet.get("id", ""), "")
            if sheet.get("state", "visible") == "visible" and part in self._infos:
                found.append(SheetPart(sheet.get("name", ""), part))
        if not found:
            raise UnreadableError("file_without_sheet")
        if len(found) > self._limits.sheets:
            raise UnreadableError("file_too_many_sheets", sheets=len(found), limit=self._limits.sheets)
        return found

    def read(self, name: str) -> bytes:
        """Unpack one part whole. Raises UnreadableError if it is missing, damaged or too large."""
        info = self._infos.get(name)
        if info is None:
            raise UnreadableError("file_damaged")
        if info.file_size > self._limits.small_part_bytes:
            raise UnreadableError("file_inflates_too_much")
        return b"".join(self.stream(name))

    def stream(self, name: str) -> Iterator[bytes]:
        """Unpack one part piece by piece, counting what really comes out and refusing document types."""
        tail = b""
        try:
            with self._zip.open(self._infos[name]) as part:
                while chunk := part.read(_CHUNK):
                    self._budget -= len(chunk)
                    if self._budget < 0:
                        raise UnreadableError("file_inflates_too_much")
                    _refuse_declarations(tail + chunk, first=not tail)
                    tail = chunk[-_OVERLAP:]
                    yield chunk
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            ValueError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            # A part longer than its directory entry says ends in a wrong checksum, which is BadZipFile too.
            raise UnreadableError("file_damaged") from error

    def _check_directory(self) -> None:
        limits, infos = self._limits, self._zip.infolist()
        if len(infos) > limits.parts:
            raise UnreadableError("file_too_many_parts", parts=len(infos), limit=limits.parts)
        if len(self._infos) < len(infos):
            # Two parts of one name: programs differ in which of them they read.
            raise UnreadableError("file_damaged")
        if any(info.flag_bits & _ENCRYPTED_FLAG for info in infos):
            raise UnreadableError("file_encrypted")
        total = sum(info.file_size for info in infos)
        if total > limits.inflated_bytes or any(self._is_bomb(info) for info in infos):
            raise UnreadableError("file_inflates_too_much")

    def _is_bomb(self, info: zipfile.ZipInfo) -> bool:
        large = info.file_size > self._limits.ratio_counts_from
        return large and info.file_size > info.compress_size * self._limits.ratio

    def _refuse_other_documents(self) -> None:
        names = self._infos
        if "xl/workbook.bin" in names:
            raise UnreadableError("file_wrong_type", found="xlsb")
        if _WORKBOOK not in names:
            kinds = {"word/document.xml": "word", "ppt/presentation.xml": "slides", "mimetype": "opendocument"}
            raise UnreadableError("file_wrong_type", found=next((kinds[n] for n in names if n in kinds), "zip"))
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise UnreadableError("file_has_macros")


def _refuse_declarations(chunk: bytes, *, first: bool) -> None:
    if first and (chunk[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in chunk[:64]):
        raise UnreadableError("file_inner_encoding")
    if b"<!" in chunk and any(mark in chunk for mark in _FORBIDDEN):
        raise UnreadableError("file_has_doctype")


def _elements(xml: bytes, name: str) -> list[dict[str, str]]:
    """Return the attributes of all elements of that name; prefixes do not count."""
    found: list[dict[str, str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if _local(tag) == name:
            found.append({_local(key): value for key, value in attributes.items()})

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    try:
        parser.Parse(xml, True)  # noqa: FBT003  (the second argument of expat says that this is the end)
    except expat.ExpatError as error:
        raise UnreadableError("file_damaged") from error
    return found


def _part_of(target: str) -> str:
    """Name the part a relation of the workbook points to; targets stand relative to xl/ or absolute."""
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def _local(name: str) -> str:
    return name.rsplit(":", 1)[-1]
