"""A plain photo or PDF is kept: upright, without what the camera knew, with a small picture of it."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.papers import PROOF, pdf, photo
from xueji.cases.evidence.looking import look_at
from xueji.cases.evidence.naming import safe_name

PLACE = 0x8825
ORIENTATION, CAMERA = 0x0112, 0x0110


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def told(**changes: object) -> bytes:
    """A photo with a camera, a place, and a way it was held."""
    exif = Image.Exif()
    exif[CAMERA], exif[ORIENTATION] = "Invented 5", 6
    exif.get_ifd(PLACE)[2] = (40.0, 27.0, 0.0)
    return photo(size=(600, 400), exif=exif, **changes)


@pytest.mark.parametrize(("form", "kind"), [("JPEG", "image/jpeg"), ("PNG", "image/png")])
def test_a_photo_is_kept_upright_and_without_what_the_camera_knew(form: str, kind: str) -> None:
    sent = told(form=form)
    assert b"Invented" in sent
    looked = look_at(sent)
    image = opened(looked.content)
    assert (looked.content_type, image.size) == (kind, (400, 600))
    assert not image.getexif()
    assert b"Invented" not in looked.content
    assert b"Exif" not in looked.content


def test_text_and_profiles_beside_the_pixels_are_gone() -> None:
    assert b"my secret" not in look_at(photo(comment=b"my secret")).content
    assert "icc_profile" not in opened(look_at(photo(icc_profile=b"\0" * 200)).content).info


def test_the_preview_is_a_small_jpeg() -> None:
    for content in (photo(size=(3_000, 1_500)), photo("PNG", size=(1_500, 3_000)), PROOF):
        looked = look_at(content)
        assert looked.preview is not None
        small = opened(looked.preview)
        assert (small.format, max(small.size)) == ("JPEG", 480)
    assert max(opened(look_at(photo(size=(60, 40))).preview or b"").size) == 60


def test_forty_million_pixels_of_any_kind_fit_into_the_child() -> None:
    for mode, form in (("RGB", "JPEG"), ("CMYK", "JPEG"), ("RGBA", "PNG"), ("I;16", "PNG")):
        out = io.BytesIO()
        Image.new(mode, (7_000, 5_700)).save(out, form)
        assert opened(look_at(out.getvalue()).content).size == (7_000, 5_700)


def test_what_is_transparent_becomes_white_paper() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    assert opened(look_at(out.getvalue()).content).convert("RGB").getpixel((5, 5)) == (255, 255, 255)


def test_a_photo_does_not_grow_by_being_kept() -> None:
    noise = Image.effect_noise((1_600, 1_200), 40).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=40)
    sent = out.getvalue()
    assert len(look_at(sent).content) < 1.1 * len(sent)


def test_a_pdf_is_kept_as_it_came_with_its_pages_counted() -> None:
    looked = look_at(pdf(3))
    assert (looked.content_type, looked.content, looked.pages) == ("application/pdf", pdf(3), 3)
    assert look_at(PROOF + b"\n" * 1_000).pages == 1


@pytest.mark.parametrize(
    ("name", "kind", "safe"),
    [
        ("户口簿.JPG", "image/jpeg", "户口簿.JPG"),
        ("户口簿.jpeg", "image/jpeg", "户口簿.jpeg"),
        ("../../etc/passwd", "image/png", "passwd.png"),
        ("C:\\photos\\证.exe", "application/pdf", "证.exe.pdf"),
        ("证.pdf.png", "application/pdf", "证.pdf.pdf"),
        ('a"b\r\nSet-Cookie: x.pdf', "application/pdf", "abSet-Cookie x.pdf"),
        ("gnp\u202efdp.png", "image/png", "gnpfdp.png"),
        (" . ", "image/png", "证明材料.png"),
        ("长" * 300 + ".pdf", "application/pdf", "长" * 156 + ".pdf"),
    ],
)
def test_a_name_is_made_harmless_and_ends_as_its_content_does(name: str, kind: str, safe: str) -> None:
    assert safe_name(name, kind) == safe
