"""The file of a backup: a zip, or a zip under a passphrase; written beside its name and moved there when it is whole."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from xueji.server.database import HouseError
from xueji.server.safekeeping.locked import MAGIC, LockedReader, LockedWriter, damaged
from xueji.server.safekeeping.manifest import NAME, Manifest, manifest_from
from xueji.server.safekeeping.tables import PIECE, Counted
from xueji.vocabulary.text import Text

_LEVEL = 3
_SHORTEST = 12

Told = Callable[[int], object]


def passphrase_in(file: Path | None) -> str | None:
    """Return the first line of a passphrase file, None without one. Raises HouseError for one that is too short."""
    if file is None:
        return None
    phrase = (file.read_text(encoding="utf-8").splitlines() or [""])[0].strip()
    if len(phrase) < _SHORTEST:
        raise HouseError(
            Text(
                "口令文件 {file} 的首行不足 {n} 个字符。", "The first line of {file} has fewer than {n} characters."
            ).format(file=file, n=_SHORTEST),
            Text(
                "请使用较长的口令，并与备份分开保存。", "Choose a longer passphrase, and keep it apart from the backup."
            ),
        )
    return phrase


@contextlib.contextmanager
def new_archive(target: Path, passphrase: str | None) -> Iterator[zipfile.ZipFile]:
    """Give an empty archive that becomes `target` (mode 600) once the block ends well, and nothing otherwise."""
    if target.exists():
        raise HouseError(
            Text("文件 {file} 已存在。", "The file {file} exists already.").format(file=target),
            Text("请另起文件名；备份不覆盖文件。", "Choose another name; a backup overwrites nothing."),
        )
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            with _zipped(file, passphrase) as archive:
                yield archive
            file.flush()
            os.fsync(file.fileno())
        part.rename(target)
        _keep_name(target.parent)
    finally:
        part.unlink(missing_ok=True)


@contextlib.contextmanager
def _zipped(file: IO[bytes], passphrase: str | None) -> Iterator[zipfile.ZipFile]:
    with contextlib.ExitStack() as stack:
        inner: IO[bytes] = file
        if passphrase is not None:
            locked = LockedWriter(file, passphrase)
            inner = stack.enter_context(contextlib.closing(io.BufferedWriter(locked, PIECE)))
        yield stack.enter_context(zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL))


def put(archive: zipfile.ZipFile, name: str, content: bytes) -> Counted:
    """Add a small member."""
    archive.writestr(name, content)
    return Counted(0, len(content), hashlib.sha256(content).hexdigest())


@contextlib.contextmanager
def opened_archive(file: Path, passphrase: str | None) -> Iterator[zipfile.ZipFile]:
    """Give an archive to read. Raises HouseError for what is no backup, is damaged, or opens with another passphrase."""
    with file.open("rb") as raw:
        locked = raw.read(len(MAGIC)) == MAGIC
        raw.seek(0)
        if locked and passphrase is None:
            raise _needs_passphrase(file)
        inner = LockedReader.opened(raw, passphrase or "") if locked else raw
        try:
            with zipfile.ZipFile(inner) as archive:
                yield archive
        except (zipfile.BadZipFile, KeyError, EOFError, ValueError, OSError) as error:
            raise damaged() from error


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    """Read what the archive says of itself."""
    return manifest_from(archive.read(NAME))


def check_files(archive: zipfile.ZipFile, manifest: Manifest, told: Told) -> None:
    """Compare every member with the manifest: none missing, none more, each byte for byte. Raises HouseError."""
    if sorted(archive.namelist()) != sorted([NAME, *manifest.files]):
        raise damaged()
    for name, kept in manifest.files.items():
        digest, size = hashlib.sha256(), 0
        for piece in read_pieces(archive, name):
            digest.update(piece)
            size += len(piece)
            told(len(piece))
        if (size, digest.hexdigest()) != (kept["bytes"], kept["sha256"]):
            raise damaged()


def read_pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Yield a member in pieces."""
    with archive.open(name) as member:
        while piece := member.read(PIECE):
            yield piece


def _keep_name(folder: Path) -> None:
    """A new name in a folder outlives a power cut once the folder itself is written."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _needs_passphrase(file: Path) -> HouseError:
    return HouseError(
        Text("备份 {file} 已加密。", "The backup {file} is encrypted.").format(file=file),
        Text("请用 --passphrase-file 指明口令文件。", "Name the passphrase file with --passphrase-file."),
    )
