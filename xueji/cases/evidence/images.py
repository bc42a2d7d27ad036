"""Photos and scans: written anew from their pixels, so that place, device, and whatever else came along are gone."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, ImageOps, JpegImagePlugin, UnidentifiedImageError

from xueji.cases.evidence.unfit import MAX_BYTES, MAX_PIXELS, UnfitError

JPEG, PNG = "image/jpeg", "image/png"
PREVIEW_PIXELS = 480
_MAGIC = {b"\xff\xd8\xff": ("JPEG", JPEG), b"\x89PNG\r\n\x1a\n": ("PNG", PNG)}
_ORIENTATION = 0x0112
_QUALITY = 85
_DIRECTORY_OF_A_ZIP = 66_000
_ANOTHER_FILE = (b"%pdf-", b"<html", b"<script", b"<?php", b"<!doctype")


def look_at_image(content: bytes) -> tuple[str, bytes, bytes]:
    """The type, the image written anew upright and without metadata, and its preview. Raises UnfitError."""
    form, kind = _kind(content)
    _no_other_file(content)
    try:
        with Image.open(io.BytesIO(content), formats=[form]) as image:
            if image.width * image.height > MAX_PIXELS:
                raise UnfitError("attachment_pixels")
            quality = _quality(image)
            plain = _plain(image)
        clean = _written(plain, form, quality)
        if form == "PNG" and len(clean) > MAX_BYTES:
            # A photo saved as PNG by a better packer than ours would grow without end.
            kind, clean = JPEG, _written(plain, "JPEG", {"quality": _QUALITY})
        return kind, clean, preview_of(plain)
    except Image.DecompressionBombError as error:
        raise UnfitError("attachment_pixels") from error
    except UnidentifiedImageError as error:
        raise UnfitError("attachment_type") from error
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError) as error:
        raise UnfitError("attachment_damaged") from error


def preview_of(image: Image.Image) -> bytes:
    """A JPEG of at most 480 × 480 pixels."""
    small = ImageOps.contain(image, (PREVIEW_PIXELS, PREVIEW_PIXELS)) if _is_large(image) else image
    return _written(small, "JPEG", {"quality": 75})


def _kind(content: bytes) -> tuple[str, str]:
    for magic, kind in _MAGIC.items():
        if content.startswith(magic):
            return kind
    raise UnfitError("attachment_type")


def _no_other_file(content: bytes) -> None:
    """Refuse an image that is a second file as well: rewriting would disarm it, but who sends such a thing must hear."""
    if b"PK\x05\x06" in content[-_DIRECTORY_OF_A_ZIP:]:
        raise UnfitError("attachment_mixed")
    plain = content.lower()
    if any(mark in plain for mark in _ANOTHER_FILE):
        raise UnfitError("attachment_mixed")


def _plain(image: Image.Image) -> Image.Image:
    """The pixels alone, upright; what is transparent becomes white paper. Holds two copies at most at a time."""
    turn = image.getexif().get(_ORIENTATION, 1)
    image.load()
    if "A" in image.getbands() or "transparency" in image.info:
        layer = image if image.mode == "RGBA" else image.convert("RGBA")
        plain = Image.new("RGB", layer.size, "white")
        plain.paste(layer, mask=layer)
    elif image.mode in {"L", "RGB", "1"}:
        plain = image
    else:
        plain = image.convert("L" if image.mode.startswith("I;16") else "RGB")
    method = _TURNS.get(turn)
    return plain if method is None else plain.transpose(method)


_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _quality(image: Image.Image) -> dict[str, Any]:
    """Write a photo anew as finely as it came: much finer only grows, and coarser blurs the stamp."""
    if isinstance(image, JpegImagePlugin.JpegImageFile) and image.mode in {"L", "RGB"}:
        sampling = JpegImagePlugin.get_sampling(image)
        if len(image.quantization) <= 4 and sampling in {0, 1, 2}:  # noqa: PLR2004 - as many tables as JPEG has
            return {"qtables": image.quantization, "subsampling": sampling}
    return {"quality": _QUALITY}


def _written(image: Image.Image, form: str, quality: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    if form == "JPEG":
        image = image.convert("L") if image.mode == "1" else image
        _bare(image).save(out, "JPEG", **quality)
    else:
        _bare(image).save(out, "PNG", compress_level=6)
    return out.getvalue()


def _bare(image: Image.Image) -> Image.Image:
    """Nothing of what was said beside the pixels (EXIF, profiles, comments) is written again."""
    image.info = {}
    return image


def _is_large(image: Image.Image) -> bool:
    return max(image.size) > PREVIEW_PIXELS
