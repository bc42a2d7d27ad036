"""Proofs are looked at before they are kept: an image or a PDF, nothing that only calls itself so."""

import hashlib
import io

from PIL import Image, UnidentifiedImageError

from xueji.cases.models import Attachment
from xueji.parties.actors import Actor
from xueji.parties.office_acts import Done, office_act
from xueji.parties.refusals import refuse
from xueji.vocabulary.text import Text

MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 40_000_000
_FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png"}


@office_act("attach_evidence")
def attach_evidence(*, actor: Actor, reason: str, file_name: str, content: bytes) -> Done:
    """Keep an uploaded proof; result is the attachment. Images lose their metadata (place, device)."""
    kind, clean = _checked(content)
    attachment = Attachment.objects.create(
        file_name=file_name[-160:],
        content_type=kind,
        sha256=hashlib.sha256(clean).hexdigest(),
        content=clean,
        uploaded_by_id=actor.account_id,
    )
    return Done(f"attachment:{attachment.pk}", {"sha256": attachment.sha256}, attachment)


def _checked(content: bytes) -> tuple[str, bytes]:
    if not content or len(content) > MAX_BYTES:
        raise refuse(
            "file",
            "attachment_size",
            Text("证明材料为空或超过5MB。", "The file is empty or larger than 5 MB."),
            Text("请压缩或重新拍照后上传。", "Make it smaller and upload again."),
        )
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        return "application/pdf", content
    return _image(content)


def _image(content: bytes) -> tuple[str, bytes]:
    try:
        with Image.open(io.BytesIO(content), formats=list(_FORMATS)) as image:
            form = image.format or ""
            _not_too_large(image)
            plain = Image.new("RGB", image.size, "white")
            plain.paste(image.convert("RGB"))
            out = io.BytesIO()
            plain.save(out, form)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise refuse(
            "file",
            "attachment_type",
            Text("文件不是可用的 JPG、PNG 图片或 PDF。", "The file is no readable JPG, PNG or PDF."),
            Text("请上传照片、扫描件或 PDF。", "Upload a photo, a scan or a PDF."),
        ) from error
    return _FORMATS[form], out.getvalue()


def _not_too_large(image: Image.Image) -> None:
    if image.width * image.height > MAX_PIXELS:
        message = "too many pixels"
        raise ValueError(message)
