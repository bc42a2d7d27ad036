"""The child process that opens an archive of photos and draws each picture anew.

Run as `python -m xueji.exchange.photos.child ARCHIVE LIMITS`. It limits its own memory and time before it looks at the
archive, writes no file, and speaks lines of JSON: one for every picture, then one that says it is done. What leaves it
is a picture and nothing else: no metadata, no further frames, no bytes that the sender wrote.
"""

from __future__ import annotations

import base64
import io
import json
import sys
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageOps, UnidentifiedImageError

from xueji.exchange.photos.limits import PhotoLimits
from xueji.parties.confined.bounds import confine

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK = 1 << 16
_ENCRYPTED = 0x1
_QUALITY = 88
_BROKEN_ARCHIVE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
_BROKEN_PICTURE = (UnidentifiedImageError, OSError, ValueError, SyntaxError)
_IGNORED = ("__macosx", "thumbs.db", ".ds_store", "desktop.ini")


class _Refused(Exception):
    """A rule that the archive, or one picture of it, breaks."""


def told(archive: Path, limits: PhotoLimits) -> Iterator[dict[str, Any]]:
    """Yield what is to be said of each picture. Raises _Refused for the archive as a whole."""
    try:
        package = zipfile.ZipFile(archive)
    except (*_BROKEN_ARCHIVE, ValueError, OSError) as error:
        raise _Refused("archive_damaged") from error
    with package:
        entries = [entry for entry in package.infolist() if not entry.is_dir() and not _is_ignored(entry.filename)]
        if len(entries) > limits.files:
            raise _Refused("archive_too_many")
        if any(entry.flag_bits & _ENCRYPTED for entry in entries):
            raise _Refused("archive_encrypted")
        if sum(entry.file_size for entry in entries) > limits.inflated_bytes:
            raise _Refused("archive_inflates")
        for entry in entries:
            name = PurePosixPath(entry.filename.replace("\\", "/")).name[: limits.name_characters]
            try:
                picture = _drawn(_content(package, entry, limits), limits)
            except _Refused as refused:
                yield {"name": name, "refused": str(refused)}
            except MemoryError:
                yield {"name": name, "refused": "photo_too_large"}
            else:
                yield {"name": name, "picture": base64.b64encode(picture).decode()}


def _content(package: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: PhotoLimits) -> bytes:
    """Unpack one entry; what really comes out is counted, whatever the directory claims."""
    pieces, size = [], 0
    try:
        with package.open(entry) as part:
            while piece := part.read(_CHUNK):
                size += len(piece)
                if size > limits.file_bytes:
                    raise _Refused("photo_too_large")
                pieces.append(piece)
    except (*_BROKEN_ARCHIVE, ValueError, OSError) as error:
        raise _Refused("photo_unreadable") from error
    return b"".join(pieces)


def _drawn(content: bytes, limits: PhotoLimits) -> bytes:
    """Draw the picture anew as a small JPEG, upright."""
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG", "PNG"]) as picture:
            if picture.width * picture.height > limits.pixels or max(picture.size) > limits.longest_side:
                raise _Refused("photo_too_many_pixels")
            if min(picture.size) < limits.shortest_side:
                raise _Refused("photo_too_small")
            # The decoder can leave out most of a large JPEG.
            picture.draft("RGB", (2 * limits.width, 2 * limits.height))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((limits.width, limits.height))
            plain = Image.new("RGB", upright.size, "white")
            plain.paste(upright.convert("RGBA"), mask=upright.convert("RGBA").getchannel("A"))
            out = io.BytesIO()
            plain.save(out, "JPEG", quality=_QUALITY)
    except Image.DecompressionBombError as error:
        raise _Refused("photo_too_many_pixels") from error
    except _BROKEN_PICTURE as error:
        raise _Refused("photo_unreadable") from error
    return out.getvalue()


def _is_ignored(name: str) -> bool:
    """What computers put into archives by themselves is nobody's photo."""
    parts = name.replace("\\", "/").lower().split("/")
    return parts[0] == _IGNORED[0] or parts[-1] in _IGNORED or parts[-1].startswith("._")


def main() -> None:
    """Confine this very process, then speak."""
    archive, limits_json = sys.argv[1:]
    limits = PhotoLimits(**json.loads(limits_json))
    confine(limits.memory_bytes, limits.cpu_seconds)
    # Sizes are checked by our own rule; Pillow's would only warn up to twice its bound.
    Image.MAX_IMAGE_PIXELS = limits.pixels
    try:
        for line in told(Path(archive), limits):
            _say(line)
        _say({"done": True})
    except _Refused as refused:
        _say({"archive": str(refused)})


def _say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
